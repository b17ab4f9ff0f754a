import type { Request } from 'express'
import { Problem } from '../../domain/problems.ts'

/** What pages of ours send with a change. Another origin's can't, without asking first and being refused. */
export const CSRF_HEADER = 'x-csrf-protection'

const READING = ['GET', 'HEAD', 'OPTIONS']

/**
 * Refuses a request that another site's page may have had a browser send, with the cookie of somebody who is signed
 * in. SameSite=Strict keeps most of these away; not those of another port or another name of the same site, nor of a
 * browser that doesn't know it. So a change needs a header that only pages of ours can send, and whatever the browser
 * says of where it comes from must fit, for reading too.
 * @param publicUrl where browsers reach the API, where that is known
 * @throws {Problem} 403
 */
export function onlyOwnPages(request: Request, publicUrl: string | undefined): void {
  onlyFromOwnPages(request, publicUrl)
  if (!READING.includes(request.method) && !request.get(CSRF_HEADER))
    throw new Problem('forbidden', `With a session, a change needs the header ${CSRF_HEADER}: 1.`)
}

/** Refuses what a page of another site had a browser send. @throws {Problem} 403 */
export function onlyFromOwnPages(request: Request, publicUrl: string | undefined): void {
  if (!isFromOwnPage(request, publicUrl))
    throw new Problem(
      'forbidden',
      'A page of another site has sent this. It may call with an API key in the x-api-key header only.',
    )
}

/** By what browsers say and pages can't change. Whoever says nothing at all is no page. */
function isFromOwnPage(request: Request, publicUrl: string | undefined): boolean {
  const site = request.get('sec-fetch-site')
  if (site === 'same-origin') return true
  // Somebody has typed the address, or followed a link to it.
  const navigates =
    request.get('sec-fetch-mode') === 'navigate' && request.get('sec-fetch-dest') === 'document'
  if (site !== undefined) return READING.includes(request.method) && navigates
  const origin = request.get('origin')
  if (origin === undefined) return true
  const own = [`${request.protocol}://${request.host}`, ...(publicUrl ? [new URL(publicUrl).origin] : [])]
  return own.includes(origin)
}
