import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { eventually } from './eventually.ts'
import { lastUserText, type ModelRequest } from './model-server.ts'

/** An answer that the model words as the test says. */
export interface HeldAnswer {
  /** What the model was asked. */
  asked: string
  say(text: string): void
  finish(): void
  /** Loses the connection. */
  cut(): void
}

export interface HeldModel {
  /** As `ERRAND_MODEL_URL` takes it. */
  url: string
  /** Waits for an answer to be asked for whose request has this text, and for none that was given out before. */
  answerTo(text: string): Promise<HeldAnswer>
  /** From now on the model says at once what it has to say to requests with this text. */
  answerAtOnce(text: string, words: string): void
  close(): Promise<void>
}

/**
 * A language model that calls every tool it is offered with the numbers of the question, and words answers piece by
 * piece when the test says so.
 */
export async function startHeldModel(): Promise<HeldModel> {
  const answers: HeldAnswer[] = []
  const atOnce = new Map<string, string>()
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as ModelRequest['body']
    const request = { path: incoming.url ?? '', headers: incoming.headers, body }
    if (body.tools?.length) callTools(request, response)
    else begin(body.stream ? streamed(request, response) : whole(request, response))
  })
  function begin(answer: HeldAnswer): void {
    const [, words] = Array.from(atOnce).find(([text]) => answer.asked.includes(text)) ?? []
    if (words === undefined) answers.push(answer)
    else {
      answer.say(words)
      answer.finish()
    }
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    answerTo: (text) =>
      eventually(`an answer to '${text}' to be asked for`, async () => {
        const index = answers.findIndex(({ asked }) => asked.includes(text))
        return index >= 0 && answers.splice(index, 1)[0]
      }),
    answerAtOnce: (text, words) => atOnce.set(text, words),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const head = { id: 'chatcmpl-1', created: 1, model: 'held' }
const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 }

function sendWhole(response: ServerResponse, message: object, finish_reason: string): void {
  const choices = [{ index: 0, message: { role: 'assistant', content: null, ...message }, finish_reason }]
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ ...head, object: 'chat.completion', choices, usage }))
}

function callTools(request: ModelRequest, response: ServerResponse): void {
  const numbers = lastUserText(request).match(/\d+/g) ?? []
  const tool_calls = (request.body.tools ?? [])
    .slice(0, numbers.length)
    .map(({ function: { name } }, index) => ({
      id: `call_${index}`,
      type: 'function',
      function: { name, arguments: JSON.stringify({ order_id: Number(numbers[index]) }) },
    }))
  sendWhole(response, { tool_calls }, 'tool_calls')
}

function whole(request: ModelRequest, response: ServerResponse): HeldAnswer {
  let content = ''
  return {
    asked: JSON.stringify(request.body.messages),
    say: (text) => {
      content += text
    },
    finish: () => sendWhole(response, { content }, 'stop'),
    cut: () => response.destroy(),
  }
}

function streamed(request: ModelRequest, response: ServerResponse): HeldAnswer {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const send = (delta: object, finish_reason: string | null = null): void => {
    const choices = [{ index: 0, delta, finish_reason }]
    response.write(`data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', choices })}\n\n`)
  }
  send({ role: 'assistant', content: '' })
  return {
    asked: JSON.stringify(request.body.messages),
    say: (content) => send({ content }),
    finish() {
      send({}, 'stop')
      response.end('data: [DONE]\n\n')
    },
    cut: () => response.destroy(),
  }
}
