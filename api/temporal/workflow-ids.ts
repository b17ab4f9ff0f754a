import { randomId, sha256 } from '../../storage/ids.ts'

/** A client's `Idempotency-Key`, with whom it belongs to and what it was sent for. */
export interface Idempotency {
  holder: string
  key: string
  /** SHA-256 of route and body. */
  fingerprint: string
}

/**
 * A workflow id that reads like a log line and starts with the guru: `acme.question.20261122-093000.x7f3k2`.
 * With an idempotency key it is made from guru, holder and key alone, so that Temporal itself refuses a second.
 */
export function workflowIdFor(guru: string, kind: string, idempotency: Idempotency | null): string {
  if (idempotency)
    return `${guru}.once.${sha256(JSON.stringify([guru, idempotency.holder, idempotency.key])).slice(0, 40)}`
  const stamp = new Date()
    .toISOString()
    .slice(0, 19)
    .replaceAll('-', '')
    .replaceAll(':', '')
    .replace('T', '-')
  return `${guru}.${kind}.${stamp}.${randomId(12)}`
}
