import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ModelTool {
  type: 'function'
  function: {
    name: string
    description?: string
    parameters?: { properties?: Record<string, { type?: string; description?: string }>; required?: string[] }
  }
}

export interface ModelMessage {
  role: 'system' | 'user' | 'assistant' | 'tool'
  content: string | { type: string; text?: string }[] | null
}

/** One request as it came over the wire. */
export interface ModelRequest {
  path: string
  headers: IncomingHttpHeaders
  body: {
    model?: string
    temperature?: number
    tool_choice?: unknown
    stream?: boolean
    messages: ModelMessage[]
    tools?: ModelTool[]
  }
}

/** What the server answers: words, tool calls (arguments as text go out as they are), a status, raw bytes, silence. */
export type ModelReply =
  | { text: string }
  | { calls: { name: string; arguments: Record<string, unknown> | string }[]; text?: string }
  | { status: number; body?: string; headers?: Record<string, string> }
  | { raw: string; type?: string }
  | { hang: true }

export type Responder = (request: ModelRequest, index: number) => ModelReply | Promise<ModelReply>

/** A list answers request by request, its last reply repeats; a function answers each; nothing means {@link brain}. */
export type ModelScript = ModelReply[] | Responder

export interface ModelServer {
  /** The base URL, as `ERRAND_MODEL_URL` takes it: it ends with `/v1`. */
  url: string
  requests: ModelRequest[]
  close(): Promise<void>
}

/** A real HTTP server on loopback that speaks the OpenAI chat completions protocol. */
export async function startModelServer(script: ModelScript = brain()): Promise<ModelServer> {
  const requests: ModelRequest[] = []
  const respond: Responder =
    typeof script === 'function'
      ? script
      : (_request, index) => script[Math.min(index, script.length - 1)] ?? { status: 500 }
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', async () => {
      const path = incoming.url ?? '/'
      if (!path.startsWith('/v1/chat/completions'))
        return response.writeHead(404).end('{"error":{"message":"no such path"}}')
      const request = {
        path,
        headers: incoming.headers,
        body: JSON.parse(Buffer.concat(chunks).toString() || '{}'),
      }
      requests.push(request)
      send(response, await respond(request, requests.length - 1), request)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function send(response: ServerResponse, reply: ModelReply, { body }: ModelRequest): void {
  if ('hang' in reply) return
  if ('raw' in reply) {
    response.writeHead(200, { 'content-type': reply.type ?? 'application/json' }).end(reply.raw)
    return
  }
  if ('status' in reply) {
    const text = reply.body ?? JSON.stringify({ error: { message: `scripted status ${reply.status}` } })
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers }).end(text)
    return
  }
  const calls = 'calls' in reply ? reply.calls : []
  const message = {
    role: 'assistant',
    content: reply.text ?? null,
    ...(calls.length > 0 && {
      tool_calls: calls.map(({ name, arguments: given }, index) => ({
        id: `call_${index}`,
        type: 'function',
        function: { name, arguments: typeof given === 'string' ? given : JSON.stringify(given) },
      })),
    }),
  }
  const completion = {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: body.model ?? 'scripted',
    choices: [{ index: 0, message, finish_reason: calls.length > 0 ? 'tool_calls' : 'stop' }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  }
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(completion))
}

export const textOf = ({ content }: ModelMessage): string =>
  typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join('')

export const lastUserText = ({ body }: ModelRequest): string => {
  const message = body.messages.findLast(({ role }) => role === 'user')
  return message ? textOf(message) : ''
}

export interface BrainOptions {
  /** The arguments for the tool that was picked. Without it: string parameters get the question's last word. */
  fill?: (question: string, tool: ModelTool) => Record<string, unknown>
}

const words = (text: string): string[] => text.toLowerCase().match(/[a-z0-9]+/g) ?? []

/**
 * A small stand-in for a model: where tools are offered it calls the one whose name shares most words with the
 * question (none where no word is shared); else it answers with a sentence that holds the data it was given.
 */
export function brain({ fill = lastWord }: BrainOptions = {}): Responder {
  return (request) => {
    const question = lastUserText(request)
    if (!request.body.tools?.length) return { text: `Here is what I found: ${question}` }
    const asked = new Set(words(question))
    const ranked = request.body.tools
      .map((tool) => ({
        tool,
        shared: words(tool.function.name.replaceAll('_', ' ')).filter((word) => asked.has(word)).length,
      }))
      .sort((a, b) => b.shared - a.shared)
    const [best] = ranked
    if (!best || best.shared === 0) return { text: "I don't know, and no action of mine fits." }
    return { calls: [{ name: best.tool.function.name, arguments: fill(question, best.tool) }] }
  }
}

function lastWord(question: string, tool: ModelTool): Record<string, unknown> {
  const value =
    question
      .match(/[\p{L}\p{N}@._-]+/gu)
      ?.at(-1)
      ?.replace(/\.$/, '') ?? ''
  const entries = Object.entries(tool.function.parameters?.properties ?? {})
  return Object.fromEntries(
    entries.filter(([, { type }]) => type === 'string').map(([name]) => [name, value]),
  )
}
