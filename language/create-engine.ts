import { createBuiltinEngine } from './builtin/engine.ts'
import type { LanguageEngine } from './engine.ts'
import { createModelEngine } from './model/engine.ts'

export interface LanguageSettings {
  /** Base URL of an OpenAI-compatible API. */
  url?: string
  model?: string
  key?: string
}

/** Asked for where the operator names no model: a small one that OpenAI serves and that is good with tool calls. */
const DEFAULT_MODEL = 'gpt-4o-mini'

/** The model's engine where a URL is set, else the built-in one. */
export function createLanguageEngine({ url, model, key }: LanguageSettings): LanguageEngine {
  return url ? createModelEngine({ url, model: model || DEFAULT_MODEL, key }) : createBuiltinEngine()
}
