import type {
  Filled,
  FillRequest,
  InterpretRequest,
  Understanding,
  UnderstandRequest,
  Wording,
} from '../domain/language.ts'

/** Given the text of an answer as it comes, piece by piece; together they are the whole text. */
export type OnText = (piece: string) => void

/**
 * Understands questions and words answers. Engines have no side effects, so every call may be repeated.
 * A model that can't be used throws `RunFailure('model_failed', …)`, with `retry` where another try may help.
 */
export interface LanguageEngine {
  readonly name: 'builtin' | 'model'
  /** Which of the offered actions the question asks for, and their parameters. It sees no output of any action. */
  understand(request: UnderstandRequest, signal: AbortSignal): Promise<Understanding>
  /** The values of parameters that an earlier understanding takes from outputs. Can start nothing. */
  fill(request: FillRequest, signal: AbortSignal): Promise<Filled>
  /** The answer to the question in Markdown, from one run's masked output. */
  interpret(request: InterpretRequest, signal: AbortSignal, onText?: OnText): Promise<Wording>
}
