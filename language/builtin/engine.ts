import type { LanguageEngine } from '../engine.ts'
import { wordAnswer } from './answer/answer.ts'
import { showLabels } from './answer/labels.ts'
import { understand } from './understand.ts'

export interface BuiltinOptions {
  /** What relative dates count from. */
  now?: () => Date
}

/** The engine without key or network: lexical matching, typed extraction, answers by template. Deterministic. */
export function createBuiltinEngine({ now = () => new Date() }: BuiltinOptions = {}): LanguageEngine {
  return {
    name: 'builtin',
    async understand(request, signal) {
      signal.throwIfAborted()
      return understand(request, now)
    },
    /** It plans no chains of actions, so there is nothing that it could have left open. */
    async fill({ open }, signal) {
      signal.throwIfAborted()
      return { parameters: {}, missing: open.map(({ parameter }) => parameter) }
    },
    async interpret(request, signal, onText) {
      signal.throwIfAborted()
      const answer = wordAnswer(request)
      const text = request.labels ? showLabels(answer) : answer
      onText?.(text)
      return { text }
    },
  }
}
