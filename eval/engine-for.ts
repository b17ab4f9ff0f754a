import { createBuiltinEngine } from '../language/builtin/engine.ts'
import { createLanguageEngine } from '../language/create-engine.ts'
import type { LanguageEngine } from '../language/engine.ts'
import type { Line } from './line.ts'

/** A line that says none is taken to be asked at this time, a Monday, so that every run gives the same. */
const NOW = '2026-03-02T09:00:00Z'

/** The engine that a line is asked. @throws {Error} where no model is configured */
export function engineFor(
  engine: 'builtin' | 'model',
  environment: NodeJS.ProcessEnv,
): (line: Pick<Line, 'now'>) => LanguageEngine {
  if (engine === 'builtin') return ({ now = NOW }) => createBuiltinEngine({ now: () => new Date(now) })
  const { ERRAND_MODEL_URL: url, ERRAND_MODEL: model, ERRAND_MODEL_KEY: key } = environment
  const missing = [url ? [] : 'ERRAND_MODEL_URL', model ? [] : 'ERRAND_MODEL'].flat()
  if (missing.length > 0)
    throw new Error(
      `--engine model needs ${missing.join(' and ')}. Example: ERRAND_MODEL_URL=http://127.0.0.1:11434/v1 ERRAND_MODEL=qwen3:8b`,
    )
  const one = createLanguageEngine({ url, model, key })
  return () => one
}
