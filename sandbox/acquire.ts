import { setTimeout as sleep } from 'node:timers/promises'
import { RunFailure } from '../domain/run-errors.ts'
import { startDeadline } from '../egress/deadline.ts'
import type { ContainerSource, ReadyContainer } from './container-source.ts'

const RETRY_MS = 500

export interface AcquireOptions {
  containers: ContainerSource
  /** What the code imports. */
  modules: string[]
  /** How long the run may wait. */
  waitMs: number
  signal: AbortSignal
}

/**
 * A container for one run. An engine that does not answer may be restarting, so it is asked until the time is up.
 * @throws {RunFailure} `engine_unavailable` or `cancelled`
 */
export async function acquireContainer(options: AcquireOptions): Promise<ReadyContainer> {
  const { containers, modules, waitMs, signal } = options
  const deadline = startDeadline(waitMs, signal)
  try {
    for (;;) {
      try {
        return await containers.acquire(deadline.signal, modules)
      } catch (error) {
        if (deadline.signal.aborted || !isPassing(error)) throw error
        await sleep(RETRY_MS, undefined, { signal: deadline.signal })
      }
    }
  } catch (error) {
    if (signal.aborted) throw new RunFailure('cancelled', 'The run was cancelled.', { cause: error })
    if (deadline.isOver)
      throw new RunFailure(
        'engine_unavailable',
        `No sandbox was to be had within ${Math.round(waitMs / 1000)} s. Ask an operator to check the container engine.`,
        { cause: error },
      )
    throw error
  } finally {
    deadline.clear()
  }
}

/** Whether trying again may help: the engine was not reached at all, or was busy with itself. */
function isPassing(error: unknown): boolean {
  const cause = error instanceof RunFailure ? error.cause : error
  const status = (cause as { statusCode?: number } | undefined)?.statusCode
  return status === undefined || status === 409 || status === 503
}
