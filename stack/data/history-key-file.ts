import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { historyKeyFile, newHistoryKey, parseHistoryKeys } from '../../encryption/history-key.ts'
import { StackError } from '../errors.ts'
import type { Report } from '../report.ts'
import { writeWhole } from './write-whole.ts'

const NOTE = `# Errand's history in Temporal is encrypted with the first of these keys; the others read what is older.
# Without its key a run can't be read by anybody. Keep a copy where the backups are not.
`

/**
 * Makes the key at the first start with encryption. What an existing file holds is never changed.
 * @throws {StackError} where a line of it is damaged
 */
export function ensureHistoryKey(dataFolder: string, report: Report): void {
  const path = historyKeyFile(dataFolder)
  if (existsSync(path)) {
    chmodSync(path, 0o600)
    readKeys(path)
    return
  }
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeWhole(path, `${NOTE}${newHistoryKey()}\n`)
  report(`Made ${path}: keep a copy, nobody can read encrypted runs without it`)
}

/**
 * Puts a new key before those that there are; makes the file where there is none.
 * @returns how many keys there are now
 * @throws {StackError} where a line of the file is damaged
 */
export function addHistoryKey(dataFolder: string): number {
  const path = historyKeyFile(dataFolder)
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const { text, count } = existsSync(path) ? readKeys(path) : { text: '', count: 0 }
  writeWhole(path, `${NOTE}${newHistoryKey()}\n${text.replace(NOTE, '')}`)
  return count + 1
}

function readKeys(path: string): { text: string; count: number } {
  try {
    const text = readFileSync(path, 'utf8')
    return { text, count: parseHistoryKeys(text).length }
  } catch (error) {
    throw new StackError(`${path}: ${(error as Error).message}. Nothing was changed.`, { cause: error })
  }
}
