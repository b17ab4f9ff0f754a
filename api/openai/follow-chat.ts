import type { AnswerRecord } from '../../domain/run.ts'
import { unfinishedAnswer } from '../answer-view.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { type AskedQuestion, noteOpenAnswer } from '../open-answer.ts'
import { followAnswer } from '../stream/follow-answer.ts'
import { historiesOf } from '../stream/follow-history.ts'
import { startOf } from '../stream/position.ts'
import { awaitsApproval, WAIT_MS } from '../temporal/wait.ts'

export interface Followed {
  answer: AnswerRecord
  /** False where the question goes on: it waits for an approval, or has taken 120 s. */
  finished: boolean
}

/**
 * Follows a question to its answer.
 * @param onText told the answer so far, whenever there is more of it or another
 * @param left aborted where nobody waits any more
 */
export async function followChat(
  deps: Pick<ApiDependencies, 'temporal' | 'storage'>,
  asked: AskedQuestion,
  onText: (text: string) => Promise<void>,
  left: AbortSignal,
): Promise<Followed> {
  const { temporal } = deps
  const { workflowId, session_id, question } = asked
  const enough = AbortSignal.any([left, AbortSignal.timeout(WAIT_MS)])
  try {
    for await (const news of followAnswer(historiesOf(temporal.client, enough), startOf(workflowId))) {
      if (news.text !== news.before) await onText(news.text)
      if (news.ended) {
        const answer =
          news.ended.answer ?? (await unfinishedAnswer(temporal, workflowId, session_id, question))
        return { answer, finished: true }
      }
      if (enough.aborted || (news.beganToWait && (await awaitsApproval(temporal, workflowId)))) break
    }
  } catch (error) {
    if (!enough.aborted) throw error
  }
  return { answer: await noteOpenAnswer(deps, asked), finished: false }
}
