import type { RenderedRequest } from '../../domain/render-request.ts'
import { RunFailure } from '../../domain/run-errors.ts'

export const MAX_REDIRECTS = 5
const REDIRECTS = new Set([301, 302, 303, 307, 308])
/** Say who the caller is, so they stay with the origin they were meant for. */
const CREDENTIAL_HEADERS = /^(authorization|proxy-authorization|cookie|x-api-key|api-key|x-auth-token)$/i
const BODY_HEADERS = /^content-(type|length|encoding|language|location)$/i

/**
 * The request that a redirect asks for, or null where the response is final. 301, 302 and 303 turn a request
 * with a body into a GET (RFC 9110, 15.4); 307 and 308 keep it. Another origin gets no credentials and no body.
 * @param carriesSecret whether a header holds a secret: it is dropped on another origin, whatever its name
 */
export function redirectOf(
  request: RenderedRequest,
  status: number,
  location: string | undefined,
  carriesSecret: (headerValue: string) => boolean,
): RenderedRequest | null {
  if (!REDIRECTS.has(status) || !location) return null
  const from = new URL(request.url)
  if (!URL.canParse(location, from.href))
    throw new RunFailure('invalid_request', `${from.host} redirects to something that is no URL.`)
  const to = new URL(location, from)
  if (to.protocol !== 'http:' && to.protocol !== 'https:')
    throw new RunFailure(
      'blocked_address',
      `${from.host} redirects to a ${to.protocol} address; only http and https are allowed.`,
    )
  if (to.username || to.password)
    throw new RunFailure('blocked_address', `${from.host} redirects to an address with a user name in it.`)
  to.hash = ''
  const becomesGet = status <= 303 && request.method !== 'GET' && request.method !== 'HEAD'
  const crossOrigin = to.origin !== from.origin
  if (crossOrigin && !becomesGet && request.body !== null)
    throw new RunFailure(
      'invalid_request',
      `${from.host} redirects a ${request.method} with its body to ${to.host}. Use that address in the action.`,
    )
  const headers = Object.entries(request.headers).filter(
    ([name, value]) =>
      !(crossOrigin && (CREDENTIAL_HEADERS.test(name) || carriesSecret(value))) &&
      !(becomesGet && BODY_HEADERS.test(name)) &&
      name.toLowerCase() !== 'host',
  )
  return {
    method: becomesGet ? 'GET' : request.method,
    url: to.href,
    headers: Object.fromEntries(headers),
    body: becomesGet ? null : request.body,
  }
}
