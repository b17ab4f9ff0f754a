import type { PayloadCodec } from '@temporalio/common'
import express, { type Request, type RequestHandler, Router } from 'express'
import { CODEC_PATH } from '../../domain/codec-path.ts'
import { Problem } from '../../domain/problems.ts'
import type { HistoryKey } from '../../encryption/history-key.ts'
import { adminOnly, authenticate, isAdminKey } from '../auth.ts'
import { throughCodec } from '../codec/remote-payloads.ts'
import { createSignInCookie } from '../codec/sign-in-cookie.ts'
import { sendForm, sendSignedIn } from '../codec/sign-in-page.ts'
import { onlyFromUi } from '../codec/ui-origin.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { askForBody, jsonBody } from '../json-body.ts'
import { addressOf, networkOf } from '../limits/client-address.ts'

/** A payload has up to 2 MiB and a message to Temporal 4, here in base64. */
const BODY_LIMIT = '8mb'
const FORM_LIMIT = '4kb'

/**
 * Temporal's remote codec: decodes and encodes payloads for Temporal UI and the `temporal` command, for those who
 * have the admin key or have given it on the sign-in page.
 */
export function codecRoutes(deps: ApiDependencies, key: Pick<HistoryKey, 'signInKey'>): Router {
  const { configuration, adminKey, encryption, lockOut } = deps
  const { ERRAND_PUBLIC_URL: publicUrl, TEMPORAL_UI_URL: uiUrl } = configuration
  const cookie = createSignInCookie(key, adminKey, publicUrl)
  const router = Router()

  // A cookie counts for pages of Temporal UI only, never for what comes without an origin.
  const signedIn = (request: Request) => request.get('origin') !== undefined && cookie.isValid(request)
  const authenticateKey = authenticate(deps)
  const allowed: RequestHandler = (request, response, next) => {
    if (signedIn(request)) return next()
    return authenticateKey(request, response, (error) =>
      error ? next(error) : adminOnly(request, response, next),
    )
  }
  const codec =
    (transform: PayloadCodec['decode']): RequestHandler =>
    async (request, response) => {
      response.set('Cache-Control', 'no-store').json(await throughCodec(request.body, transform))
    }
  const asked: RequestHandler[] = [allowed, ...jsonBody(BODY_LIMIT)]
  router.use(['/decode', '/encode'], onlyFromUi(uiUrl))
  router.post('/decode', ...asked, codec(encryption.codec.decode))
  router.post('/encode', ...asked, codec(encryption.codec.encode))

  router.get('/sign-in', (request, response) => {
    if (cookie.isValid(request)) sendSignedIn(response, endpointOf(request, publicUrl), uiUrl)
    else sendForm(response, 200, null)
  })

  const form = express.urlencoded({ limit: FORM_LIMIT, extended: false })
  router.post('/sign-in', ownPagesOnly, asksForBody, form, (request, response) => {
    const field: unknown = request.body?.key
    const given = typeof field === 'string' ? field.trim() : ''
    if (!isAdminKey(given, adminKey)) {
      lockOut.failed(networkOf(addressOf(request)), given)
      return sendForm(response, 401, 'That is not the admin key.')
    }
    const { value, options } = cookie.issue()
    response.cookie(cookie.name, value, options).redirect(303, 'sign-in')
  })

  router.post('/sign-out', ownPagesOnly, (_request, response) => {
    response.clearCookie(cookie.name, cookie.options).redirect(303, 'sign-in')
  })

  return router
}

/** Where the cookie of this request counts, as Temporal UI must call it. */
function endpointOf(request: Request, publicUrl: string | undefined): string {
  const host = request.get('host') ?? ''
  const base =
    publicUrl && new URL(publicUrl).host === host
      ? publicUrl.replace(/\/+$/, '')
      : `${request.protocol}://${host}`
  return `${base}${CODEC_PATH}`
}

const asksForBody: RequestHandler = (request, response, next) => {
  askForBody(request, response)
  next()
}

/** Another page must not sign a browser in or out. */
const ownPagesOnly: RequestHandler = (request, _response, next) => {
  const site = request.get('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw new Problem('forbidden', 'Another page has sent this form. Open the sign-in page itself.')
  next()
}
