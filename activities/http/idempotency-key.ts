import { createHash } from 'node:crypto'

/**
 * The key that tells a service that this is the same call as before, for the services that understand
 * `Idempotency-Key`: always the same for one run, never the same for two. In the form of a UUID (version 8, RFC 9562),
 * which every service takes.
 */
export function idempotencyKeyOf(workflowId: string): string {
  const bytes = createHash('sha256').update(`idempotency-key/${workflowId}`).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
