import type { RequestHandler } from 'express'
import helmet from 'helmet'

const YEAR_SECONDS = 31_536_000

/**
 * What pages may load: their own files, and no script that stands in them.
 * @param styleNonce lets the page's scripts add styles that carry it
 */
const policy = (styleNonce?: string) => ({
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", ...(styleNonce ? [`'nonce-${styleNonce}'`] : [])],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  baseUri: ["'none'"],
})

/** The value of Content-Security-Policy for a page of one response. */
export const securityPolicy = (styleNonce: string): string =>
  Object.entries(policy(styleNonce))
    .map(
      ([name, values]) =>
        `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${values.join(' ')}`,
    )
    .join(';')

/**
 * Headers that keep browsers from doing with our answers what nobody meant: pages load nothing but their own files,
 * run no script that stands in them, and are shown in no frame.
 * @param publicUrl where browsers reach the API; only where that is https are they told to come by https
 */
export function securityHeaders(publicUrl: string | undefined): RequestHandler {
  const https = publicUrl !== undefined && new URL(publicUrl).protocol === 'https:'
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: policy(),
    },
    strictTransportSecurity: https ? { maxAge: YEAR_SECONDS, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
  })
}

/** What the API answers is of one moment and for one key: nobody on the way keeps it. A route may know better. */
export const notStored: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store')
  next()
}
