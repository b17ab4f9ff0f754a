import type http from 'node:http'
import type { SeenRequest } from './servers.ts'

/** What both models answer, in the pieces in which it streams. */
const PIECES = ['Hel', 'lo, ', 'wörld']

/** For `startServer`: speaks OpenAI's chat completions and Anthropic's messages, whole or as a stream. */
export function answerAsModel(request: SeenRequest, response: http.ServerResponse): void {
  const { model, max_tokens, stream = false } = JSON.parse(request.body || '{}')
  const { authorization, 'x-api-key': key, 'anthropic-version': version } = request.headers
  const isKnown = authorization === 'Bearer k' || key === 'k'
  const route = `${request.method} ${request.url}`
  if (route === 'POST /v1/chat/completions') {
    if (!isKnown) send(response, 401, { error: { message: 'no such key', code: 'invalid_api_key' } })
    else if (stream) sendEvents(response, [...chunks(model), '[DONE]'])
    else send(response, 200, completion(model))
  } else if (route === 'POST /v1/messages' && version && max_tokens > 0) {
    const refusal = { type: 'authentication_error', message: 'no such key' }
    if (!isKnown) send(response, 401, { type: 'error', error: refusal })
    else if (stream) sendEvents(response, events(model))
    else send(response, 200, message(model, PIECES.join('')))
  } else send(response, 404, { error: { message: 'no such path' } })
}

const completion = (model: string) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_700_000_000,
  model,
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: PIECES.join(''), refusal: null },
      logprobs: null,
      finish_reason: 'stop',
    },
  ],
  usage: { prompt_tokens: 3, completion_tokens: 3, total_tokens: 6 },
})

function chunks(model: string): unknown[] {
  const chunk = (delta: unknown, finish: string | null) => ({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1_700_000_000,
    model,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
  })
  return [
    chunk({ role: 'assistant', content: '' }, null),
    ...PIECES.map((content) => chunk({ content }, null)),
    chunk({}, 'stop'),
  ]
}

const message = (model: string, text: string | null) => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model,
  content: text === null ? [] : [{ type: 'text', text }],
  stop_reason: text === null ? null : 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 3, output_tokens: text === null ? 1 : 3 },
})

const events = (model: string): unknown[] => [
  { type: 'message_start', message: message(model, null) },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'ping' },
  ...PIECES.map((text) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })),
  { type: 'content_block_stop', index: 0 },
  {
    type: 'message_delta',
    delta: { stop_reason: 'end_turn', stop_sequence: null },
    usage: { output_tokens: 3 },
  },
  { type: 'message_stop' },
]

/** Server-sent events; Anthropic's carry their type as the event's name, too. */
function sendEvents(response: http.ServerResponse, data: unknown[]): void {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
  for (const one of data) {
    const name = typeof one === 'object' && one && 'type' in one ? `event: ${one.type}\n` : ''
    response.write(`${name}data: ${typeof one === 'string' ? one : JSON.stringify(one)}\n\n`)
  }
  response.end()
}

function send(response: http.ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
