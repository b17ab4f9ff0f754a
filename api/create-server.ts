import { createServer, type Server } from 'node:http'
import type { Express } from 'express'
import { answerUnreadable } from './unreadable-request.ts'

/** How long the line and headers of a request may take to come, in milliseconds. */
const HEADERS_MS = 15_000
/** How long all of a request may take to come. What is answered, and streamed, may take longer. */
const REQUEST_MS = 60_000
/** An idle connection: longer than what usual load balancers keep theirs, so that none is used while it is closed. */
const KEEP_ALIVE_MS = 65_000
const CHECKED_EVERY_MS = 5_000
const HEADERS_BYTES = 16 * 1_024

/** The server of the application: whoever sends slowly, or never ends, is not waited for. */
export function createApiServer(app: Express): Server {
  const server = createServer(
    {
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: CHECKED_EVERY_MS,
      maxHeaderSize: HEADERS_BYTES,
      // The application does, with a problem document.
      requireHostHeader: false,
    },
    app,
  )
  // Whoever asks before sending a body is answered by the route, once it wants to read it.
  server.on('checkContinue', app)
  // What else may be expected of a server may be ignored.
  server.on('checkExpectation', app)
  answerUnreadable(server)
  return server
}
