import { setTimeout as pause } from 'node:timers/promises'
import { WorkflowNotFoundError } from '@temporalio/client'
import type { ApiDependencies } from '../dependencies.ts'
import { cancelRun } from '../temporal/control-run.ts'
import type { RequestId } from './call-identity.ts'
import { workflowOfCall } from './call-identity.ts'
import type { McpCall } from './mcp-call.ts'

type Deps = Pick<ApiDependencies, 'temporal' | 'log'>

/** A cancellation may overtake the call that it is for, and find no run yet. */
const ATTEMPTS = 4
const PAUSE_MS = 250

/**
 * Cancels a run as soon as its client has left: in the modern era that is how a client cancels.
 * @returns what ends that, once the call has its answer
 */
export function cancelWhenLeft(deps: Deps, workflowId: string, left: AbortSignal): () => void {
  const cancel = () => void cancelIfRunning(deps, workflowId)
  if (left.aborted) cancel()
  else left.addEventListener('abort', cancel)
  return () => left.removeEventListener('abort', cancel)
}

/** Cancels the run of a call that a client of the legacy era says it has cancelled. It may be one of another process. */
export async function cancelCall(call: McpCall, id: RequestId): Promise<void> {
  const workflowId = workflowOfCall(call, id)
  if (workflowId === null) return
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (await cancelIfRunning(call.deps, workflowId)) return
    if (attempt < ATTEMPTS) await pause(PAUSE_MS)
  }
}

/** False where there is no such run, or where it has ended. */
async function cancelIfRunning({ temporal, log }: Deps, workflowId: string): Promise<boolean> {
  try {
    await cancelRun(temporal, workflowId)
    return true
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false
    log.warn({ error_message: String(error) }, 'a run that its client left could not be cancelled')
    return true
  }
}
