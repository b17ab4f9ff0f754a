import { closeEvent } from './close-event.ts'
import type { TemporalClient } from './connection.ts'
import { describeWithChildren } from './read-run.ts'
import { attributeOf } from './run-view.ts'

/** How long a request waits for a result; the contract fixes it. */
export const WAIT_MS = 120_000
const APPROVAL_POLL_MS = 500

/** `finished: false` after 120 s, or as soon as the run waits for an approval. */
export type Waited<T> = { finished: true; result: T | null; closedAt: Date } | { finished: false }

/**
 * Waits for a workflow's end. One that somebody ended has no result.
 * @param mayAwaitApproval whether to look for that meanwhile
 * @param enough aborted where nobody waits any more
 */
export async function waitForResult<T>(
  temporal: TemporalClient,
  workflowId: string,
  mayAwaitApproval: boolean,
  enough?: AbortSignal,
): Promise<Waited<T>> {
  const { client } = temporal
  const stop = new AbortController()
  const stopNow = (): void => stop.abort()
  const timer = setTimeout(stopNow, WAIT_MS)
  enough?.addEventListener('abort', stopNow)
  if (enough?.aborted) stopNow()
  const watcher = mayAwaitApproval ? setInterval(look, APPROVAL_POLL_MS) : undefined
  async function look(): Promise<void> {
    if (await awaitsApproval(temporal, workflowId).catch(() => false)) stop.abort()
  }
  try {
    const close = await client.withAbortSignal(stop.signal, () => closeEvent(client, workflowId))
    return { finished: true, ...close } as Waited<T>
  } catch (error) {
    if (stop.signal.aborted) return { finished: false }
    throw error
  } finally {
    clearTimeout(timer)
    clearInterval(watcher)
    enough?.removeEventListener('abort', stopNow)
  }
}

/** Whether the run does, or one that the workflow has begun beside it. */
export async function awaitsApproval(temporal: TemporalClient, workflowId: string): Promise<boolean> {
  const executions = await describeWithChildren(temporal, workflowId)
  return executions.some((execution) => attributeOf(execution, 'outcome') === 'awaiting_approval')
}
