import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Manner, ModelCallReply, ModelReply, ModelRequest } from './model-server.ts'

/** A reply that is no completion goes out as it is. */
function sendOther(response: ServerResponse, reply: ModelReply): boolean {
  if ('hang' in reply) return true
  if ('raw' in reply) {
    response.writeHead(200, { 'content-type': reply.type ?? 'application/json' }).end(reply.raw)
    return true
  }
  if ('status' in reply) {
    const text = reply.body ?? JSON.stringify({ error: { message: `scripted status ${reply.status}` } })
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers }).end(text)
    return true
  }
  return false
}

const toolCalls = (calls: ModelCallReply[]) =>
  calls.map(({ name, arguments: given }, index) => ({
    id: `call_${index}`,
    type: 'function',
    function: { name, arguments: typeof given === 'string' ? given : JSON.stringify(given) },
  }))

const pause = (milliseconds = 0): Promise<unknown> =>
  milliseconds > 0 ? sleep(milliseconds) : Promise.resolve()

const usageOf = ({ usage = { prompt_tokens: 1, completion_tokens: 1 } }: Manner) =>
  usage && { usage: { ...usage, total_tokens: usage.prompt_tokens + usage.completion_tokens } }

/** An answer as a whole. */
export async function send(
  response: ServerResponse,
  reply: ModelReply,
  { body }: ModelRequest,
): Promise<void> {
  if (sendOther(response, reply) || 'status' in reply || 'raw' in reply || 'hang' in reply) return
  await pause(reply.delayMs)
  const calls = 'calls' in reply ? reply.calls : []
  const message = {
    role: 'assistant',
    content: reply.text ?? null,
    ...(reply.reasoning && { reasoning_content: reply.reasoning }),
    ...(calls.length > 0 && {
      tool_calls: toolCalls(calls),
    }),
  }
  const completion = {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: body.model ?? 'scripted',
    choices: [{ index: 0, message, finish_reason: finishOf(reply, calls) }],
    ...usageOf(reply),
  }
  if (reply.cut) {
    // Announces more than it sends.
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 10_000 })
    response.write('{"id":"chatcmpl-1","choices":[')
    setTimeout(() => response.destroy(), 20)
    return
  }
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(completion))
}

const finishOf = ({ finish }: Manner, calls: ModelCallReply[]): string =>
  finish ?? (calls.length > 0 ? 'tool_calls' : 'stop')

/** An answer as a stream of events. */
export async function sendStream(
  response: ServerResponse,
  reply: ModelReply,
  { body }: ModelRequest,
): Promise<void> {
  if (sendOther(response, reply) || 'status' in reply || 'raw' in reply || 'hang' in reply) return
  const { text, delayMs, cut, reasoning } = reply
  const calls = 'calls' in reply ? reply.calls : []
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const chunk = (choices: object[], rest: object = {}) =>
    response.write(
      `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: body.model, choices, ...rest })}\n\n`,
    )
  const delta = (part: object, finish_reason: string | null = null) =>
    chunk([{ index: 0, delta: part, finish_reason }])
  delta({ role: 'assistant', content: '' })
  if (reasoning) delta({ reasoning_content: reasoning })
  const pieces = reply.pieces ?? text?.match(/\s*\S+|\s+/g) ?? []
  for (const [index, content] of pieces.entries()) {
    if (cut?.after === index) break
    await pause(delayMs)
    delta({ content })
  }
  if (cut) {
    await pause(20)
    if (cut.how === 'end') response.end()
    else response.destroy()
    return
  }
  for (const [index, { id, type, function: called }] of toolCalls(calls).entries()) {
    const half = Math.ceil(called.arguments.length / 2)
    const first = { name: called.name, arguments: called.arguments.slice(0, half) }
    delta({ tool_calls: [{ index, id, type, function: first }] })
    delta({ tool_calls: [{ index, function: { arguments: called.arguments.slice(half) } }] })
  }
  delta({}, finishOf(reply, calls))
  const usage = usageOf(reply)
  if (body.stream_options?.include_usage && usage) chunk([], usage)
  response.end('data: [DONE]\n\n')
}
