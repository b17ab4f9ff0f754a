import { type Client, isGrpcServiceError } from '@temporalio/client'
import type { HistoryEvent } from '../temporal/event-history.ts'
import { readPayload } from '../temporal/payload.ts'
import type { Histories } from './follow-answer.ts'

/** gRPC's NOT_FOUND. */
const NOT_FOUND = 5
/** An event may hold an output of 200 KiB. */
const PAGE_SIZE = 100

/** Of Temporal, until the signal is aborted. */
export const historiesOf = (client: Client, signal: AbortSignal): Histories => ({
  events: (workflowId, runId) => followHistory(client, { workflowId, runId }, signal),
  read: (payload) => readPayload(client, payload),
})

/**
 * The events of a workflow from its first one, and each further one as it happens, until the workflow has ended. Of one
 * that is gone there are none. Asks for more only when it is asked for more.
 */
async function* followHistory(
  client: Client,
  execution: { workflowId: string; runId?: string | null },
  signal: AbortSignal,
): AsyncGenerator<HistoryEvent, void> {
  let nextPageToken: Uint8Array | null = null
  do {
    const token: Uint8Array | null = nextPageToken
    const response = await client
      // Of its own: the client never takes off what it puts on a signal.
      .withAbortSignal(AbortSignal.any([signal]), () =>
        client.workflowService.getWorkflowExecutionHistory({
          namespace: client.options.namespace,
          execution,
          maximumPageSize: PAGE_SIZE,
          skipArchival: true,
          waitNewEvent: true,
          nextPageToken: token,
        }),
      )
      .catch((error: unknown) => {
        if (isGrpcServiceError(error) && error.code === NOT_FOUND) return null
        throw error
      })
    yield* response?.history?.events ?? []
    nextPageToken = response?.nextPageToken ?? null
  } while (nextPageToken?.length)
}
