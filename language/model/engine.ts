import { RunFailure } from '../../domain/run-errors.ts'
import type { LanguageEngine } from '../engine.ts'
import { fill } from './fill.ts'
import { interpret } from './interpret.ts'
import { type Context, understand } from './understand.ts'
import type { ModelClient, ModelSettings } from './wire/client.ts'
import { endpointOf } from './wire/endpoint.ts'
import { createMeter } from './wire/meter.ts'

export interface ModelEngineSettings extends ModelSettings {
  /** For one call of the engine, whatever number of requests it takes; 55 s where not given. */
  limitSeconds?: number
  now?: () => Date
}

/** An activity that asks a model may take 60 s. */
const LIMIT_SECONDS = 55

/** The engine on any OpenAI-compatible endpoint. The SDK is loaded at the first call. */
export function createModelEngine(settings: ModelEngineSettings): LanguageEngine {
  const { limitSeconds = LIMIT_SECONDS, now = () => new Date() } = settings
  let client: Promise<ModelClient> | null = null

  async function limited<T>(signal: AbortSignal, work: (context: Context) => Promise<T>): Promise<T> {
    signal.throwIfAborted()
    client ??= import('./wire/client.ts').then(({ createClient }) => createClient(settings))
    const ready = await client
    const limit = AbortSignal.timeout(limitSeconds * 1_000)
    const context = {
      client: ready,
      meter: createMeter(settings.model),
      signal: AbortSignal.any([signal, limit]),
    }
    try {
      return await work(context)
    } catch (error) {
      signal.throwIfAborted()
      const { host } = endpointOf(settings.url)
      const fail = (message: string, retry: RunFailure['retry']) =>
        new RunFailure('model_failed', `The language model at ${host} ${message}`, { cause: error, retry })
      if (limit.aborted) throw fail(`did not answer within ${limitSeconds} s.`, { afterMs: null })
      // JSON that is nested so deep that it can't be walked.
      if (error instanceof RangeError) throw fail("gave an answer that can't be read.", null)
      throw error
    }
  }

  return {
    name: 'model',
    understand: (request, signal) => limited(signal, (context) => understand(request, now(), context)),
    fill: (request, signal) => limited(signal, (context) => fill(request, context)),
    interpret: (request, signal, onText) => limited(signal, (context) => interpret(request, context, onText)),
  }
}
