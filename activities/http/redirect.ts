import type { RenderedRequest } from '../../domain/render-request.ts'
import { RunFailure } from '../../domain/run-errors.ts'
import type { SecretPlaces } from './secret-places.ts'

export const MAX_REDIRECTS = 5
const REDIRECTS = new Set([301, 302, 303, 307, 308])
/** Headers that say who the caller is stay with the origin they were meant for, whatever a service calls them. */
const CREDENTIAL_HEADERS = /auth|cookie|credential|key|password|secret|session|signature|token/i
const BODY_HEADERS = /^content-(type|length|encoding|language|location)$/i

/**
 * The request that a redirect asks for, or null where the response is final. A 303 turns any request into a GET, 301
 * and 302 a POST, as all clients do (RFC 9110, 15.4); else method and body stay. Another origin gets no credentials,
 * and never a body that holds a secret.
 */
export function redirectOf(
  request: RenderedRequest,
  status: number,
  location: string | undefined,
  secrets: Pick<SecretPlaces, 'headers' | 'body'>,
): RenderedRequest | null {
  if (!REDIRECTS.has(status) || !location) return null
  const from = new URL(request.url)
  const to = targetOf(from, location)
  const becomesGet = status === 303 ? request.method !== 'HEAD' : status <= 302 && request.method === 'POST'
  const crossOrigin = to.origin !== from.origin
  const keepsBody = !becomesGet && request.body !== null
  if (crossOrigin && keepsBody && secrets.body)
    throw new RunFailure(
      'invalid_request',
      `${from.host} redirects a ${request.method} with a secret in its body to ${to.origin}. Use that address in the action.`,
    )
  const headers = Object.entries(request.headers).filter(
    ([name]) =>
      !(crossOrigin && (CREDENTIAL_HEADERS.test(name) || secrets.headers.has(name.toLowerCase()))) &&
      !(becomesGet && BODY_HEADERS.test(name)) &&
      name.toLowerCase() !== 'host',
  )
  return {
    method: becomesGet ? 'GET' : request.method,
    url: to.href,
    headers: Object.fromEntries(headers),
    body: keepsBody ? request.body : null,
  }
}

function targetOf(from: URL, location: string): URL {
  // Servers write UTF-8 where only ASCII is allowed, and Node reads bytes.
  const text = Buffer.from(location, 'latin1').toString('utf8')
  if (!URL.canParse(text, from.href))
    throw new RunFailure('invalid_request', `${from.host} redirects to something that is no URL.`)
  const to = new URL(text, from)
  if (to.protocol !== 'http:' && to.protocol !== 'https:')
    throw new RunFailure(
      'blocked_address',
      `${from.host} redirects to a ${to.protocol} address; only http and https are allowed.`,
    )
  if (to.username || to.password)
    throw new RunFailure('blocked_address', `${from.host} redirects to an address with a user name in it.`)
  to.hash = ''
  return to
}
