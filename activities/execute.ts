import { ApplicationFailure, CancelledFailure, Context } from '@temporalio/activity'
import type { ExecuteInput } from '../domain/activity-contract.ts'
import type { CappedOutput } from '../domain/capped-output.ts'
import { failedExecution } from '../domain/execution.ts'
import type { HttpResponse } from '../domain/http-response.ts'
import { createMasker, type Masker } from '../domain/masking.ts'
import type { NetworkUse } from '../domain/network-use.ts'
import { shapeMessage, shapeOutput } from '../domain/output-text.ts'
import type { Step } from '../domain/run.ts'
import { type RunError, RunFailure } from '../domain/run-errors.ts'
import { type ExecuteResult, FAILURES } from '../domain/workflow-contract.ts'
import { MESSAGE_LIMIT } from '../sandbox/run-result.ts'
import { claim } from '../storage/claims.ts'
import { isUnreachable } from '../storage/connection.ts'
import type { ActivityDependencies } from './dependencies.ts'
import { type Say, withHeartbeat } from './heartbeat.ts'
import { type KeptArtifacts, keepArtifacts, type LeftFiles } from './keep-artifacts.ts'
import { type LoadedAction, loadAction } from './load-action.ts'
import { maskNetwork } from './mask-network.ts'
import { stepSince } from './steps.ts'

/** The contract's sizes: what is kept of an output, in bytes. */
const OUTPUT_LIMIT = 200 * 1024
const STDERR_LIMIT = 20 * 1024
const ERROR_LIMIT = 2_000
/** What is shown of a response's header, in characters. */
const HEADER_LIMIT = 500

/** What an execution brought, not yet masked. It never leaves this process. */
export interface RawExecution {
  output: CappedOutput | null
  stderr: CappedOutput | null
  error: RunError | null
  /** Of Python code. */
  network?: NetworkUse[]
  /** What it left in /tmp/out. */
  left?: LeftFiles
  warnings?: string[]
  /** To an API Call. */
  response?: HttpResponse
}

/** What an execution gets to work with. */
export interface Performing {
  signal: AbortSignal
  /** Tells how far it is, for the run's progress. */
  say: Say
  /** Of the action's secrets. */
  masker: Masker
}

export type Perform = (action: LoadedAction, performing: Performing) => Promise<RawExecution>

/**
 * Loads the action, claims its side effect, performs it and masks what came out, before any of it is returned.
 * @throws {ApplicationFailure} `NotStarted`: the database was away before anything was begun
 * @throws {CancelledFailure}
 */
export async function executeAction(
  deps: ActivityDependencies,
  input: ExecuteInput,
  perform: Perform,
): Promise<ExecuteResult> {
  return withHeartbeat(async (say) => {
    const prepared = await prepare(deps, input)
    if ('error' in prepared) return prepared
    const { cancellationSignal, cancelled } = Context.current()
    const { personal } = prepared
    const hidden = [...prepared.secrets, ...prepared.withheld, ...(personal?.known ?? [])]
    const masker = createMasker(hidden, personal?.search)
    const startedAt = Date.now()
    let raw: RawExecution
    try {
      raw = await perform(prepared, { signal: cancellationSignal, say, masker })
    } catch (error) {
      if (cancellationSignal.aborted) await cancelled
      if (error instanceof CancelledFailure) throw error
      raw = { output: null, stderr: null, error: unexpected(deps, input, error) }
    }
    // With what there is to say of it: a cancelled execution has no result.
    if (cancellationSignal.aborted)
      throw new CancelledFailure('The run was cancelled.', raw.warnings?.map(masker.mask))
    const executed = stepSince('execute', startedAt, raw.error !== null)
    const maskedAt = Date.now()
    const kept = await keepArtifacts(deps, input.guru, raw.left ?? NO_FILES, masker)
    const network = maskNetwork(raw.network ?? [], hidden, personal?.search)
    const masked = maskExecution(raw, kept, masker, [executed, maskedAt])
    const warnings = [...masked.warnings, ...(personal?.warnings() ?? [])]
    return { ...masked, warnings, network }
  })
}

const NO_FILES: LeftFiles = { files: [], leftOut: [] }

async function prepare(
  deps: ActivityDependencies,
  input: ExecuteInput,
): Promise<LoadedAction | ExecuteResult> {
  try {
    const action = await loadAction(deps, input)
    if (input.plan.effect === 'read' || (await claimSideEffect(deps, input))) return action
    return failedExecution(
      'interrupted',
      `'${input.plan.name}' was begun before and may or may not have taken effect. It was not repeated.`,
    )
  } catch (error) {
    if (error instanceof RunFailure) return failedExecution(error.code, error.message)
    if (isUnreachable(error))
      throw ApplicationFailure.create({
        type: FAILURES.notStarted,
        message: 'The database could not be reached, so nothing was begun.',
        nonRetryable: true,
      })
    throw error
  }
}

function claimSideEffect({ storage }: ActivityDependencies, { plan }: ExecuteInput): Promise<boolean> {
  const { workflowExecution } = Context.current().info
  return claim(storage, workflowExecution?.workflowId ?? '', `execute.${plan.id ?? 'draft'}`)
}

/** A fault of ours must not put a stack trace, or a secret in it, into the history. */
function unexpected({ log }: ActivityDependencies, { plan }: ExecuteInput, error: unknown): RunError {
  if (error instanceof RunFailure) return error.toRunError()
  log.error(
    { action: plan.id, error_name: error instanceof Error ? error.name : typeof error },
    'execution failed',
  )
  return {
    code: 'engine_unavailable',
    message: `'${plan.name}' failed inside Errand. An operator finds it in the worker's log.`,
  }
}

function maskExecution(
  raw: RawExecution,
  kept: KeptArtifacts,
  masker: Masker,
  [executed, startedAt]: [executed: Step, startedAt: number],
): ExecuteResult {
  const output = raw.output ? shapeOutput(raw.output, masker, OUTPUT_LIMIT) : null
  const stderr = raw.stderr ? shapeOutput(raw.stderr, masker, STDERR_LIMIT) : null
  const error = raw.error && {
    ...raw.error,
    message: shapeMessage(raw.error.message, masker, { limitBytes: ERROR_LIMIT, wholeUntil: MESSAGE_LIMIT }),
  }
  return {
    output: output?.text ?? null,
    output_truncated: output?.truncated ?? false,
    stderr: stderr?.text ?? null,
    artifacts: kept.artifacts,
    warnings: [...(raw.warnings ?? []).map(masker.mask), ...kept.warnings],
    error,
    response: raw.response ? maskResponse(raw.response, masker) : null,
    steps: [executed, stepSince('mask', startedAt)],
  }
}

const maskResponse = (response: HttpResponse, masker: Masker): HttpResponse => ({
  ...response,
  headers: Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      masker.mask(value).slice(0, HEADER_LIMIT),
    ]),
  ),
})
