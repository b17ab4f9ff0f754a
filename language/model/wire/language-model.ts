import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import type { LanguageModel } from 'ai'
import type { ModelSettings } from './client.ts'
import type { Endpoint } from './endpoint.ts'
import { guardedFetch } from './guarded-fetch.ts'
import type { Option, Refusals } from './refusals.ts'
import { streamedFetch } from './streamed-fetch.ts'

/** What the protocol has not, or has in another way; its schemas are strict within narrow limits only. */
const ANTHROPIC_LACKS: Option[] = [
  'temperature',
  'stream_options',
  'max_completion_tokens',
  'tool_choice',
  'strict',
  'shape',
]

export const lackedBy = ({ protocol }: Endpoint): Option[] =>
  protocol === 'anthropic' ? ANTHROPIC_LACKS : []

/** The SDK's model for an endpoint, in the protocol that it speaks. */
export async function languageModelOf(
  { model, key, fetch }: ModelSettings,
  { protocol, baseUrl, headers, query, keyHeader }: Endpoint,
  refusals: Refusals,
): Promise<LanguageModel> {
  const guarded = guardedFetch(fetch)
  if (protocol === 'anthropic') {
    const { createAnthropic } = await import('@ai-sdk/anthropic')
    // Without a key the SDK would take one from the environment.
    return createAnthropic({ baseURL: baseUrl, apiKey: key ?? '', headers, fetch: guarded })(model)
  }
  const provider = createOpenAICompatible({
    name: 'model',
    baseURL: baseUrl,
    headers: { ...headers, ...(key && keyHeader === 'api-key' && { 'api-key': key }) },
    queryParams: query,
    includeUsage: true,
    fetch: streamedFetch(guarded),
    // The SDK sends these whether they are asked for or not.
    transformRequestBody: ({ stream_options, tool_choice, ...body }) => ({
      ...body,
      ...(!refusals.has('stream_options') && { stream_options }),
      ...(!refusals.has('tool_choice') && { tool_choice }),
    }),
    ...(key && keyHeader === 'authorization' && { apiKey: key }),
  })
  return provider(model)
}
