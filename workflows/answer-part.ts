import {
  ApplicationFailure,
  CancellationScope,
  ChildWorkflowFailure,
  executeChild,
  TimeoutFailure,
  upsertMemo,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow'
import type { UnderstoodMatch } from '../domain/activity-contract.ts'
import { askForText, withoutSourceText } from '../domain/answer-text.ts'
import type { TokenUsage } from '../domain/language.ts'
import type { AnsweredAction, RunRecord } from '../domain/run.ts'
import { summaryText } from '../domain/summary-text.ts'
import { sumUsage } from '../domain/token-usage.ts'
import { INVOKE_WORKFLOW, type InvokeInput, runAttributes, runMemo } from '../domain/workflow-contract.ts'
import { newRun, type RunInput, runAction } from './run-action.ts'

/** What one action adds to an answer. */
export interface Part {
  action: AnsweredAction
  content: string
  /** What others may take values from; masked. */
  output: string | null
  /** What a model was asked for it. */
  usage: TokenUsage | null
}

/** Nothing runs: the answer asks for what is missing. */
export const askFor = ({ plan, parameters, missing }: UnderstoodMatch, language?: string): Part => ({
  ...notRun(plan, parameters, missing),
  content: askForText(plan.name, missing, language, parameters),
})

/** Nothing runs: what it would have taken values from gave none. */
export function withoutSource(
  { plan, parameters, from_outputs = [] }: UnderstoodMatch,
  failed: Part[],
  language?: string,
): Part {
  const missing = from_outputs.map(({ parameter, what }) => ({ name: parameter, description: what }))
  const sources = failed.map(({ action }) => action.name)
  return { ...notRun(plan, parameters, missing), content: withoutSourceText(plan.name, sources, language) }
}

const notRun = (
  plan: UnderstoodMatch['plan'],
  parameters: UnderstoodMatch['parameters'],
  missing: UnderstoodMatch['missing'],
): Omit<Part, 'content'> => ({
  action: {
    id: plan.id ?? '',
    name: plan.name,
    run_id: null,
    status: 'needs_parameters',
    parameters,
    missing: missing.map((parameter) => parameter.name),
  },
  output: null,
  usage: null,
})

/**
 * The run that the question's own workflow holds.
 * @param understanding what a model was asked to understand the question: counted in the run, once in the answer
 */
export async function runInline(
  input: RunInput,
  understanding: TokenUsage | undefined,
  onRun: (run: RunRecord) => void,
): Promise<Part> {
  const run = newRun(input)
  onRun(run)
  upsertSearchAttributes(runAttributes(input))
  upsertMemo({ ...runMemo(input) })
  await runAction(input, run)
  const part = partOf(workflowInfo().workflowId, run)
  run.usage = sumUsage([understanding, run.usage])
  return part
}

export async function runAsChild(input: InvokeInput, position: number): Promise<Part> {
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
  const { action, status, parameters, from_outputs } = run
  return {
    action: {
      id: action.id ?? '',
      name: action.name,
      run_id: runId,
      status,
      parameters,
      missing: [],
      ...(from_outputs && { from_outputs }),
    },
    content: run.answer ?? run.error?.message ?? '',
    output: run.output,
    usage: run.usage ?? null,
  }
}
