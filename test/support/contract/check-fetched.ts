import { createParser } from 'eventsource-parser'
import type { Known, Received } from './check-response.ts'

const JSON_TYPE = /^application\/([\w.+-]+\+)?json$/
const STREAMS = ['text/event-stream', 'application/x-ndjson']

export interface Fetched {
  method: string
  url: string
}

/**
 * Holds a response to the document. JSON is read here and checked before anybody gets it; a stream is checked while it
 * is read, event by event or line by line, and breaks where one is wrong. Other bodies are not read.
 * @param told also gets the error, for callers that may swallow it
 * @throws {OutsideOfDocument}
 */
export async function checkResponse(
  fetched: Fetched,
  response: Response,
  told: (error: unknown) => void = () => {},
): Promise<Response> {
  const telling = <T>(check: () => T): T => {
    try {
      return check()
    } catch (error) {
      told(error)
      throw error
    }
  }
  // The contract is loaded by the first test that needs it.
  const { checkBody, checkHead } = await import('./check-response.ts')
  const { status, headers } = response
  const { pathname } = new URL(fetched.url)
  const received: Received = { method: fetched.method.toUpperCase(), pathname, status, headers }
  const known = telling(() => checkHead(received))
  if (!known || !response.body) return response
  const check = (value: unknown) => telling(() => checkBody(received, known, value))
  if (STREAMS.includes(known.type)) return whileRead(response, known, check)
  if (JSON_TYPE.test(known.type)) {
    const text = await response.clone().text()
    check(parsed(text))
  }
  return response
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Leaving the stream leaves the one below it, so that the server sees what it would without a check. */
function whileRead(response: Response, { type }: Known, check: (value: unknown) => void): Response {
  const feed = type === 'text/event-stream' ? eventsTo(check) : linesTo(check)
  const decoder = new TextDecoder()
  const checked = response.body?.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        feed(decoder.decode(chunk, { stream: true }))
        controller.enqueue(chunk)
      },
    }),
  )
  const { status, statusText, headers } = response
  const copy = new Response(checked, { status, statusText, headers })
  return Object.defineProperty(copy, 'url', { value: response.url })
}

function eventsTo(check: (value: unknown) => void): (text: string) => void {
  const parser = createParser({
    onEvent: ({ event = 'message', data }) => check({ event, data: parsed(data) }),
  })
  return (text) => parser.feed(text)
}

function linesTo(check: (value: unknown) => void): (text: string) => void {
  let rest = ''
  return (text) => {
    const lines = `${rest}${text}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line) check(parsed(line))
  }
}
