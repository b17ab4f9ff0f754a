import type { Client } from '@temporalio/client'
import { decodeOptionalSinglePayload } from '@temporalio/common/lib/internal-non-workflow/codec-helpers.js'

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
      const { seconds, nanos } = event.eventTime ?? {}
      const closedAt = new Date(Number(seconds ?? 0) * 1_000 + Math.floor((nanos ?? 0) / 1e6))
      const payload = event.workflowExecutionCompletedEventAttributes?.result?.payloads?.[0]
      const result = await decodeOptionalSinglePayload(client.options.loadedDataConverter, payload)
      return { result: result ?? null, closedAt }
    }
    // A long poll that ended without it.
    nextPageToken = response.nextPageToken
  }
}
