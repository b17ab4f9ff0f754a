import type { InterpretRequest, Understanding, UnderstandRequest } from '../domain/language.ts'

/**
 * Understands questions and words answers. Engines have no side effects, so every call may be repeated.
 * A model that can't be used throws `RunFailure('model_failed', …)`.
 */
export interface LanguageEngine {
  readonly name: 'builtin' | 'model'
  /** Which of the offered actions the question asks for, and their parameters. */
  understand(request: UnderstandRequest, signal: AbortSignal): Promise<Understanding>
  /** The answer to the question in Markdown, from one run's masked output. */
  interpret(request: InterpretRequest, signal: AbortSignal): Promise<string>
}
