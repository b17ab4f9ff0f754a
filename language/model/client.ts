import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { APICallError, generateText, jsonSchema, tool } from 'ai'
import type { ConversationMessage } from '../../domain/language.ts'
import { RunFailure } from '../../domain/run-errors.ts'
import { endpointOf } from './endpoint.ts'
import { modelFailure } from './failure.ts'
import type { OfferedTool } from './tools.ts'

export interface ModelSettings {
  /** Base URL of an OpenAI-compatible API, such as `https://api.openai.com/v1`. */
  url: string
  model: string
  key?: string
  fetch?: typeof globalThis.fetch
  /** For one call; 30 s where not given. */
  limitSeconds?: number
}

export interface ModelCall {
  instructions: string
  messages: ConversationMessage[]
  tools?: OfferedTool[]
}

export interface ModelAnswer {
  text: string
  calls: { tool: string; input: unknown }[]
}

export type AskModel = (call: ModelCall, signal: AbortSignal) => Promise<ModelAnswer>

const LIMIT_SECONDS = 30

/**
 * One call to the model. The SDK doesn't run tools, and doesn't retry: Temporal does.
 * @throws {RunFailure} `model_failed`; the signal's own reason where it was aborted
 */
export function createClient(settings: ModelSettings): AskModel {
  const { url, model, key, fetch, limitSeconds = LIMIT_SECONDS } = settings
  const { baseUrl, host, headers, query } = endpointOf(url)
  const provider = createOpenAICompatible({
    name: 'model',
    baseURL: baseUrl,
    headers,
    queryParams: query,
    ...(key && { apiKey: key }),
    ...(fetch && { fetch }),
  })
  // Reasoning models refuse any temperature; the first refusal is remembered.
  let temperature: 0 | undefined = 0

  const call = async ({ instructions, messages, tools = [] }: ModelCall, abortSignal: AbortSignal) =>
    generateText({
      model: provider(model),
      instructions,
      messages,
      temperature,
      maxRetries: 0,
      abortSignal,
      ...(tools.length > 0 && { tools: sdkTools(tools), toolChoice: 'auto' as const }),
    })

  return async (request, signal) => {
    signal.throwIfAborted()
    const limited = AbortSignal.any([signal, AbortSignal.timeout(limitSeconds * 1_000)])
    try {
      const result = await call(request, limited).catch((error: unknown) => {
        if (temperature === undefined || !refusesTemperature(error)) throw error
        temperature = undefined
        return call(request, limited)
      })
      const calls = result.toolCalls.map(({ toolName, input }) => ({
        tool: toolName,
        input: input as unknown,
      }))
      const text = result.text.trim()
      if (!text && calls.length === 0)
        throw new RunFailure('model_failed', `The language model at ${host} gave an empty answer.`)
      return { text, calls }
    } catch (error) {
      signal.throwIfAborted()
      throw modelFailure(limited.aborted ? limited.reason : error, { host, model, limitSeconds })
    }
  }
}

const sdkTools = (tools: OfferedTool[]) =>
  Object.fromEntries(
    tools.map(({ name, description, schema }) => [
      name,
      tool({ description, inputSchema: jsonSchema(schema) }),
    ]),
  )

const refusesTemperature = (error: unknown): boolean =>
  APICallError.isInstance(error) && error.statusCode === 400 && /temperature/i.test(error.responseBody ?? '')
