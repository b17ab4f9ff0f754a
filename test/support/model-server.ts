import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { send, sendStream } from './model-replies.ts'

export interface ModelSchema {
  type?: string | string[]
  description?: string
  enum?: unknown[]
  properties?: Record<string, ModelSchema>
  required?: string[]
  additionalProperties?: boolean
  items?: ModelSchema
  anyOf?: ModelSchema[]
}

export interface ModelTool {
  type: 'function'
  function: {
    name: string
    description?: string
    strict?: boolean
    parameters?: ModelSchema
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
    stream_options?: { include_usage?: boolean }
    max_tokens?: number
    max_completion_tokens?: number
    response_format?: { type: string; json_schema?: { name: string; strict?: boolean; schema?: ModelSchema } }
    messages: ModelMessage[]
    tools?: ModelTool[]
  }
}

export interface ModelCallReply {
  name: string
  arguments: Record<string, unknown> | string
}

/** How an answer goes out. */
export interface Manner {
  /** The text as it is streamed; without it, word by word. */
  pieces?: string[]
  /** Before each piece of a stream, or before the whole. */
  delayMs?: number
  /** After so many pieces the connection is lost, or the stream ends as if it were complete. */
  cut?: { after: number; how: 'reset' | 'end' }
  /** Where not the usual one. */
  finish?: string
  /** In a field of its own. */
  reasoning?: string
  /** Where not one token each; null says nothing of them. */
  usage?: { prompt_tokens: number; completion_tokens: number } | null
}

/** What the server answers: words, tool calls (arguments as text go out as they are), a status, raw bytes, silence. */
export type ModelReply =
  | ({ text: string } & Manner)
  | ({ calls: ModelCallReply[]; text?: string } & Manner)
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

/** What an endpoint may refuse, by the field of the request; `strict` in tools and in a shape alike. */
export type Refusable =
  | 'tools'
  | 'strict'
  | 'response_format'
  | 'temperature'
  | 'tool_choice'
  | 'max_tokens'
  | 'max_completion_tokens'
  | 'stream'
  | 'stream_options'

export interface ModelServerOptions {
  /** Answered with status 400 and a message that names the first of them in the request. */
  refuses?: Refusable[]
  /** Answers whole though a stream is asked for. */
  neverStreams?: boolean
}

/** A real HTTP server on loopback that speaks the OpenAI chat completions protocol. */
export async function startModelServer(
  script: ModelScript = brain(),
  { refuses = [], neverStreams = false }: ModelServerOptions = {},
): Promise<ModelServer> {
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
      const refused = refuses.find((field) => asksFor(request, field))
      if (refused) return send(response, refusal(refused), request)
      const index = requests.length - 1
      await (request.body.stream && !neverStreams ? sendStream : send)(
        response,
        await respond(request, index),
        request,
      )
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

const asksFor = ({ body }: ModelRequest, field: Refusable): boolean =>
  field === 'strict'
    ? Boolean(body.tools?.some((tool) => tool.function.strict) || body.response_format?.json_schema?.strict)
    : Boolean(body[field] ?? false) || body[field] === 0

const refusal = (field: Refusable): ModelReply => ({
  status: 400,
  body: JSON.stringify({ error: { message: `Unsupported parameter: '${field}' is not supported here.` } }),
})

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
    entries.filter(([, { type }]) => [type].flat().includes('string')).map(([name]) => [name, value]),
  )
}
