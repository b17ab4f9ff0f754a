import cors from 'cors'
import type { RequestHandler } from 'express'

/** How long a browser need not ask again, in seconds. */
const PREFLIGHT_AGE = 600

/**
 * Lets pages of these origins call with a key. Never with the cookie of somebody who is signed in: that is for pages
 * of ours. Where there are none, no header says anything, and browsers refuse.
 */
export const otherOrigins = (origins: string[]): RequestHandler =>
  origins.length === 0
    ? (_request, _response, next) => next()
    : (cors({
        origin: origins,
        credentials: false,
        methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
        exposedHeaders: [
          'RateLimit',
          'RateLimit-Policy',
          'Retry-After',
          'X-Request-Id',
          'Content-Location',
          'ETag',
          'Mcp-Session-Id',
        ],
        maxAge: PREFLIGHT_AGE,
      }) as RequestHandler)
