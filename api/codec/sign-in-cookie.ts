import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { CookieOptions, Request } from 'express'
import { CODEC_PATH } from '../../domain/codec-path.ts'
import type { HistoryKey } from '../../encryption/history-key.ts'

const COOKIE = 'errand_codec'
const VALID_MS = 8 * 3_600_000
/** When it ends, in milliseconds, and the signature over that. */
const FORM = /^(\d{13})\.([A-Za-z0-9_-]{43})$/

export interface SignInCookie {
  name: string
  /** A new value and the options to set it with. */
  issue(now?: number): { value: string; options: CookieOptions }
  /** To clear it, the same options are needed. */
  options: CookieOptions
  /** Whether the request carries one that holds. `now` is in milliseconds, by default the clock's. */
  isValid(request: Pick<Request, 'get'>, now?: number): boolean
}

/**
 * The cookie of a browser in which somebody has given the admin key. It holds nothing but its end and is signed with a
 * key made from both the history's newest key and the admin key: a change of either ends it.
 * @param publicUrl where browsers reach the API, where that is known
 */
export function createSignInCookie(
  { signInKey }: Pick<HistoryKey, 'signInKey'>,
  adminKey: string,
  publicUrl: string | undefined,
): SignInCookie {
  const key = createHmac('sha256', signInKey).update(createHash('sha256').update(adminKey).digest()).digest()
  const sign = (end: string) => createHmac('sha256', key).update(end).digest()
  // Strict: Temporal UI on another port of the same host, or another name of the same site, still sends it.
  const { protocol, pathname } = new URL(publicUrl ?? 'http://localhost')
  const options: CookieOptions = {
    httpOnly: true,
    sameSite: 'strict',
    path: `${pathname.replace(/\/+$/, '')}${CODEC_PATH}`,
    secure: protocol === 'https:',
  }
  return {
    name: COOKIE,
    options,
    issue(now = Date.now()) {
      const end = String(now + VALID_MS)
      return {
        value: `${end}.${sign(end).toString('base64url')}`,
        options: { ...options, maxAge: VALID_MS },
      }
    },
    isValid(request, now = Date.now()) {
      return cookiesOf(request).some((value) => {
        const [, end = '', signature = ''] = FORM.exec(value) ?? []
        return Number(end) > now && timingSafeEqual(Buffer.from(signature, 'base64url'), sign(end))
      })
    },
  }
}

const cookiesOf = (request: Pick<Request, 'get'>): string[] =>
  (request.get('cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .flatMap((pair) => (pair.startsWith(`${COOKIE}=`) ? [pair.slice(COOKIE.length + 1)] : []))
