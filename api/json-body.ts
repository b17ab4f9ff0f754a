import type { Request, RequestHandler, Response } from 'express'
import { MIMEType } from 'whatwg-mimetype'
import { Problem } from '../domain/problems.ts'
import { readBody } from './json/read-body.ts'
import { parseStrictly } from './json/strict-json.ts'

/** Reads a JSON body up to `limit` (such as `1mb`), unpacked; refuses any other kind of body before reading it. */
export const jsonBody = (limit: string): RequestHandler[] => [
  async (request, response, next) => {
    if (!hasBody(request.headers)) return next()
    requireJson(request.headers['content-type'] ?? '')
    const bytes = await readBody(request, limit, () => askForBody(request, response))
    request.body = bytes.length > 0 ? parseStrictly(bytes) : undefined
    next()
  },
]

const hasBody = (headers: Record<string, unknown>): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/** @throws {Problem} 415 */
function requireJson(contentType: string): void {
  const type = MIMEType.parse(contentType)
  if (type === null || !/^application\/(?:.+\+)?json$/.test(type.essence))
    throw new Problem('unsupported_media_type', 'Send the body as JSON, with Content-Type: application/json.')
  if (!/^utf-?8$/i.test(type.parameters.get('charset') ?? 'utf-8'))
    throw new Problem('unsupported_media_type', 'Send the body in UTF-8: JSON has no other encoding.')
}

/** Who asks first, with `Expect: 100-continue`, is told now: all that there was to refuse is refused. */
export function askForBody({ headers }: Request, response: Response): void {
  if (/^100-continue$/i.test(headers.expect ?? '')) response.writeContinue()
}
