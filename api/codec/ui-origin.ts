import type { RequestHandler } from 'express'
import { Problem } from '../../domain/problems.ts'

/** What Temporal UI sends: its own headers, and the access token where it is told to pass that on. */
const HEADERS = 'authorization, authorization-extras, content-type, x-namespace'
/** How long a browser need not ask again, in seconds. */
const PREFLIGHT_AGE = '600'

/**
 * Lets pages of Temporal UI's origin call, with credentials, and pages of no other. A request without an origin
 * comes from no page: the `temporal` command.
 * @param uiUrl where people open Temporal UI; undefined: no page may call
 */
export function onlyFromUi(uiUrl: string | undefined): RequestHandler {
  const allowed = uiUrl && new URL(uiUrl).origin
  return (request, response, next) => {
    response.vary('Origin')
    const origin = request.get('origin')
    if (origin !== undefined && origin !== allowed)
      throw new Problem(
        'forbidden',
        allowed
          ? `Only Temporal UI at ${allowed} may ask here from a browser. TEMPORAL_UI_URL says where it is.`
          : 'No page may ask here: TEMPORAL_UI_URL says where Temporal UI is, and is not set.',
      )
    if (origin !== undefined)
      response.set({
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Allow-Credentials': 'true',
      })
    if (request.method !== 'OPTIONS') return next()
    response
      .set({
        'Access-Control-Allow-Methods': 'POST',
        'Access-Control-Allow-Headers': HEADERS,
        'Access-Control-Max-Age': PREFLIGHT_AGE,
      })
      .sendStatus(204)
  }
}
