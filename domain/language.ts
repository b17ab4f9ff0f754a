import type { Parameter, ParameterValues } from './action.ts'
import type { RunArtifact } from './run.ts'
import type { RunError } from './run-errors.ts'

/** What an engine may know of an action: never its URL, code or secrets. */
export interface OfferedAction {
  id: string
  name: string
  description: string
  trigger: string
  parameters: Parameter[]
  /** Whether it changes something, as far as its kind tells; missing where only its words can. */
  changes?: boolean
}

export interface ConversationMessage {
  role: 'user' | 'assistant'
  content: string
  /** Of an answer: the actions that it tells of. Then `content` may hold what came from outside. */
  actions?: PastAction[]
}

/** An action in an earlier answer. */
export interface PastAction {
  id: string
  name: string
  status: string
  parameters: ParameterValues
  /** The parameters whose values came from outputs: data from outside, not the user's words. */
  from_outputs?: string[]
}

/** What a language model was asked for one purpose. */
export interface TokenUsage {
  model: string
  /** Requests, repeated ones included. */
  calls: number
  input_tokens: number
  output_tokens: number
}

/** An action that matched earlier in the session and waits for values. */
export interface PendingMatch {
  action_id: string
  parameters: ParameterValues
  missing: string[]
}

export interface UnderstandRequest {
  question: string
  /** The session so far, oldest first, without `question`. */
  history: ConversationMessage[]
  /** What the caller says of its user, such as `{ email }`. */
  user: Record<string, unknown>
  /** The guru's own instructions, for answers without an action. */
  instructions: string
  actions: OfferedAction[]
  pending: PendingMatch[]
  /** Tokens such as `<<EMAIL>>` that stand for values in these texts. They are passed on as they are. */
  tokens?: string[]
}

/** An action that the question asks for. It runs only where `missing` is empty. */
export interface Match {
  action_id: string
  /** 0 to 1. */
  score: number
  /** Extracted and of the right type; defaults filled in. Absent optional parameters are left out. */
  parameters: ParameterValues
  /** Required parameters without a value; not those in `from_outputs`. */
  missing: string[]
  /** Parameters that are to be taken from the output of others. Fixed here, before any output was seen. */
  from_outputs?: OutputReference[]
}

/** That a parameter's value is in an output which the first answer of a model has not seen. */
export interface OutputReference {
  parameter: string
  /** The place in `matches` of the action whose output has it, or the answers given earlier in the session. */
  source: number | 'earlier_answers'
  /** What to look for there, such as "the customer's id". */
  what: string
}

export interface Understanding {
  matches: Match[]
  /** The nearest actions by id, best first, at most three: for the answer where nothing matched. */
  nearest: string[]
  /** What a model says itself where nothing matched. */
  content: string | null
  /** The language of the question, such as `de`; missing where it is not known: English then. */
  language?: string
  /** Missing where no model was asked. */
  usage?: TokenUsage
}

/** A match whose open parameters are now to be taken from outputs. */
export interface FillRequest {
  question: string
  action: OfferedAction
  /** The values that are known already. */
  parameters: ParameterValues
  open: Pick<OutputReference, 'parameter' | 'what'>[]
  /** Where to look: masked outputs and earlier answers. All of it is data from outside. */
  sources: { name: string; text: string }[]
  tokens?: string[]
}

/** Only the open parameters, of the right type; what was not found is missing. */
export interface Filled {
  parameters: ParameterValues
  missing: string[]
  usage?: TokenUsage
}

/** One finished run, as the answer may use it. All texts are masked. */
export interface InterpretedRun {
  action_name: string
  usage_instructions: string
  parameters: ParameterValues
  output: string
  output_truncated: boolean
  /** Files that it left, for whoever asks to fetch. */
  artifacts: RunArtifact[]
  warnings: string[]
  error: RunError | null
}

export interface InterpretRequest {
  question: string
  history: ConversationMessage[]
  instructions: string
  run: InterpretedRun
  /** Whether labels such as `<<EMAIL>>` may stand for personal data in these texts. */
  labels?: boolean
}

/** An answer as an engine worded it. */
export interface Wording {
  /** Markdown. */
  text: string
  usage?: TokenUsage
}
