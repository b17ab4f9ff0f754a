import {
  localhostAllowedHostnames,
  validateHostHeader,
  validateOriginHeader,
} from '@modelcontextprotocol/server'
import type { RequestHandler } from 'express'
import type { Configuration } from '../../domain/configuration.ts'
import { Problem } from '../../domain/problems.ts'

/**
 * Keeps web pages out that come from elsewhere, as the protocol demands of its servers: by the `Origin` that browsers
 * send, and by `Host` where Errand listens on this machine alone, since a name of an attacker's may be made to lead
 * here. Programs send no `Origin`, and are let in by their key alone.
 * @throws {Problem} 403
 */
export function sameSiteOnly({
  ERRAND_HOST,
  ERRAND_PUBLIC_URL,
  ERRAND_CORS_ORIGINS,
}: Pick<Configuration, 'ERRAND_HOST' | 'ERRAND_PUBLIC_URL' | 'ERRAND_CORS_ORIGINS'>): RequestHandler {
  const ours = ERRAND_PUBLIC_URL ? [new URL(ERRAND_PUBLIC_URL).hostname] : []
  const allowed = [...localhostAllowedHostnames(), ...ours]
  const others = ERRAND_CORS_ORIGINS.map((origin) => new URL(origin).hostname)
  const isLocal = localhostAllowedHostnames().includes(
    ERRAND_HOST.includes(':') ? `[${ERRAND_HOST}]` : ERRAND_HOST,
  )
  return (request, _response, next) => {
    if (!validateOriginHeader(request.get('origin'), [...allowed, ...others]).ok)
      throw new Problem(
        'forbidden',
        'Web pages of another site can not use this. It would have to be in ERRAND_CORS_ORIGINS.',
      )
    if (isLocal && !validateHostHeader(request.get('host'), allowed).ok)
      throw new Problem(
        'forbidden',
        'Errand does not go by this host name. Use localhost, or start Errand with the name in ERRAND_PUBLIC_URL.',
      )
    next()
  }
}
