import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  isCancellation,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow'
import type { Activities, UnderstoodMatch, UnderstoodQuestion } from '../domain/activity-contract.ts'
import { joinAnswers, modelFailedText, noMatchText } from '../domain/answer-text.ts'
import type { AnswerRecord, RunRecord } from '../domain/run.ts'
import { sumUsage } from '../domain/token-usage.ts'
import { type AnswerInput, FAILURES } from '../domain/workflow-contract.ts'
import { carryOut } from './carry-out.ts'
import { runQuery } from './messages.ts'
import { localPolicy } from './policies.ts'
import { understand } from './understand.ts'

/** A question: finds the actions it asks for, runs them, answers from their results. */
export async function answerQuestion(input: AnswerInput): Promise<AnswerRecord> {
  let inline: RunRecord | null = null
  setHandler(runQuery, () => inline)

  const understood = await understandOrExplain(input)
  const parts = await carryOut(input, understood, (run) => {
    inline = run
  })

  const content =
    parts.length > 0
      ? joinAnswers(
          parts.map(({ action, content }, place) => ({
            name: action.name,
            content,
            // Those that are known before anything runs: a stream has its headings by then.
            parameters: understood.matches[place]?.parameters,
          })),
        )
      : (understood.content ?? noMatchText(understood.nearest, understood.language))
  const actions = parts.map((part) => part.action)
  const pending = actions
    .filter(({ missing }) => missing.length > 0)
    .map(({ id, parameters, missing }) => ({ action_id: id, parameters, missing }))
  const { session_id, question } = input
  if (CancellationScope.current().consideredCancelled)
    throw new CancelledFailure('The question was cancelled.')
  const { recordAnswer } = proxyLocalActivities<Activities>({
    ...localPolicy,
    summary: 'write it into the session',
  })
  await recordAnswer({
    session_id,
    question,
    content,
    actions,
    pending,
    at: new Date().toISOString(),
  })
  const usage = sumUsage([understood.usage, ...parts.map((part) => part.usage)])
  return { session_id, question, content, actions, run: inline, usage }
}

/** A model that can't be used is told in the answer; nothing has run. */
async function understandOrExplain(input: AnswerInput): Promise<UnderstoodQuestion> {
  const { guru, session_id, question, user } = input
  try {
    return await understand({ guru, session_id, question, user }, input.local_language)
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error
    const problem =
      error.cause instanceof ApplicationFailure && error.cause.type === FAILURES.modelFailed
        ? error.cause.message
        : 'Ask again in a moment.'
    const matches: UnderstoodMatch[] = []
    return { matches, nearest: [], content: modelFailedText(problem), steps: [] }
  }
}
