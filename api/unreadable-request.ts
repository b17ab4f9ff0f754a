import { type Server, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { Problem } from '../domain/problems.ts'

/** Answers a request that is no HTTP as every other one that is refused: by a problem document. Express never sees it. */
export function answerUnreadable(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    // Nobody is there any more, or is in the middle of another answer.
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswering(socket)) socket.destroy()
    else socket.end(responseTo(problemOf(error.code)))
  })
}

function isAnswering(socket: Duplex): boolean {
  const message = '_httpMessage' in socket ? (socket._httpMessage as { headersSent?: boolean } | null) : null
  return message?.headersSent === true
}

function problemOf(code: string | undefined): Problem {
  if (code === 'HPE_HEADER_OVERFLOW')
    return new Problem('headers_too_large', 'The headers and the path are larger than 16 KiB in all.')
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new Problem('request_timeout', 'The request took too long to arrive.')
  return new Problem('unreadable_json', 'The request could not be read: it is not valid HTTP.')
}

function responseTo(problem: Problem): string {
  const body = JSON.stringify(problem)
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'X-Content-Type-Options: nosniff',
    'Connection: close',
    '',
    body,
  ].join('\r\n')
}
