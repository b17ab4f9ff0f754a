import { parseCookie } from 'cookie'
import type { CookieOptions, Request, Response } from 'express'

/** What browsers accept from this host alone, over https alone, and for all of it. */
const HOST_PREFIX = '__Host-'
const NAME = 'errand_session'

export interface SessionCookie {
  name: string
  read(request: Pick<Request, 'get'>): string | undefined
  set(response: Response, token: string, endsAt: Date): void
  clear(response: Response): void
}

/** The cookie of browsers that have signed in. @param publicUrl where they reach the API, where that is known */
export function sessionCookie(publicUrl: string | undefined): SessionCookie {
  const secure = publicUrl !== undefined && new URL(publicUrl).protocol === 'https:'
  const name = `${secure ? HOST_PREFIX : ''}${NAME}`
  const options: CookieOptions = { httpOnly: true, sameSite: 'strict', path: '/', secure }
  return {
    name,
    read: (request) => parseCookie(request.get('cookie') ?? '')[name],
    set: (response, token, expires) => void response.cookie(name, token, { ...options, expires }),
    clear: (response) => void response.clearCookie(name, options),
  }
}
