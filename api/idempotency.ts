import type { Request, Response } from 'express'
import { Problem } from '../domain/problems.ts'
import { sha256 } from '../storage/ids.ts'
import type { Idempotency } from './temporal/workflow-ids.ts'

const MAX_KEY = 200

/** The request's `Idempotency-Key`, if it has one. */
export function idempotencyOf(request: Request, response: Response): Idempotency | null {
  const key = request.get('idempotency-key')
  if (key === undefined) return null
  if (key.length === 0 || key.length > MAX_KEY)
    throw new Problem('validation_failed', `Idempotency-Key must have 1 to ${MAX_KEY} characters.`, {
      errors: [{ path: 'idempotency-key', message: `must have 1 to ${MAX_KEY} characters` }],
    })
  const fingerprint = sha256(
    JSON.stringify([request.method, request.path.replace(/\/+$/, ''), request.body ?? null]),
  )
  return { holder: response.locals.identity.holder, key, fingerprint }
}
