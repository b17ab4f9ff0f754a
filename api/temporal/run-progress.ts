import type { WorkflowExecutionDescription } from '@temporalio/client'

/** The activity that runs Python actions. */
const RUN_PYTHON = 'runPython'
/** temporal.api.enums.v1.PendingActivityState: in its task queue, taken by no worker yet. */
const SCHEDULED = 1
const MAX_LENGTH = 200

/** What an unfinished run is about, as its worker has said with its last heartbeat; null where nobody has. */
export function progressOf({ raw }: Pick<WorkflowExecutionDescription, 'raw'>): string | null {
  for (const { activityType, state, heartbeatDetails } of raw.pendingActivities ?? []) {
    const said = textOf(heartbeatDetails?.payloads?.[0]?.data)
    if (said) return said.slice(0, MAX_LENGTH)
    if (state === SCHEDULED && activityType?.name === RUN_PYTHON) return 'waiting for a free sandbox'
  }
  return null
}

function textOf(data: Uint8Array | null | undefined): string | null {
  try {
    const value: unknown = data && JSON.parse(Buffer.from(data).toString('utf8'))
    return typeof value === 'string' ? value : null
  } catch {
    return null
  }
}
