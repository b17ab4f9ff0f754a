import type { ActionInput, Parameter, ParameterValues } from './action.ts'
import type { InterpretedRun, OutputReference, PendingMatch, TokenUsage } from './language.ts'
import type { AnsweredAction, Step } from './run.ts'
import type {
  CodeProblem,
  DeliverInput,
  ExecuteResult,
  MatchExplanation,
  PiiBox,
  PlannedAction,
} from './workflow-contract.ts'

/** The activities as workflows see them. User failures are values in the results. */
export interface Activities {
  understandQuestion(input: UnderstandInput): Promise<UnderstoodQuestion>
  /** The parameters that a match takes from outputs. It can start nothing. */
  fillParameters(input: FillInput): Promise<FilledParameters>
  callApi(input: ExecuteInput): Promise<ExecuteResult>
  runPython(input: ExecuteInput): Promise<ExecuteResult>
  interpretResult(input: InterpretInput): Promise<Interpretation>
  checkCode(code: string): Promise<CodeProblem[]>
  recordAnswer(input: RecordInput): Promise<void>
  /** Throws where the receiver did not take it; such failures are retried, unless they would come again. */
  deliverRun(input: DeliverInput): Promise<void>
}

export interface UnderstandInput {
  guru: string
  session_id: string | null
  question: string
  user: Record<string, unknown>
  /** Tokens of personal data, beside those that the session knows. */
  tokens?: string[]
  /** Whether to say why each action matched or did not. */
  explain?: true
}

export interface UnderstoodMatch {
  plan: PlannedAction
  /** 0 to 1. */
  score: number
  parameters: ParameterValues
  /** What is missing, with its description, so that the answer can ask for it. */
  missing: Pick<Parameter, 'name' | 'description'>[]
  /** What is to be taken from the output of others; sound, see `soundMatches`. */
  from_outputs?: OutputReference[]
}

export interface UnderstoodQuestion {
  matches: UnderstoodMatch[]
  /** Names of the nearest actions, where nothing matched. */
  nearest: string[]
  content: string | null
  steps: Step[]
  /** What the session keeps, sealed, of the tokens in the matches' parameters, and of its latest ones. */
  pii?: PiiBox[]
  /** The question's language, such as `de`; English where it is missing. */
  language?: string
  /** Missing where no model was asked. */
  usage?: TokenUsage
  /** Where `explain` was asked for. */
  explanation?: MatchExplanation
}

export interface FillInput {
  guru: string
  session_id: string | null
  question: string
  plan: PlannedAction
  /** The values that are known already. */
  parameters: ParameterValues
  open: Pick<OutputReference, 'parameter' | 'what'>[]
  /** Masked outputs of the runs that have them. */
  outputs: { name: string; text: string }[]
  /** Whether the session's earlier answers are a source, too. */
  earlier_answers: boolean
}

export interface FilledParameters {
  parameters: ParameterValues
  missing: Pick<Parameter, 'name' | 'description'>[]
  steps: Step[]
  pii?: PiiBox[]
  usage?: TokenUsage
}

export interface ExecuteInput {
  guru: string
  plan: PlannedAction
  /** The unsaved action of a test, else null: then the plan's version is loaded. */
  draft: ActionInput | null
  parameters: ParameterValues
  /** What the tokens in `parameters` stand for. */
  pii?: PiiBox[]
}

export interface InterpretInput {
  guru: string
  session_id: string | null
  plan: PlannedAction
  draft: ActionInput | null
  question: string
  run: Omit<InterpretedRun, 'action_name' | 'usage_instructions'>
  /** Whether to signal the text to the workflow as it comes. */
  stream?: boolean
}

export interface Interpretation {
  answer: string
  /** Where a model was to word the answer and could not: `answer` is then the built-in engine's. */
  model_problem: string | null
  steps: Step[]
  usage?: TokenUsage
}

export interface RecordInput {
  session_id: string
  question: string
  content: string
  actions: AnsweredAction[]
  pending: PendingMatch[]
  /** ISO 8601. */
  at: string
}
