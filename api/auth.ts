import { createHash, timingSafeEqual } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import { notFound, Problem } from '../domain/problems.ts'
import { findBrowserSession } from '../storage/browser-sessions.ts'
import { findKey, findKeyById, noteUse } from '../storage/keys.ts'
import type { BrowserSessionDocument, GuruDocument, KeyDocument, Role } from '../storage/models.ts'
import { recordLockOut } from './audit/record-lock-out.ts'
import type { ApiDependencies } from './dependencies.ts'
import { addressOf, networkOf } from './limits/client-address.ts'
import { onlyOwnPages } from './security/own-pages.ts'
import { sessionCookie } from './security/session-cookie.ts'

/** Who asks: the admin, or a guru's key. */
export interface Identity {
  /** `admin` or the key's id: whom sessions and idempotency keys belong to. */
  holder: string
  role: 'admin' | Role
  guru: string | null
  /** For "who changed it". */
  label: string
  /** The session of the browser that asks; missing where the request carries the key itself. */
  session?: Pick<BrowserSessionDocument, 'ends_at'>
}

export const ADMIN: Identity = { holder: 'admin', role: 'admin', guru: null, label: 'admin' }

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

export type Authenticating = Pick<
  ApiDependencies,
  'adminKey' | 'storage' | 'lockOut' | 'audit' | 'configuration' | 'log'
>

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Digests have one length, and comparing them takes the same time whatever they are. */
export const isAdminKey = (key: string, adminKey: string): boolean =>
  timingSafeEqual(digest(key), digest(adminKey))

const identityOf = ({ key_id, role, guru, name }: KeyDocument): Identity => ({
  holder: key_id,
  role,
  guru,
  label: `key ${name}`,
})

/** Finds out who asks: by `x-api-key`, a bearer token, or the cookie of a browser that has signed in. */
export function authenticate(deps: Authenticating): RequestHandler {
  const { ERRAND_PUBLIC_URL: publicUrl } = deps.configuration
  const cookie = sessionCookie(publicUrl)
  return async (request, response, next) => {
    const key = keyOf(request)
    const token = cookie.read(request)
    if (key !== undefined) response.locals.identity = (await holderOf(deps, key, request, response)).identity
    else if (token !== undefined) {
      onlyOwnPages(request, publicUrl)
      response.locals.identity = await signedIn(deps, token)
    } else throw new Problem('unauthorized', 'Send an API key in the x-api-key header.')
    next()
  }
}

/** An empty header is a wrong key, and no reason to look for a cookie. */
function keyOf(request: Request): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(request.get('authorization') ?? '')?.[1]
  return request.get('x-api-key') ?? bearer
}

/**
 * Whose key it is. Wrong ones are counted by the network that they come from; a right one always gets in.
 * @throws {Problem} 401, or 429 where a network has sent too many wrong ones
 */
export async function holderOf(
  deps: Authenticating,
  key: string,
  request: Request,
  response: Response,
): Promise<{ identity: Identity; document: KeyDocument | null }> {
  const { adminKey, storage, lockOut, log } = deps
  if (isAdminKey(key, adminKey)) return { identity: ADMIN, document: null }
  const network = networkOf(addressOf(request))
  await lockOut.check(network, key)
  const document = await findKey(storage, key)
  if (!document) {
    if (lockOut.failed(network, key) === 'locked out') await recordLockOut(deps, response, network)
    throw new Problem('unauthorized', 'This API key is not known. It may have been revoked.')
  }
  noteUse(storage, document).catch((error) =>
    log.warn({ error_message: error?.message }, 'that a key was used is not noted'),
  )
  return { identity: identityOf(document), document }
}

/** @throws {Problem} 401 where the session has ended, or the key that it was begun with was revoked */
async function signedIn({ storage, adminKey }: Authenticating, token: string): Promise<Identity> {
  const session = await findBrowserSession(storage, token, adminKey)
  const key = session?.key ? await findKeyById(storage, session.key) : null
  if (!session || (session.key !== null && !key))
    throw new Problem('unauthorized', 'You are not signed in any more. Sign in again.')
  return { ...(key ? identityOf(key) : ADMIN), session }
}

export const adminOnly: RequestHandler = (_request, response, next) => {
  if (response.locals.identity.role !== 'admin') throw new Problem('forbidden', 'This needs the admin key.')
  next()
}

/** Everything under a guru's slug: its own keys and the admin come in, and the guru must exist. */
export function guruAccess({ storage }: Pick<ApiDependencies, 'storage'>): RequestHandler<{ guru: string }> {
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
