import type { AnswerRecord } from '../domain/run.ts'
import { noteOpenExchange } from '../storage/sessions.ts'
import { unfinishedAnswer } from './answer-view.ts'
import type { ApiDependencies } from './dependencies.ts'

/** A question whose answer is under way. */
export interface AskedQuestion {
  workflowId: string
  session_id: string
  question: string
}

/** What can be said of an answer that is not there yet, noted in its session until the answer takes its place. */
export async function noteOpenAnswer(
  { temporal, storage }: Pick<ApiDependencies, 'temporal' | 'storage'>,
  { workflowId, session_id, question }: AskedQuestion,
): Promise<AnswerRecord> {
  const answer = await unfinishedAnswer(temporal, workflowId, session_id, question)
  const { content, actions } = answer
  await noteOpenExchange(storage, session_id, { id: workflowId, question, content, actions, at: new Date() })
  return answer
}
