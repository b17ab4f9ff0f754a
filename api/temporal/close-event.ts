import type { Client } from '@temporalio/client'

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
      const [payload] = event.workflowExecutionCompletedEventAttributes?.result?.payloads ?? []
      return { result: payload ? await decode(client, payload) : null, closedAt }
    }
    // A long poll that ended without it.
    nextPageToken = response.nextPageToken
  }
}

type Converter = Client['options']['loadedDataConverter']
type Payload = Parameters<Converter['payloadConverter']['fromPayload']>[0]

async function decode({ options }: Client, payload: Payload): Promise<unknown> {
  const { payloadConverter, payloadCodecs } = options.loadedDataConverter
  let [decoded] = [payload]
  // The last codec that encoded is the first to decode.
  for (const codec of payloadCodecs.toReversed()) {
    const [next] = await codec.decode([decoded])
    if (next) decoded = next
  }
  return payloadConverter.fromPayload(decoded)
}
