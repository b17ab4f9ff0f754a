import type { ActionInput, ParameterValues } from './action.ts'
import type { HttpResponse } from './http-response.ts'
import type { TokenUsage } from './language.ts'
import type { NetworkUse } from './network-use.ts'
import type { Run, RunArtifact, Step, Trigger } from './run.ts'
import type { RunError } from './run-errors.ts'
import type { Delivery } from './schedule.ts'
import { shorten } from './shorten.ts'

/** Names that the API, the workers and Temporal UI share. */
export const TASK_QUEUE = 'errand'
export const SANDBOX_TASK_QUEUE = 'errand-sandbox'
/** Checks take milliseconds: they don't queue up behind runs. */
export const CHECK_TASK_QUEUE = 'errand-checks'

export const ANSWER_WORKFLOW = 'answerQuestion'
export const INVOKE_WORKFLOW = 'invokeAction'
export const MATCH_WORKFLOW = 'matchQuestion'
export const CHECK_WORKFLOW = 'checkCode'
/** Sends a scheduled run to its receiver. */
export const DELIVERY_WORKFLOW = 'deliverRun'

/** By which the API steers a run; `delta` comes from a worker and is for those who read the history. */
export const SIGNALS = { cancelRun: 'cancelRun', approval: 'approval', delta: 'delta' } as const

/** A piece of an answer as a model words it, on its way to whoever reads along. */
export interface Delta {
  /** Of the activity: a later one begins anew. */
  attempt: number
  /** Where the piece stands in the text, in UTF-16 units from 0: one that is sent twice is the same piece. */
  index: number
  text: string
}

/** All of type Keyword. A workflow with an action is a run; a question that ran nothing has none. */
export const SEARCH_ATTRIBUTES = {
  guru: 'ErrandGuru',
  action: 'ErrandAction',
  trigger: 'ErrandTrigger',
  outcome: 'ErrandOutcome',
} as const

/** Set by Temporal on what a schedule starts: when it was due. */
export const SCHEDULED_FOR = 'TemporalScheduledStartTime'

/** What executing an action does to the world: reading may be repeated, the rest is attempted once. */
export type Effect = 'read' | 'side_effect'

export const effectOf = (action: Pick<ActionInput, 'type' | 'api_call'>): Effect =>
  action.type === 'api_call' && ['GET', 'HEAD'].includes(action.api_call?.method ?? '')
    ? 'read'
    : 'side_effect'

/** An action as a workflow needs it to plan: which one, and how to treat it. */
export interface PlannedAction {
  id: string | null
  name: string
  version: number | null
  type: ActionInput['type']
  effect: Effect
  timeout_seconds: number
  requires_approval: boolean
  /** Missing in plans of older versions: then 7 days. */
  approval_timeout_seconds?: number
}

export const planOf = (
  action: ActionInput,
  identity: { id: string | null; version: number | null },
): PlannedAction => ({
  ...identity,
  name: action.name,
  type: action.type,
  effect: effectOf(action),
  timeout_seconds: action.timeout_seconds,
  requires_approval: action.requires_approval,
  ...(action.requires_approval && { approval_timeout_seconds: action.approval_timeout_seconds }),
})

/**
 * Personal data that a question or its parameters held: the tokens that stand in its place, and the values by token
 * as JSON in a libsodium sealed box (base64), which only workers can open.
 */
export interface PiiBox {
  tokens: string[]
  /** Null where it would be too much to carry along: the tokens are taken all the same. */
  sealed: string | null
}

export interface InvokeInput {
  guru: string
  plan: PlannedAction
  trigger: Trigger
  parameters: ParameterValues
  /** Of the question that asked for it, else null. */
  question: string | null
  /** The unsaved action of a test, else null. */
  draft: ActionInput | null
  /** Understand and interpret inside the worker that runs the workflow: right for an engine without network. */
  local_language: boolean
  /** What the tokens in `parameters` stand for. */
  pii?: PiiBox[]
  /** The run that this one repeats. */
  rerun_of?: string
  /** Whether somebody reads along while a model words the answer. */
  stream?: boolean
  /** Where a scheduled run is sent as it ends. */
  delivery?: Delivery | null
  /** The parameters whose values came from the outputs of other runs. */
  from_outputs?: string[]
  /** What a model was asked before the run began. */
  usage?: TokenUsage | null
}

/** A run on its way to a receiver. Its texts are masked, and secrets in the URL are placeholders. */
export interface DeliverInput {
  guru: string
  delivery: Pick<Delivery, 'url' | 'secret'>
  run: Run
}

export interface AnswerInput {
  guru: string
  session_id: string
  question: string
  user: Record<string, unknown>
  local_language: boolean
  /** Whether somebody reads along while a model words the answer. */
  stream?: boolean
}

export interface MatchInput {
  guru: string
  session_id: string | null
  question: string
  user: Record<string, unknown>
  local_language: boolean
  /** Tokens in the question that stand for personal data. Their values are of no use here. */
  tokens?: string[]
}

/** Why a question matches what it matches. */
export interface MatchExplanation {
  /** The nearest enabled actions, at most ten: those that matched first, then by score. */
  considered: {
    action: { id: string; name: string }
    /** 0 to 1. */
    score: number
    matched: boolean
    /** In sentences for whoever wrote the action. */
    because: string[]
  }[]
  /** The score from which an action with all its values matches; null where a model decides. */
  threshold: number | null
}

/** What would run for a question; without an explanation where a worker of an older version was asked. */
export interface MatchRecord extends Partial<MatchExplanation> {
  matches: {
    action: { id: string; name: string }
    score: number
    parameters: ParameterValues
    missing: string[]
  }[]
}

/** A place in Python code that the sandbox refuses; lines and columns count from 1. */
export interface CodeProblem {
  line: number
  column: number
  message: string
}

/** What `memo` holds, for lists that read no results. */
export interface RunMemo {
  action_name: string
  action_version: number | null
  question: string | null
  parameters: ParameterValues
  error: RunError | null
  /** Missing where it repeats none. */
  rerun_of?: string
}

/** Longer texts are shortened in a memo: every list carries it, and Temporal limits its size. */
const MEMO_TEXT = 500

export const runMemo = ({ plan, question, parameters, rerun_of }: InvokeInput): RunMemo => ({
  action_name: plan.name,
  action_version: plan.version,
  question: question && shorten(question, MEMO_TEXT),
  parameters: Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      typeof value === 'string' ? shorten(value, MEMO_TEXT) : value,
    ]),
  ),
  error: null,
  ...(rerun_of && { rerun_of }),
})

/** An unsaved action has no id; its runs carry this, so that they are runs all the same. */
export const DRAFT_ACTION = 'draft'

export const runAttributes = ({ guru, plan, trigger }: InvokeInput): Record<string, string[]> => ({
  [SEARCH_ATTRIBUTES.guru]: [guru],
  [SEARCH_ATTRIBUTES.action]: [plan.id ?? DRAFT_ACTION],
  [SEARCH_ATTRIBUTES.trigger]: [trigger],
  [SEARCH_ATTRIBUTES.outcome]: ['running'],
})

/** The fingerprint of the request that an `Idempotency-Key` started; a memo field. */
export const REQUEST_FINGERPRINT = 'request_fingerprint'

/** What the execute activities return. User failures are values, never exceptions. */
export interface ExecuteResult {
  output: string | null
  output_truncated: boolean
  stderr: string | null
  artifacts: RunArtifact[]
  warnings: string[]
  error: RunError | null
  /** Missing where a worker of an older version executed. */
  network?: NetworkUse[]
  /** The same; null of Python. */
  response?: HttpResponse | null
  steps: Step[]
}

/** How often a model is asked for one thing: it may be overloaded for a moment. */
export const LANGUAGE_ATTEMPTS = 3

/** ApplicationFailure types that cross Temporal. */
export const FAILURES = {
  /** Nothing was sent yet: the whole step may be tried again, whatever its effect. */
  notStarted: 'NotStarted',
  /** A worker that lacks a key of the history got the step: `UnreadableHistoryError`. */
  unreadableHistory: 'UnreadableHistory',
  /** The model can't be used; non-retryable after its retries. */
  modelFailed: 'ModelFailed',
} as const

export interface ApprovalDecision {
  /** Tells it from others that come at the same moment. Missing in those of older versions. */
  id?: string
  approved: boolean
  by: string
  at: string
  /** What whoever decided says about it. */
  comment?: string
}
