import {
  ActivityFailure,
  CancellationScope,
  CancelledFailure,
  condition,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
  upsertMemo,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow'
import type { Activities } from '../domain/activity-contract.ts'
import { durationWords } from '../domain/duration-words.ts'
import { failedExecution } from '../domain/execution.ts'
import { APPROVAL_TIMEOUT_SECONDS } from '../domain/limits.ts'
import {
  type RunApproval,
  type RunRecord,
  type RunStatus,
  type Step,
  type StepName,
  statusOf,
} from '../domain/run.ts'
import { runDetails } from '../domain/run-details.ts'
import { scheduledFor } from '../domain/scheduled-for.ts'
import { shorten } from '../domain/shorten.ts'
import { sumUsage } from '../domain/token-usage.ts'
import {
  type ApprovalDecision,
  type ExecuteResult,
  type InvokeInput,
  SEARCH_ATTRIBUTES,
} from '../domain/workflow-contract.ts'
import { executeStep } from './execute-step.ts'
import { approvalSignal, cancelRunSignal, deltaSignal } from './messages.ts'
import { languagePolicy, localPolicy } from './policies.ts'

export interface RunInput extends InvokeInput {
  session_id: string | null
  /** Steps that came before, such as `detect`. */
  steps: Step[]
}

export function newRun(input: RunInput): RunRecord {
  const { plan, trigger, question, parameters, steps, rerun_of, from_outputs, usage } = input
  const { id, name, version } = plan
  return {
    action: { id, name, version },
    trigger,
    status: 'running',
    question,
    parameters,
    output: null,
    output_truncated: false,
    stderr: null,
    artifacts: [],
    warnings: [],
    answer: null,
    error: null,
    network: [],
    response: null,
    steps,
    scheduled_for: scheduledFor(workflowInfo().searchAttributes)?.toISOString() ?? null,
    rerun_of: rerun_of ?? null,
    approval: null,
    ...(from_outputs && { from_outputs }),
    usage: usage ?? null,
    started_at: workflowInfo().startTime.toISOString(),
  }
}

/**
 * Takes one run from approval to answer, keeping `run` true at every moment for queries. Failures of the action
 * end in `run.error`; only a cancellation of the whole workflow throws, after `run` says so.
 */
export async function runAction(input: RunInput, run: RunRecord): Promise<void> {
  const scope = new CancellationScope()
  setHandler(cancelRunSignal, () => scope.cancel())
  setHandler(deltaSignal, () => {})
  let result: ExecuteResult
  try {
    result = await scope.run(async () => (await refusal(input, run)) ?? (await execute(input, run)))
  } catch (error) {
    if (!isCancellation(error)) throw error
    result = failedExecution('cancelled', `'${input.plan.name}' was cancelled.`, warningsOf(error))
  }
  run.output = result.output
  run.output_truncated = result.output_truncated
  run.stderr = result.stderr
  run.artifacts = result.artifacts ?? []
  run.warnings = result.warnings ?? []
  run.error = result.error
  run.network = result.network ?? []
  run.response = result.response ?? null
  if (result.steps.length > 0) replaceSteps(run, ['execute'], result.steps)
  else failOpenSteps(run)
  const cancelled = CancellationScope.current().consideredCancelled
  if (input.question !== null && !cancelled) await interpret(input, run, input.question)
  finish(run, statusOf(run.error))
}

/** What an execution that was cancelled says as it ends. */
const warningsOf = (error: unknown): string[] =>
  error instanceof ActivityFailure && error.cause instanceof CancelledFailure
    ? (error.cause.details ?? []).filter((detail) => typeof detail === 'string')
    : []

async function refusal(input: RunInput, run: RunRecord): Promise<ExecuteResult | null> {
  const { plan } = input
  if (!plan.requires_approval) return null
  const seconds = plan.approval_timeout_seconds ?? APPROVAL_TIMEOUT_SECONDS
  let decision: ApprovalDecision | undefined
  const approval: RunApproval = {
    requested_at: new Date().toISOString(),
    expires_at: new Date(Date.now() + seconds * 1_000).toISOString(),
    decided_at: null,
    decided_by: null,
    approved: null,
    comment: null,
  }
  run.approval = approval
  setHandler(approvalSignal, (given) => {
    if (decision) return
    decision = given
    const { approved, by, at, comment = null } = given
    Object.assign(approval, { approved, decided_by: by, decided_at: at, comment })
  })
  const step = openStep(run, 'approve')
  run.status = 'awaiting_approval'
  setOutcome(run)
  await condition(() => decision !== undefined, seconds * 1_000)
  run.status = 'running'
  closeStep(step, decision?.approved ? 'succeeded' : 'failed')
  setOutcome(run)
  if (decision?.approved) return null
  return failedExecution(
    'rejected',
    decision
      ? `'${plan.name}' was rejected by ${decision.by}${decision.comment ? `: ${decision.comment}` : '.'}`
      : `Nobody approved '${plan.name}' within ${durationWords(seconds)}.`,
  )
}

async function execute(
  { guru, plan, draft, parameters, pii }: RunInput,
  run: RunRecord,
): Promise<ExecuteResult> {
  openStep(run, 'execute')
  return await executeStep({ guru, plan, draft, parameters, ...(pii && { pii }) })
}

async function interpret(input: RunInput, run: RunRecord, question: string): Promise<void> {
  openStep(run, 'interpret')
  const summary = 'word the answer'
  const { interpretResult } = input.local_language
    ? proxyLocalActivities<Activities>({ ...localPolicy, summary })
    : proxyActivities<Activities>({ ...languagePolicy, summary })
  const { guru, session_id, plan, draft } = input
  const interpretation = await interpretResult({
    guru,
    session_id,
    plan,
    draft,
    question,
    run: {
      parameters: run.parameters,
      output: outputFor(input, run),
      output_truncated: run.output_truncated,
      artifacts: run.artifacts,
      warnings: run.warnings,
      error: run.error,
    },
    ...(input.stream && !input.local_language && { stream: true }),
  })
  run.answer = interpretation.answer
  run.usage = sumUsage([run.usage, interpretation.usage])
  if (interpretation.model_problem && !run.error)
    run.error = { code: 'model_failed', message: interpretation.model_problem }
  replaceSteps(run, ['interpret'], interpretation.steps)
}

/** What a model is given at most, in characters; it also goes into the history once more. */
const MODEL_OUTPUT_LIMIT = 32_000

const outputFor = ({ local_language }: RunInput, { output }: RunRecord): string =>
  local_language ? (output ?? '') : shorten(output ?? '', MODEL_OUTPUT_LIMIT)

function finish(run: RunRecord, status: RunStatus): void {
  run.status = status
  if (run.error) upsertMemo({ error: run.error })
  setOutcome(run)
}

function setOutcome(run: RunRecord): void {
  const { status } = run
  upsertSearchAttributes({ [SEARCH_ATTRIBUTES.outcome]: [status] })
  setCurrentDetails(runDetails(run))
}

function openStep(run: RunRecord, name: StepName): Step {
  const step: Step = { name, started_at: new Date().toISOString(), duration_ms: 0, status: 'running' }
  run.steps.push(step)
  setCurrentDetails(runDetails(run))
  return step
}

function closeStep(step: Step, status: 'succeeded' | 'failed'): void {
  step.status = status
  step.duration_ms = Date.now() - Date.parse(step.started_at)
}

function failOpenSteps(run: RunRecord): void {
  for (const step of run.steps) if (step.status === 'running') closeStep(step, 'failed')
}

function replaceSteps(run: RunRecord, names: StepName[], steps: Step[]): void {
  run.steps = [...run.steps.filter((step) => !names.includes(step.name)), ...steps]
}
