import { setTimeout as sleep } from 'node:timers/promises'
import { StackError } from '../errors.ts'
import { lastLines } from './log-tail.ts'
import type { Supervised } from './supervise.ts'

/** A process that ended this often before it was ready will not become so. */
const CRASHES_ALLOWED = 3

/**
 * Waits until `ready` answers true (an exception counts as not yet).
 * @throws {StackError} with the end of the log when the process keeps ending or time is up
 */
export async function waitUntilReady(
  process: Supervised,
  ready: () => Promise<boolean>,
  { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal },
): Promise<void> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    signal?.throwIfAborted()
    if (await ready().catch(() => false)) return
    if (process.crashes() >= CRASHES_ALLOWED) throw failure(process, 'keeps ending')
    if (Date.now() > deadline) throw failure(process, `is not ready after ${timeoutMs / 1000} s`)
    await sleep(50, undefined, { signal })
  }
}

function failure(process: Supervised, what: string): StackError {
  const said = lastLines(process.logFile, 8).map((line) => `  ${line}`)
  return new StackError([`${process.name} ${what}. Its log: ${process.logFile}`, ...said].join('\n'))
}
