// Each command line is imported, and run by the real curl against a server on loopback. The action has to send what
// curl sent: method, path, query, headers and body.
import test from 'ava'
import type { ApiCall } from '../../domain/action.ts'
import { renderRequest } from '../../domain/render-request.ts'
import { importCurl } from '../../importing/curl/import-curl.ts'
import { CURL_LINES, type CurlLine } from './support/curl-lines.ts'
import { type SentRequest, sentByCurl } from './support/run-curl.ts'

/** Of each side's own HTTP client. */
const OF_CLIENTS = new Set(['host', 'connection', 'content-length', 'accept-encoding', 'expect'])

// One after the other: each starts three processes.
for (const [title, line] of Object.entries(CURL_LINES))
  test.serial(`sends what curl sends: ${title}`, async (t) => {
    const { action } = importCurl(line.line)
    const rendered = renderRequest(action.api_call as ApiCall, {
      parameters: line.parameters ?? {},
      secrets: line.secrets ?? {},
    })
    const sent = await sentByCurl(filled(line), line.env ?? {})
    const { pathname, search } = new URL(rendered.url)
    const ours: SentRequest = {
      method: rendered.method,
      target: pathname + search,
      headers: Object.fromEntries(
        Object.entries(rendered.headers).map(([name, value]) => [name.toLowerCase(), value]),
      ),
      body: rendered.body ?? '',
    }
    t.deepEqual(comparable(ours, line), comparable(sent, line))
  })

function filled({ line, posix, fill = {} }: CurlLine): string {
  let text = posix ?? line
  for (const [from, to] of Object.entries(fill)) text = text.replaceAll(from, to)
  return text
}

function comparable({ method, target, headers, body }: SentRequest, { retyped }: CurlLine) {
  const type = retyped ? 'application/json' : String(headers['content-type'] ?? '')
  const { pathname, searchParams } = new URL(target, 'http://host')
  const kept = Object.entries({
    ...headers,
    'content-type': type.replace(/boundary=.*/, 'boundary=…'),
  }).filter(
    ([name, value]) =>
      !OF_CLIENTS.has(name) &&
      !(name === 'accept' && value === '*/*') &&
      !/^curl\//.test(String(value)) &&
      value !== '',
  )
  const boundary = /boundary=(.*)/.exec(type)?.[1]
  return {
    method,
    path: pathname.split('/').map(decodeURIComponent),
    query: [...searchParams],
    headers: Object.fromEntries(kept),
    body: bodyOf(body, type, boundary),
  }
}

/** JSON may be spaced and escaped in other ways, and forms as well; everything else is the same byte for byte. */
function bodyOf(body: string, type: string, boundary: string | undefined): unknown {
  if (type === 'application/json' && body !== '') return JSON.parse(body)
  if (type === 'application/x-www-form-urlencoded') return [...new URLSearchParams(body)]
  return boundary === undefined ? body : body.replaceAll(boundary, '…')
}
