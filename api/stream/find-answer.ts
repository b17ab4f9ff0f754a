import { notFound, Problem } from '../../domain/problems.ts'
import { ANSWER_WORKFLOW, type AnswerInput } from '../../domain/workflow-contract.ts'
import { findSession, type SessionOwner } from '../../storage/sessions.ts'
import type { ApiDependencies } from '../dependencies.ts'
import type { AskedQuestion } from '../open-answer.ts'
import { eventsOf } from '../temporal/event-history.ts'
import { readPayload } from '../temporal/payload.ts'
import { describe } from '../temporal/read-run.ts'
import { attributeOf, type HistoryOf } from '../temporal/run-view.ts'

const WORKFLOW_ID = /^[\w.-]{1,400}$/

/** A question that was asked in a session of this owner. @throws {Problem} 404 */
export async function findAnswer(
  { temporal, storage }: Pick<ApiDependencies, 'temporal' | 'storage'>,
  { guru, since }: HistoryOf,
  workflowId: string,
  owner: SessionOwner,
): Promise<AskedQuestion> {
  const missing = notFound(`Answer '${workflowId.slice(0, 200)}'`)
  const execution = WORKFLOW_ID.test(workflowId) ? await describe(temporal, workflowId) : null
  if (execution?.type !== ANSWER_WORKFLOW || execution.startTime < since) throw missing
  if (attributeOf(execution, 'guru') !== guru) throw missing
  const input = await temporal.soon(async () => {
    for await (const { workflowExecutionStartedEventAttributes: started } of eventsOf(
      temporal.client,
      execution,
    ))
      return await readPayload<AnswerInput>(temporal.client, started?.input?.payloads?.[0])
  })
  if (!input) throw missing
  const { session_id, question } = input
  try {
    await findSession(storage, session_id, owner)
  } catch (error) {
    if (error instanceof Problem && error.code === 'not_found') throw missing
    throw error
  }
  return { workflowId, session_id, question }
}
