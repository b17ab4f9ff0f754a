import { APICallError } from 'ai'

type Fetch = typeof globalThis.fetch

/**
 * A `fetch` for endpoints that do not stream though they were asked to: a whole completion becomes a stream of one
 * piece, and a web page an error rather than an empty stream.
 */
export const streamedFetch =
  (fetch: Fetch): Fetch =>
  async (input, init) => {
    const response = await fetch(input, init)
    if (!response.ok || !asksForStream(init?.body)) return response
    if (/event-stream/i.test(response.headers.get('content-type') ?? '')) return response
    const text = (await response.text()).trim()
    // Events under another content type.
    if (/^(?:data|event|id|:)/.test(text)) return events(text)
    const event = eventOf(text)
    if (event) return events(`data: ${JSON.stringify(event)}`)
    throw new APICallError({
      message: 'not a chat completion',
      url: response.url,
      requestBodyValues: {},
      statusCode: response.status,
      isRetryable: false,
    })
  }

const asksForStream = (body: unknown): boolean => typeof body === 'string' && body.includes('"stream":true')

const events = (text: string): Response =>
  new Response(`${text}\n\ndata: [DONE]\n\n`, { headers: { 'content-type': 'text/event-stream' } })

/** A completion as the one event of a stream. */
function eventOf(text: string): object | null {
  const completion = parsed(text)
  if (!Array.isArray(completion?.choices) || completion.choices.length === 0)
    return completion?.error ? completion : null
  const choices = completion.choices.map((choice: { message?: { tool_calls?: object[] } }) => {
    const { message, ...rest } = choice
    const calls = message?.tool_calls?.map((call, index) => ({ index, ...call }))
    return { ...rest, delta: { ...message, ...(calls && { tool_calls: calls }) } }
  })
  return { ...completion, choices }
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
