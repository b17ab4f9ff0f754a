import type { Client } from '@temporalio/client'
import { tsToMs } from '@temporalio/common/lib/time.js'
import type { temporal } from '@temporalio/proto'
import type { Execution } from './run-view.ts'

export type HistoryEvent = temporal.api.history.v1.IHistoryEvent

const PAGE_SIZE = 500
/** A run has some twenty events; one whose step could not begin for ten minutes about a thousand. */
const MAX_EVENTS = 5_000

/** The events of a workflow, oldest first, at most 5,000. Payloads are as they were written: encrypted, perhaps. */
export async function* eventsOf(
  { workflowService, options: { namespace } }: Pick<Client, 'workflowService' | 'options'>,
  { workflowId, runId }: Pick<Execution, 'workflowId' | 'runId'>,
): AsyncGenerator<HistoryEvent> {
  let nextPageToken: Uint8Array | null = null
  let count = 0
  do {
    const response: temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse =
      await workflowService.getWorkflowExecutionHistory({
        namespace,
        execution: { workflowId, runId },
        maximumPageSize: PAGE_SIZE,
        nextPageToken,
      })
    const events = response.history?.events ?? []
    yield* events
    count += events.length
    nextPageToken = response.nextPageToken ?? null
  } while (nextPageToken?.length && count < MAX_EVENTS)
}

/** By which the SDK records what a local activity gave. */
const LOCAL_ACTIVITY = 'core_local_activity'

/** What the SDK notes of a local activity, in the part that concerns us. */
export interface LocalActivity {
  activity_type?: string
  original_schedule_time?: { seconds?: number; nanos?: number }
}

/** The payloads of an event that tells of a local activity: `data` holds a {@link LocalActivity}. Null of others. */
export function localActivityOf({ markerRecordedEventAttributes: marker }: HistoryEvent) {
  if (marker?.markerName !== LOCAL_ACTIVITY) return null
  const { data, result } = marker.details ?? {}
  return {
    data: data?.payloads?.[0],
    result: result?.payloads?.[0],
    failed: Boolean(marker.failure),
  }
}

/** When it happened, in milliseconds since the epoch. */
export const timeOf = ({ eventTime }: HistoryEvent): number => (eventTime ? tsToMs(eventTime) : 0)
