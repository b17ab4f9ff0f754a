import { LRUCache } from 'lru-cache'
import { Problem } from '../../domain/problems.ts'

const MAX_FAILURES = 10
const WINDOW_MS = 10 * 60_000
/** Addresses that are remembered at once: a flood from many takes no more memory than this. */
const ADDRESSES = 10_000

export interface Attempts {
  /** @throws {Problem} 429 where the address has failed too often lately */
  check(address: string): void
  failed(address: string): void
}

/** Counts wrong keys by address: guessing must not be a matter of patience. */
export function countAttempts(): Attempts {
  const failures = new LRUCache<string, number>({ max: ADDRESSES, ttl: WINDOW_MS, noUpdateTTL: true })
  return {
    check(address) {
      if ((failures.get(address) ?? 0) < MAX_FAILURES) return
      const seconds = Math.ceil(failures.getRemainingTTL(address) / 1_000)
      throw new Problem('throttled', `Request was throttled. Expected available in ${seconds} seconds.`, {
        retryAfter: seconds,
      })
    },
    failed: (address) => void failures.set(address, (failures.get(address) ?? 0) + 1),
  }
}
