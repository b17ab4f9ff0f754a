import type { Request, Response } from 'express'
import { Problem } from '../../domain/problems.ts'
import {
  beginBrowserSession,
  createSignInToken,
  endBrowserSession,
  redeemSignInToken,
} from '../../storage/browser-sessions.ts'
import { recordEvent } from '../audit/record-event.ts'
import { recordLockOut } from '../audit/record-lock-out.ts'
import { ADMIN, holderOf, type Identity } from '../auth.ts'
import { contract } from '../contract/index.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { addressOf, networkOf } from '../limits/client-address.ts'
import { onlyFromOwnPages } from '../security/own-pages.ts'
import { sessionCookie } from '../security/session-cookie.ts'
import { type Served, serve } from '../serve.ts'

/** Signing in and out with a browser, and who one is. */
export function authRoutes(deps: ApiDependencies): Served[] {
  const { storage, adminKey, configuration, lockOut } = deps
  const cookie = sessionCookie(configuration.ERRAND_PUBLIC_URL)

  /** @throws {Problem} 401 or 429; a token is worth as much as a key, and is guessed at no more often */
  async function redeem(token: string, request: Request, response: Response): Promise<void> {
    if (await redeemSignInToken(storage, token)) return
    const network = networkOf(addressOf(request))
    if (lockOut.failed(network, token) === 'locked out') await recordLockOut(deps, response, network)
    throw new Problem('unauthorized', 'This link was used before, or is too old. Sign in with a key.')
  }

  const endFormer = async (request: Request): Promise<void> => {
    const former = cookie.read(request)
    if (former !== undefined) await endBrowserSession(storage, former)
  }

  return [
    serve(contract.signIn, async ({ body, request, response }) => {
      onlyFromOwnPages(request, configuration.ERRAND_PUBLIC_URL)
      if (body.token !== undefined) await redeem(body.token, request, response)
      const { identity, document } =
        body.key === undefined
          ? { identity: ADMIN, document: null }
          : await holderOf(deps, body.key, request, response)
      await endFormer(request)
      const { token, ends_at } = await beginBrowserSession(storage, document?._id ?? null, adminKey)
      cookie.set(response, token, ends_at)
      response.locals.identity = identity
      await recordEvent(deps, response, {
        ...(identity.guru !== null && { guru: identity.guru }),
        action: 'session.started',
        subject: { type: 'session', id: identity.holder },
        after: { by: body.key === undefined ? 'link' : 'key', ends_at },
      })
      return identityView({ ...identity, session: { ends_at } })
    }),

    serve(contract.signOut, async ({ identity, request, response }) => {
      await endFormer(request)
      cookie.clear(response)
      await recordEvent(deps, response, {
        ...(identity.guru !== null && { guru: identity.guru }),
        action: 'session.ended',
        subject: { type: 'session', id: identity.holder },
      })
    }),

    serve(contract.readMe, ({ identity }) => identityView(identity)),

    serve(contract.createSignInToken, async ({ body, response }) => {
      const { token, ends_at } = await createSignInToken(storage, body.valid_seconds * 1_000)
      await recordEvent(deps, response, {
        action: 'session.invited',
        subject: { type: 'session', id: 'admin' },
        after: { expires_at: ends_at },
      })
      return { token, expires_at: ends_at.toISOString() }
    }),
  ]
}

const identityView = ({ role, guru, label, session }: Identity) => ({
  role,
  guru,
  label,
  session: session ? { ends_at: session.ends_at.toISOString() } : null,
})
