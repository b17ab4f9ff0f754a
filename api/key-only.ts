import type { RequestHandler } from 'express'
import { Problem } from '../domain/problems.ts'

/**
 * Programs alone call these routes, with a key in a header. The cookie of a browser that has signed in is for pages of
 * ours, which have no need of them.
 * @throws {Problem} 401
 */
export const keyOnly: RequestHandler = (request, _response, next) => {
  const bearer = /^Bearer +\S+$/i.test(request.get('authorization') ?? '')
  if (!bearer && request.get('x-api-key') === undefined)
    throw new Problem(
      'unauthorized',
      'Send an API key as Authorization: Bearer KEY, or in the x-api-key header.',
    )
  next()
}
