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
}

export interface ConversationMessage {
  role: 'user' | 'assistant'
  content: string
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
  /** Required parameters without a value. */
  missing: string[]
}

export interface Understanding {
  matches: Match[]
  /** The nearest actions by id, best first, at most three: for the answer where nothing matched. */
  nearest: string[]
  /** What a model says itself where nothing matched. */
  content: string | null
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
