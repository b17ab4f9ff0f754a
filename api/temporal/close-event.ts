import type { Client } from '@temporalio/client'
import { timeOf } from './event-history.ts'
import { readPayload } from './payload.ts'

/** `HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT` of Temporal's API. */
const CLOSE_EVENT_ONLY = 2

export interface WorkflowClose {
  /** Null where the workflow did not complete: cancelled, terminated, timed out, failed. */
  result: unknown
  closedAt: Date
}

/**
 * Waits for a workflow's last event. Unlike the client's own waiting it tells when that was, which saves asking for the
 * workflow's description afterwards.
 */
export async function closeEvent(client: Client, workflowId: string): Promise<WorkflowClose> {
  let nextPageToken: Uint8Array | undefined
  for (;;) {
    const response = await client.workflowService.getWorkflowExecutionHistory({
      namespace: client.options.namespace,
      execution: { workflowId },
      skipArchival: true,
      waitNewEvent: true,
      historyEventFilterType: CLOSE_EVENT_ONLY,
      nextPageToken: nextPageToken ?? null,
    })
    const event = response.history?.events?.[0]
    if (event) {
      const closedAt = new Date(timeOf(event))
      const payload = event.workflowExecutionCompletedEventAttributes?.result?.payloads?.[0]
      return { result: await readPayload(client, payload), closedAt }
    }
    // A long poll that ended without it.
    nextPageToken = response.nextPageToken
  }
}
