import type { Readable } from 'node:stream'
import type { AxiosResponse } from 'axios'
import type { RenderedRequest } from '../../domain/render-request.ts'
import { RunFailure } from '../../domain/run-errors.ts'
import type { Agents } from '../../egress/agents.ts'
import { connectionFailure } from './connection-failure.ts'
import { decompress } from './decompress.ts'
import { type ReadBody, readBody } from './read-body.ts'
import { MAX_REDIRECTS, redirectOf } from './redirect.ts'
import { RETRIED_STATUS } from './retry.ts'
import { checkSecretHosts } from './secret-hosts.ts'
import type { SecretPlaces } from './secret-places.ts'
import { send } from './send.ts'

/** A response with its body, and how it was come by. */
export interface Exchange {
  /** Host and port of the last hop. */
  host: string
  status: number
  statusText: string
  headers: Record<string, string | undefined>
  body: ReadBody
  /** A content encoding that could not be undone, else null. */
  encoding: string | null
  redirects: number
}

/** One attempt of a call: the request, up to five redirects, each judged like the first hop, and the body. */
export async function exchange(
  agents: Agents,
  first: RenderedRequest,
  secrets: SecretPlaces,
  signal: AbortSignal,
): Promise<Exchange> {
  let request = first
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    checkSecretHosts(secrets.sent, request.url)
    const response = await send(agents, request, signal)
    const headers = response.headers as Record<string, string | undefined>
    const next = redirectOf(request, response.status, headers.location, secrets)
    if (!next) return { ...(await read(response, request)), headers, redirects }
    response.data.destroy()
    request = next
  }
  throw new RunFailure(
    'invalid_request',
    `${new URL(first.url).host} redirects more than ${MAX_REDIRECTS} times.`,
  )
}

async function read(
  { status, statusText, headers, data }: AxiosResponse<Readable>,
  { method, url }: RenderedRequest,
): Promise<Omit<Exchange, 'headers' | 'redirects'>> {
  const { host } = new URL(url)
  const hasBody = method !== 'HEAD' && status !== 204
  const { stream, encoding } = decompress(data, hasBody ? String(headers['content-encoding'] ?? '') : '')
  try {
    return { host, status, statusText, body: await readBody(stream), encoding }
  } catch (error) {
    // What is tried again anyway need not be read.
    if (RETRIED_STATUS.has(status)) return { host, status, statusText, body: NOTHING, encoding }
    throw connectionFailure(error, host)
  }
}

const NOTHING: ReadBody = { bytes: new Uint8Array(), more: false }
