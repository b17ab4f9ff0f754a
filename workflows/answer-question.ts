import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  ChildWorkflowFailure,
  executeChild,
  isCancellation,
  proxyLocalActivities,
  setHandler,
  TimeoutFailure,
  upsertMemo,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow'
import type { Activities, UnderstoodMatch, UnderstoodQuestion } from '../domain/activity-contract.ts'
import { askForText, joinAnswers, modelFailedText, noMatchText } from '../domain/answer-text.ts'
import type { AnsweredAction, AnswerRecord, RunRecord } from '../domain/run.ts'
import { summaryText } from '../domain/summary-text.ts'
import {
  type AnswerInput,
  FAILURES,
  INVOKE_WORKFLOW,
  type InvokeInput,
  runAttributes,
  runMemo,
} from '../domain/workflow-contract.ts'
import { runQuery } from './messages.ts'
import { localPolicy } from './policies.ts'
import { newRun, type RunInput, runAction } from './run-action.ts'
import { understand } from './understand.ts'

interface Part {
  action: AnsweredAction
  content: string
}

/** A question: finds the actions it asks for, runs them side by side, answers from their results. */
export async function answerQuestion(input: AnswerInput): Promise<AnswerRecord> {
  let inline: RunRecord | null = null
  setHandler(runQuery, () => inline)

  const understood = await understandOrExplain(input)
  const runnable = understood.matches.filter((match) => match.missing.length === 0)
  const parts = await Promise.all(
    understood.matches.map((match): Part | Promise<Part> => {
      if (match.missing.length > 0) return askFor(match)
      const invocation = invocationOf(input, match, understood)
      if (match !== runnable[0]) return runAsChild(invocation, runnable.indexOf(match) + 1)
      const run: RunInput = { ...invocation, session_id: input.session_id, steps: understood.steps }
      const record = newRun(run)
      inline = record
      return runInline(run, record)
    }),
  )

  const content =
    parts.length > 0
      ? joinAnswers(parts.map((part) => ({ name: part.action.name, content: part.content })))
      : (understood.content ?? noMatchText(understood.nearest))
  const actions = parts.map((part) => part.action)
  const pending = understood.matches
    .filter((match) => match.missing.length > 0)
    .map(({ plan, parameters, missing }) => ({
      action_id: plan.id ?? '',
      parameters,
      missing: missing.map((parameter) => parameter.name),
    }))
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
  return { session_id, question, content, actions, run: inline }
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
    return { matches: [], nearest: [], content: modelFailedText(problem), steps: [] }
  }
}

function askFor({ plan, parameters, missing }: UnderstoodMatch): Part {
  return {
    action: {
      id: plan.id ?? '',
      name: plan.name,
      run_id: null,
      status: 'needs_parameters',
      parameters,
      missing: missing.map((parameter) => parameter.name),
    },
    content: askForText(plan.name, missing),
  }
}

const invocationOf = (
  input: AnswerInput,
  { plan, parameters }: UnderstoodMatch,
  { pii }: UnderstoodQuestion,
): InvokeInput => ({
  guru: input.guru,
  plan,
  trigger: 'question',
  parameters,
  question: input.question,
  draft: null,
  local_language: input.local_language,
  ...(input.stream && { stream: true }),
  ...(pii && { pii }),
})

async function runInline(input: RunInput, run: RunRecord): Promise<Part> {
  upsertSearchAttributes(runAttributes(input))
  upsertMemo({ ...runMemo(input) })
  await runAction(input, run)
  return partOf(workflowInfo().workflowId, run)
}

async function runAsChild(input: InvokeInput, position: number): Promise<Part> {
  const workflowId = `${workflowInfo().workflowId}.${position}`
  try {
    const run: RunRecord = await executeChild(INVOKE_WORKFLOW, {
      args: [input],
      workflowId,
      searchAttributes: runAttributes(input),
      memo: { ...runMemo(input) },
      staticSummary: summaryText(input.plan.name),
    })
    return partOf(workflowId, run)
  } catch (error) {
    if (CancellationScope.current().consideredCancelled || !(error instanceof ChildWorkflowFailure))
      throw error
    return partOf(workflowId, endedByHand(input, error))
  }
}

/** Somebody ended the child in Temporal; the rest of the answer stands. */
function endedByHand(input: InvokeInput, { cause }: ChildWorkflowFailure): RunRecord {
  const message = `The run of '${input.plan.name}' was ended before it finished.`
  const status =
    cause instanceof TimeoutFailure
      ? 'timed_out'
      : cause instanceof ApplicationFailure
        ? 'failed'
        : 'cancelled'
  return { ...newRun({ ...input, session_id: null, steps: [] }), status, answer: message }
}

function partOf(runId: string, run: RunRecord): Part {
  const { action, status, parameters } = run
  return {
    action: { id: action.id ?? '', name: action.name, run_id: runId, status, parameters, missing: [] },
    content: run.answer ?? run.error?.message ?? '',
  }
}
