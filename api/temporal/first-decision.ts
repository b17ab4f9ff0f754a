import { type ApprovalDecision, SIGNALS } from '../../domain/workflow-contract.ts'
import type { TemporalClient } from './connection.ts'
import { eventsOf } from './event-history.ts'
import { readPayload } from './payload.ts'
import { describe } from './read-run.ts'

/** The decision that holds for a run: of several the first that reached Temporal. Null where there is none. */
export async function firstDecision(temporal: TemporalClient, id: string): Promise<ApprovalDecision | null> {
  const { client, soon } = temporal
  const execution = await describe(temporal, id)
  if (!execution) return null
  return soon(async () => {
    for await (const { workflowExecutionSignaledEventAttributes: signal } of eventsOf(client, execution))
      if (signal?.signalName === SIGNALS.approval)
        return readPayload<ApprovalDecision>(client, signal.input?.payloads?.[0])
    return null
  })
}
