import type { Client, WorkflowExecutionDescription } from '@temporalio/client'
import { readPayload } from './payload.ts'

/** The activity that runs Python actions. */
const RUN_PYTHON = 'runPython'
/** temporal.api.enums.v1.PendingActivityState: in its task queue, taken by no worker yet. */
const SCHEDULED = 1
const MAX_LENGTH = 200

/** What an unfinished run is about, as its worker has said with its last heartbeat; null where nobody has. */
export async function progressOf(
  client: Client,
  { raw }: Pick<WorkflowExecutionDescription, 'raw'>,
): Promise<string | null> {
  for (const { activityType, state, heartbeatDetails } of raw.pendingActivities ?? []) {
    const said = await readPayload<unknown>(client, heartbeatDetails?.payloads?.[0]).catch(() => null)
    if (typeof said === 'string' && said) return said.slice(0, MAX_LENGTH)
    if (state === SCHEDULED && activityType?.name === RUN_PYTHON) return 'waiting for a free sandbox'
  }
  return null
}
