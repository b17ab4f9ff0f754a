import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SeenRequest } from './servers.ts'

const WORDS = ['Hello', ', ', 'world']

/** Answers 'Hello, world' to OpenAI's and Anthropic's clients, at once or streaming, to whoever has the key `key`. */
export function answerAsModel({ url, body, headers }: SeenRequest, response: ServerResponse): void {
  const { stream } = JSON.parse(body) as { stream?: boolean }
  const [whole, streamed] = PROTOCOLS[url] ?? []
  const isKnown = headers.authorization === 'Bearer key' || headers['x-api-key'] === 'key'
  if (!whole || !streamed) response.writeHead(404).end('{}')
  else if (!isKnown) response.writeHead(401).end('{}')
  else if (stream) void sendEvents(response, streamed)
  else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(whole))
}

type Event = [name: string | null, data: unknown]

async function sendEvents(response: ServerResponse, events: Event[]): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const [name, data] of events) {
    const text = typeof data === 'string' ? data : JSON.stringify(data)
    response.write(`${name ? `event: ${name}\n` : ''}data: ${text}\n\n`)
    await sleep(20)
  }
  response.end()
}

const chunk = { id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm' }
const choice = (delta: object, finish: string | null) => [{ index: 0, delta, finish_reason: finish }]
const usage = { input_tokens: 1, output_tokens: 3 }
const message = {
  id: 'm',
  type: 'message',
  role: 'assistant',
  model: 'm',
  stop_reason: null,
  stop_sequence: null,
  usage,
}
const named = (data: { type: string }): Event => [data.type, data]
const block = { type: 'text', text: '' }
const end = { stop_reason: 'end_turn', stop_sequence: null }

/** Of each path, the whole answer and the events that stream it. */
const PROTOCOLS: Record<string, [unknown, Event[]]> = {
  '/v1/chat/completions': [
    {
      ...chunk,
      object: 'chat.completion',
      choices: [{ index: 0, message: { role: 'assistant', content: WORDS.join('') }, finish_reason: 'stop' }],
    },
    [
      ...WORDS.map((content): Event => [null, { ...chunk, choices: choice({ content }, null) }]),
      [null, { ...chunk, choices: choice({}, 'stop') }],
      [null, '[DONE]'],
    ],
  ],
  '/v1/messages': [
    { ...message, ...end, content: [{ type: 'text', text: WORDS.join('') }] },
    [
      { type: 'message_start', message: { ...message, content: [] } },
      { type: 'content_block_start', index: 0, content_block: block },
      ...WORDS.map((text) => ({
        type: 'content_block_delta',
        index: 0,
        delta: { type: 'text_delta', text },
      })),
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta: end, usage },
      { type: 'message_stop' },
    ].map(named),
  ],
}
