import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { identify, isRunning, type ProcessIdentity } from './identity.ts'

/**
 * Takes the lock at `path` for this process, also from an owner that has died.
 * @returns null when it is ours now, else who has it
 */
export function tryLock(path: string): ProcessIdentity | null {
  const self = identify(process.pid)
  if (!self) throw new Error('This process cannot be identified.')
  const mine = `${path}.${process.pid}`
  writeFileSync(mine, JSON.stringify(self), { mode: 0o600 })
  try {
    for (;;) {
      // A link appears whole or not at all, and fails where the name is taken.
      if (linked(mine, path)) return null
      const owner = ownerOf(path)
      if (owner && isRunning(owner)) return owner
      removeStale(path, owner)
    }
  } finally {
    rmSync(mine, { force: true })
  }
}

/** Waits until the lock is ours; `onWait` is called once, with who has it. */
export async function lock(
  path: string,
  { onWait, signal }: { onWait?: (owner: ProcessIdentity) => void; signal?: AbortSignal } = {},
): Promise<void> {
  let waiting = false
  for (;;) {
    const owner = tryLock(path)
    if (!owner) return
    if (!waiting) onWait?.(owner)
    waiting = true
    await sleep(300, undefined, { signal })
  }
}

export function unlock(path: string): void {
  if (ownerOf(path)?.pid === process.pid) rmSync(path, { force: true })
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function ownerOf(path: string): ProcessIdentity | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity
  } catch {
    return null
  }
}

/** Moves the lock aside first: another process may have replaced the stale one by its own meanwhile. */
function removeStale(path: string, stale: ProcessIdentity | null): void {
  const aside = `${path}.stale.${process.pid}`
  try {
    renameSync(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const moved = ownerOf(aside)
  if (moved && isRunning(moved) && moved.pid !== stale?.pid) linked(aside, path)
  rmSync(aside, { force: true })
}
