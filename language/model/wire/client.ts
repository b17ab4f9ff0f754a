import {
  APICallError,
  generateText,
  InvalidResponseDataError,
  JSONParseError,
  streamText,
  TypeValidationError,
} from 'ai'
import type { OnText } from '../../engine.ts'
import { endpointOf } from './endpoint.ts'
import { BrokenOff, modelFailure } from './failure.ts'
import { lackedBy, languageModelOf } from './language-model.ts'
import type { Meter } from './meter.ts'
import { createRefusals, type Option, refusedOption } from './refusals.ts'
import { type ModelCall, optionsOf } from './request.ts'
import { type SdkRequest, sdkRequest } from './sdk-request.ts'
import { beginsThinking, createThinkingFilter, withoutThinking } from './thinking.ts'

export interface ModelSettings {
  /** Base URL of an OpenAI-compatible API, such as `https://api.openai.com/v1`. */
  url: string
  model: string
  key?: string
  fetch?: typeof globalThis.fetch
}

export interface ModelAnswer {
  /** Without thoughts. Empty where the model says nothing. */
  text: string
  calls: RawCall[]
  /** Whether the answer ends at the most that a model may say. */
  cut: boolean
}

/** A call as the model made it: arguments that are no JSON come as their text. */
export interface RawCall {
  tool: string
  input: unknown
}

export interface ModelClient {
  /** Whether it has refused these lately, and need not be asked. */
  refuses(option: 'tools' | 'shape'): boolean
  /**
   * One answer of the model, whole.
   * @throws {RunFailure} `model_failed`
   * @throws {Refused} where the endpoint can do no tools, or no answers in a shape
   */
  ask(call: ModelCall, meter: Meter, signal: AbortSignal): Promise<ModelAnswer>
  /** The same in words, piece by piece, without tools. */
  stream(call: ModelCall, meter: Meter, signal: AbortSignal, onText: OnText): Promise<ModelAnswer>
}

/** What an endpoint can't do, and its caller has to do another way. */
export class Refused extends Error {
  readonly option: Option

  constructor(option: Option) {
    super(`The endpoint refuses: ${option}`)
    this.option = option
  }
}

/** Beyond what any model is asked to say; what is kept of an answer has to fit into Temporal's payloads. */
const MOST_CHARACTERS = 200_000

/** Talks to one endpoint, and remembers what it refuses. The SDK runs no tools and does not retry: Temporal does. */
export async function createClient(settings: ModelSettings): Promise<ModelClient> {
  const { model } = settings
  const endpoint = endpointOf(settings.url)
  const { host } = endpoint
  const refusals = createRefusals(lackedBy(endpoint))
  const languageModel = await languageModelOf(settings, endpoint, refusals)
  let thinksFirst = false

  /** Sends a call, and sends it again without what the endpoint refuses. */
  async function adapted(
    call: ModelCall,
    streaming: boolean,
    signal: AbortSignal,
    send: (settings: SdkRequest, options: Option[]) => Promise<ModelAnswer>,
  ): Promise<ModelAnswer> {
    for (;;) {
      signal.throwIfAborted()
      const options = optionsOf(call, refusals, streaming)
      try {
        return await send(sdkRequest(languageModel, call, options, signal), options)
      } catch (error) {
        signal.throwIfAborted()
        const option = refusalIn(error, options)
        if (!option) throw modelFailure(error, { host, model })
        refusals.add(option)
        if (option === 'tools' || option === 'shape') throw new Refused(option)
      }
    }
  }

  const ask: ModelClient['ask'] = (call, meter, signal) =>
    adapted(call, false, signal, async (request) => {
      meter.request()
      const { text, toolCalls, usage, finishReason } = await generateText(request)
      meter.tokens(usage.inputTokens, usage.outputTokens)
      thinksFirst ||= beginsThinking(text)
      const calls = toolCalls.map(({ toolName, input }) => ({ tool: toolName, input: input as unknown }))
      const said = withoutThinking(text)
      const cut = finishReason === 'length' || said.length > MOST_CHARACTERS
      return { text: said.slice(0, MOST_CHARACTERS).toWellFormed(), calls, cut }
    })

  const stream: ModelClient['stream'] = (call, meter, signal, onText) =>
    adapted(call, true, signal, async (request, options) => {
      if (!options.includes('stream')) {
        const answer = await ask(call, meter, signal)
        if (answer.text) onText(answer.text)
        return answer
      }
      meter.request()
      const filter = createThinkingFilter(thinksFirst)
      let raw = ''
      let text = ''
      let cut = false
      let tooLong = false
      const show = (all: string) => {
        const piece = all.slice(0, MOST_CHARACTERS - text.length)
        tooLong ||= piece !== all
        text += piece
        if (piece) onText(piece)
      }
      // Without a handler the SDK writes errors to the console.
      for await (const part of streamText({ ...request, onError: () => {} }).stream) {
        if (part.type === 'text-delta') {
          raw += part.text
          show(filter.push(part.text))
        } else if (part.type === 'error') throw streamError(part.error, raw !== '')
        else if (part.type === 'finish') {
          meter.tokens(part.totalUsage.inputTokens, part.totalUsage.outputTokens)
          cut = part.finishReason === 'length'
          // A stream of the other protocol that just ends is no error to the SDK.
          if (part.rawFinishReason === undefined) throw new BrokenOff('no reason to end')
        }
      }
      signal.throwIfAborted()
      show(filter.end())
      thinksFirst ||= beginsThinking(raw)
      return { text: text.toWellFormed(), calls: [], cut: cut || tooLong }
    })

  return { refuses: (option) => refusals.has(option), ask, stream }
}

const refusalIn = (error: unknown, options: Option[]): Option | null =>
  APICallError.isInstance(error) && error.statusCode !== undefined
    ? refusedOption(error.statusCode, error.responseBody ?? '', options)
    : null

/** An error in a stream: of the request as a whole, of what stands in the stream, or of the connection. */
function streamError(error: unknown, begun: boolean): unknown {
  if (JSONParseError.isInstance(error) || TypeValidationError.isInstance(error)) return error
  if (begun || InvalidResponseDataError.isInstance(error) || !(error instanceof Error))
    return new BrokenOff('broken off', { cause: error })
  return error
}
