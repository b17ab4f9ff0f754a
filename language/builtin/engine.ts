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
    async interpret(request, signal) {
      signal.throwIfAborted()
      const answer = wordAnswer(request)
      return request.labels ? showLabels(answer) : answer
    },
  }
}
