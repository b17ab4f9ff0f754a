import { Context } from '@temporalio/activity'
import type { RecordInput } from '../domain/activity-contract.ts'
import { appendExchange } from '../storage/sessions.ts'
import type { ActivityDependencies } from './dependencies.ts'

/** Writes question and answer into the session, once. */
export async function recordAnswer(
  { storage }: ActivityDependencies,
  { session_id, ...exchange }: RecordInput,
): Promise<void> {
  const id = Context.current().info.workflowExecution?.workflowId ?? ''
  await appendExchange(storage, session_id, { id, ...exchange })
}
