// A dockerd that a stack of ours started belongs to all stacks of this user: each one that uses it leaves a
// note in the cache, and the last to go stops it. One that was already running is left alone.
import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type Docker from 'dockerode'
import { writeWhole } from '../data/write-whole.ts'
import { identify, isRunning, type ProcessIdentity } from '../process/identity.ts'
import { lock, unlock } from '../process/lock-file.ts'
import { stopLeftover } from '../process/stop-leftover.ts'

const folderIn = (cache: string) => join(cache, 'dockerd')
const lockIn = (cache: string) => join(cache, 'dockerd.lock')
export const dockerdLog = (cache: string): string => join(cache, 'dockerd.log')

/** Starts dockerd, detached, with its log in the cache; the caller waits until it answers. */
export function startDockerd(cache: string, program: string): void {
  mkdirSync(folderIn(cache), { recursive: true })
  const log = openSync(dockerdLog(cache), 'a', 0o600)
  const child = spawn(program, [], { detached: true, stdio: ['ignore', log, log] })
  closeSync(log)
  child.unref()
  child.once('error', () => {})
  const identity = child.pid && identify(child.pid)
  if (identity) writeWhole(join(folderIn(cache), 'daemon'), JSON.stringify(identity))
}

/** Notes that this stack uses the engine. Harmless where dockerd isn't ours. */
export function useDockerd(cache: string): void {
  mkdirSync(folderIn(cache), { recursive: true })
  writeWhole(join(folderIn(cache), `user-${process.pid}`), JSON.stringify(identify(process.pid)))
}

/** Takes the note back, and stops a dockerd of ours that nobody uses any more: no stack, no container. */
export async function leaveDockerd(cache: string, docker: Docker): Promise<boolean> {
  const folder = folderIn(cache)
  if (!existsSync(folder)) return false
  await lock(lockIn(cache))
  try {
    rmSync(join(folder, `user-${process.pid}`), { force: true })
    const daemon = readIdentity(join(folder, 'daemon'))
    if (!daemon || !isRunning(daemon) || users(folder).length > 0) return false
    // A container of ours that still runs was left by a worker that was killed; it holds nobody up.
    const containers = await docker.listContainers()
    if (containers.some(({ Labels }) => !Object.keys(Labels).some((label) => label.startsWith('errand'))))
      return false
    await stopLeftover(daemon)
    rmSync(join(folder, 'daemon'), { force: true })
    return true
  } finally {
    unlock(lockIn(cache))
  }
}

/** Runs `task` while no other stack starts or stops dockerd. */
export async function withDockerdLock<T>(
  cache: string,
  signal: AbortSignal,
  task: () => Promise<T>,
): Promise<T> {
  await lock(lockIn(cache), { signal })
  try {
    return await task()
  } finally {
    unlock(lockIn(cache))
  }
}

/** Asks again until the engine answers or time is up. */
export async function eventually<T>(ask: () => Promise<T | null>, timeoutMs: number): Promise<T | null> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const answer = await ask()
    if (answer || Date.now() > deadline) return answer
    await sleep(200)
  }
}

function users(folder: string): ProcessIdentity[] {
  const notes = readdirSync(folder).filter((name) => name.startsWith('user-'))
  return notes.flatMap((name) => {
    const user = readIdentity(join(folder, name))
    if (user && isRunning(user)) return [user]
    rmSync(join(folder, name), { force: true })
    return []
  })
}

function readIdentity(path: string): ProcessIdentity | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity | null
  } catch {
    return null
  }
}
