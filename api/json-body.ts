import express, { type RequestHandler } from 'express'
import { Problem } from '../domain/problems.ts'

/** Reads a JSON body up to `limit` (such as `1mb`); refuses any other kind of body. */
export const jsonBody = (limit: string): RequestHandler[] => [
  jsonOnly,
  express.json({ limit, strict: true, type: () => true }),
]

const jsonOnly: RequestHandler = (request, _response, next) => {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0
  if (hasBody && !request.is(['application/json', 'application/*+json']))
    throw new Problem('unsupported_media_type', 'Send the body as JSON, with Content-Type: application/json.')
  next()
}
