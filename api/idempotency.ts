import type { Request, Response } from 'express'
import { sha256 } from '../storage/ids.ts'
import { idempotencyHeaders } from './contract/common.ts'
import { parse } from './parse.ts'
import type { Idempotency } from './temporal/workflow-ids.ts'

/** The request's `Idempotency-Key`, if it has one. @throws {Problem} 422 where it is too long or empty */
export function idempotencyOf(request: Request, response: Response): Idempotency | null {
  const { 'idempotency-key': key } = parse(idempotencyHeaders, request.headers)
  if (key === undefined) return null
  const fingerprint = sha256(
    JSON.stringify([request.method, request.path.replace(/\/+$/, ''), request.body ?? null]),
  )
  return { holder: response.locals.identity.holder, key, fingerprint }
}
