import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { StackError } from '../errors.ts'
import { tryLock, unlock } from '../process/lock-file.ts'
import { writeWhole } from './write-whole.ts'

/** Makes the folder where it is missing, closed to other users, with one for logs. */
export function prepareDataFolder(folder: string): void {
  try {
    mkdirSync(join(folder, 'logs'), { recursive: true, mode: 0o700 })
    chmodSync(folder, 0o700)
  } catch (error) {
    throw new StackError(`ERRAND_DATA: ${folder} cannot be used (${(error as Error).message}).`, {
      cause: error,
    })
  }
}

/**
 * Two stacks on the same databases would destroy them.
 * @returns what gives the folder free again
 */
export function claimDataFolder(folder: string): () => void {
  const path = join(folder, 'stack.lock')
  const owner = tryLock(path)
  if (owner)
    throw new StackError(
      `Errand is already running on ${folder} (process ${owner.pid}). Stop it first, or set ERRAND_DATA to another folder.`,
    )
  return () => unlock(path)
}

/** The admin key of the environment, else the one kept in the folder, else a new one that is kept. */
export function adminKey(folder: string, fromEnvironment: string | undefined): string {
  if (fromEnvironment) return fromEnvironment
  const path = join(folder, 'admin-key')
  const kept = existsSync(path) ? readFileSync(path, 'utf8').trim() : ''
  if (kept) {
    chmodSync(path, 0o600)
    return kept
  }
  const made = randomBytes(24).toString('base64url')
  writeWhole(path, `${made}\n`)
  return made
}
