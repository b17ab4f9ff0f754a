import { randomBytes } from 'node:crypto'
import type { Response } from 'express'
import { securityPolicy } from '../security/headers.ts'
import type { Dashboard } from './load-dashboard.ts'

/** Sends the one document of all the dashboard's pages; its script shows what belongs to the address. */
export function sendDocument(response: Response, { document }: Dashboard): void {
  const nonce = randomBytes(16).toString('base64url')
  response
    .set('Content-Security-Policy', securityPolicy(nonce))
    .set('Cache-Control', 'no-store')
    .type('html')
    .send(document.replace('%STYLE_NONCE%', nonce))
}
