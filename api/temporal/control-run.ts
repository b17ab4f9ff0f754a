import { type ApprovalDecision, SIGNALS } from '../../domain/workflow-contract.ts'
import type { TemporalClient } from './connection.ts'
import { whileRunning } from './still-running.ts'

/** Cancels a run's action; the answer around it, if any, goes on and says so. @throws {Problem} 409 where it has ended */
export async function cancelRun({ client, soon }: TemporalClient, id: string): Promise<void> {
  await whileRunning(() => soon(() => client.workflow.getHandle(id).signal(SIGNALS.cancelRun)))
}

export async function decideRun(
  { client, soon }: TemporalClient,
  id: string,
  decision: ApprovalDecision,
): Promise<void> {
  await whileRunning(() => soon(() => client.workflow.getHandle(id).signal(SIGNALS.approval, decision)))
}
