import type { RenderedRequest } from '../../domain/render-request.ts'
import { RunFailure } from '../../domain/run-errors.ts'

export const MAX_REDIRECTS = 5
const REDIRECTS = new Set([301, 302, 303, 307, 308])
/** Words in names of headers that say who the caller is: they stay with the origin that they were meant for. */
const CREDENTIAL_HEADERS =
  /(^|[-_])(auth|authorization|cookie|credentials?|keys?|passw(or)?d|secrets?|session|signature|tokens?)($|[-_])|apikey/i
const BODY_HEADERS = /^content-(type|length|encoding|language|location)$/i

/**
 * The request that a redirect asks for, or null where the response is final. 301, 302 and 303 turn a request
 * with a body into a GET (RFC 9110, 15.4); 307 and 308 keep it. Another origin gets no credentials and no body.
 * @param secretHeaders in lower case, the headers that are made of secrets: they are dropped on another origin too
 */
export function redirectOf(
  request: RenderedRequest,
  status: number,
  location: string | undefined,
  secretHeaders: ReadonlySet<string>,
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
    ([name]) =>
      !(crossOrigin && (CREDENTIAL_HEADERS.test(name) || secretHeaders.has(name.toLowerCase()))) &&
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
