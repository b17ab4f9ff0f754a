import { chmod, readFile } from 'node:fs/promises'
import { historyKeyFile, newHistoryKey, parseHistoryKeys } from '../../encryption/history-key.ts'
import { makeKeysFolder, replaceWhole, writeOnce } from '../../storage/key-files.ts'
import { StackError } from '../errors.ts'
import type { Report } from '../report.ts'

const MODE = 0o600
const NOTE = `# Errand's history in Temporal is encrypted with the first of these keys; the others read what is older.
# Without its key a run can't be read by anybody. Keep a copy where the backups are not.
`

/**
 * Makes the key at the first start with encryption. What an existing file holds is never changed.
 * @throws {StackError} where a line of it is damaged
 */
export async function ensureHistoryKey(dataFolder: string, report: Report): Promise<void> {
  const path = historyKeyFile(dataFolder)
  if ((await readKeys(path)) !== null) return await chmod(path, MODE)
  await makeKeysFolder(dataFolder)
  await writeOnce(path, `${NOTE}${newHistoryKey()}\n`, MODE)
  report(`Made ${path}: keep a copy, nobody can read encrypted runs without it`)
}

/**
 * Puts a new key before those that there are; makes the file where there is none.
 * @returns how many keys there are now
 * @throws {StackError} where a line of the file is damaged
 */
export async function addHistoryKey(dataFolder: string): Promise<number> {
  const path = historyKeyFile(dataFolder)
  const { text, count } = (await readKeys(path)) ?? { text: '', count: 0 }
  await makeKeysFolder(dataFolder)
  await replaceWhole(path, `${NOTE}${newHistoryKey()}\n${text.replace(NOTE, '')}`, MODE)
  return count + 1
}

async function readKeys(path: string): Promise<{ text: string; count: number } | null> {
  try {
    const text = await readFile(path, 'utf8')
    return { text, count: parseHistoryKeys(text).length }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new StackError(`${path}: ${(error as Error).message}. Nothing was changed.`, { cause: error })
  }
}
