import { createHash, timingSafeEqual } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import { notFound, Problem } from '../domain/problems.ts'
import { findKey } from '../storage/keys.ts'
import type { GuruDocument, Role } from '../storage/models.ts'
import type { ApiDependencies } from './dependencies.ts'

/** Who asks: the admin, or a guru's key. */
export interface Identity {
  /** `admin` or the key's id: whom sessions and idempotency keys belong to. */
  holder: string
  role: 'admin' | Role
  guru: string | null
  /** For "who changed it". */
  label: string
}

const ADMIN: Identity = { holder: 'admin', role: 'admin', guru: null, label: 'admin' }

declare global {
  namespace Express {
    interface Locals {
      request_id: string
      /** The workflow that the request began, if any. */
      workflow_id?: string
      identity: Identity
      guru: GuruDocument
    }
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Digests have one length, and comparing them takes the same time whatever they are. */
export const isAdminKey = (key: string, adminKey: string): boolean =>
  timingSafeEqual(digest(key), digest(adminKey))

/** Finds out who asks, by `x-api-key` or a bearer token. */
export function authenticate({ adminKey, storage }: ApiDependencies): RequestHandler {
  return async (request, response, next) => {
    const key = keyOf(request)
    if (!key) throw new Problem('unauthorized', 'Send an API key in the x-api-key header.')
    if (isAdminKey(key, adminKey)) response.locals.identity = ADMIN
    else {
      const found = await findKey(storage, key)
      if (!found) throw new Problem('unauthorized', 'This API key is not known. It may have been revoked.')
      const { key_id, role, guru, name } = found
      response.locals.identity = { holder: key_id, role, guru, label: `key ${name}` }
    }
    next()
  }
}

function keyOf(request: Request): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(request.get('authorization') ?? '')?.[1]
  return request.get('x-api-key') ?? bearer
}

export const adminOnly: RequestHandler = (_request, response, next) => {
  if (response.locals.identity.role !== 'admin') throw new Problem('forbidden', 'This needs the admin key.')
  next()
}

/** Everything under a guru's slug: its own keys and the admin come in, and the guru must exist. */
export function guruAccess({ storage }: ApiDependencies): RequestHandler<{ guru: string }> {
  return async (request, response, next) => {
    const { identity } = response.locals
    const slug = request.params.guru
    if (identity.guru !== null && identity.guru !== slug)
      throw new Problem('forbidden', 'This API key belongs to another guru.')
    const guru = await storage.gurus.findById(slug).lean<GuruDocument>()
    if (!guru) throw notFound(`Guru '${slug}'`)
    response.locals.guru = guru
    next()
  }
}

export const manageOnly: RequestHandler = (_request, response, next) => {
  if (response.locals.identity.role === 'chat')
    throw new Problem(
      'forbidden',
      'A chat key can only ask questions. This needs a key with the role manage.',
    )
  next()
}
