import type { ParameterValues } from './action.ts'
import type { HttpResponse } from './http-response.ts'
import type { TokenUsage } from './language.ts'
import type { NetworkUse } from './network-use.ts'
import type { RunError } from './run-errors.ts'

export const TRIGGERS = ['question', 'manual', 'schedule', 'test', 'mcp'] as const
export type Trigger = (typeof TRIGGERS)[number]

export const RUN_STATUSES = [
  'running',
  'awaiting_approval',
  'succeeded',
  'failed',
  'timed_out',
  'cancelled',
  'rejected',
  'interrupted',
] as const
export type RunStatus = (typeof RUN_STATUSES)[number]

export const STEP_NAMES = ['detect', 'extract', 'approve', 'execute', 'mask', 'interpret'] as const
export type StepName = (typeof STEP_NAMES)[number]

export interface Step {
  name: StepName
  started_at: string
  duration_ms: number
  status: 'running' | 'succeeded' | 'failed'
}

/** Which action a run belongs to; an unsaved one under test has neither id nor version. */
export interface RunAction {
  id: string | null
  name: string
  version: number | null
}

/** A file that a run left in /tmp/out, as it was kept. */
export interface RunArtifact {
  name: string
  content_type: string
  size_bytes: number
}

/** That a run waits, or has waited, for somebody to approve it. */
export interface RunApproval {
  requested_at: string
  expires_at: string
  /** Null while nobody has decided, as are the following; and where nobody did in time. */
  decided_at: string | null
  decided_by: string | null
  approved: boolean | null
  comment: string | null
}

/** What a workflow keeps of its run, as its result and as the answer to the `run` query. All texts are masked. */
export interface RunRecord {
  action: RunAction
  trigger: Trigger
  status: RunStatus
  question: string | null
  parameters: ParameterValues
  output: string | null
  output_truncated: boolean
  stderr: string | null
  artifacts: RunArtifact[]
  /** What went wrong without being an error, such as files that could not be kept. */
  warnings: string[]
  answer: string | null
  error: RunError | null
  /** What Python code did with the network; empty for API Calls. */
  network: NetworkUse[]
  /** What came back to an API Call; null of Python, and where nothing came. */
  response: HttpResponse | null
  steps: Step[]
  /** The time that its schedule wanted it at; null of runs without a schedule. Missing in records of older versions. */
  scheduled_for?: string | null
  /** The run that this one repeats, if any. */
  rerun_of?: string | null
  /** Null where the action asks for none. */
  approval?: RunApproval | null
  /** The parameters whose values came from the outputs of other runs. Missing where none did. */
  from_outputs?: string[]
  /** What a language model was asked for this run; null where none was. Missing in records of older versions. */
  usage?: TokenUsage | null
  /** When its workflow started. Missing in records of older versions. */
  started_at?: string
}

/** A run as the API shows it. */
export interface Run extends RunRecord {
  scheduled_for: string | null
  rerun_of: string | null
  approval: RunApproval | null
  from_outputs: string[]
  usage: TokenUsage | null
  id: string
  workflow_id: string
  guru: string
  started_at: string
  finished_at: string | null
  duration_ms: number | null
  /** What a running one is about, such as waiting for a free sandbox. */
  progress: string | null
  temporal_ui_url: string | null
}

/** An action in an answer: a run, or what is still needed for one. */
export interface AnsweredAction {
  id: string
  name: string
  run_id: string | null
  status: RunStatus | 'needs_parameters'
  parameters: ParameterValues
  missing: string[]
  /** The parameters whose values came from outputs. Missing where none did. */
  from_outputs?: string[]
}

/** The result of the `answerQuestion` workflow. */
export interface AnswerRecord {
  session_id: string
  question: string
  content: string
  actions: AnsweredAction[]
  /** The run that this workflow holds inline, if any. */
  run: RunRecord | null
  /** What a language model was asked in all; null where none was. Missing in records of older versions. */
  usage?: TokenUsage | null
}

/** The status that a finished run has by its error. */
export function statusOf(error: RunError | null): RunStatus {
  switch (error?.code) {
    case undefined:
      return 'succeeded'
    case 'timeout':
      return 'timed_out'
    case 'cancelled':
    case 'rejected':
    case 'interrupted':
      return error.code
    default:
      return 'failed'
  }
}
