import { LRUCache } from 'lru-cache'
import type { Storage } from '../../storage/connection.ts'
import { allKeyIds, keyId, looksLikeKey } from '../../storage/keys.ts'
import { throttled } from './throttled.ts'

export const WRONG_KEYS = 20
const WINDOW_MS = 60_000
/** Networks that are remembered at once: a flood from many takes no more memory than this. */
const NETWORKS = 10_000
/** A key that was made a moment ago may be taken for a wrong one for so long, at an address that is locked out. */
const KEYS_KNOWN_FOR_MS = 3_000

export interface LockOut {
  /**
   * Counts what turned out to be no key. The same one again is no other guess: a program whose key was revoked goes
   * on being told so.
   * @returns `locked out` for the one that uses the minute up
   * @throws {Problem} 429 where the network has had too many already
   */
  failed(network: string, key: string): 'counted' | 'locked out'
  /**
   * To be asked before a key is looked up. A right key is never refused; once a network is locked out, wrong ones
   * are, without a look-up for each.
   * @throws {Problem} 429
   */
  check(network: string, key: string): Promise<void>
}

/**
 * Makes guessing hopeless, and cheap to refuse: each network has some wrong keys in a minute. By process: the keys
 * have 256 random bits, so a bound that is a few times higher bounds as well.
 */
export function createLockOut(storage: Pick<Storage, 'keys'>): LockOut {
  const failures = new LRUCache<string, number>({ max: NETWORKS, ttl: WINDOW_MS, noUpdateTTL: true })
  const guesses = new LRUCache<string, true>({ max: NETWORKS, ttl: WINDOW_MS })
  let known: { keys: Promise<Set<string>>; at: number } | undefined

  /** One read for all guesses of some seconds. */
  const knownKeys = (): Promise<Set<string>> => {
    const now = Date.now()
    if (!known || now - known.at > KEYS_KNOWN_FOR_MS) {
      const keys = allKeyIds(storage)
      known = { keys, at: now }
      keys.catch(() => {
        known = undefined
      })
    }
    return known.keys
  }

  const isLocked = (network: string): boolean => (failures.get(network) ?? 0) >= WRONG_KEYS
  const refuse = (network: string): void => {
    if (isLocked(network)) throw throttled(failures.getRemainingTTL(network))
  }
  return {
    failed(network, key) {
      const guess = `${network} ${keyId(key)}`
      if (guesses.get(guess)) return 'counted'
      refuse(network)
      guesses.set(guess, true)
      failures.set(network, (failures.get(network) ?? 0) + 1)
      return isLocked(network) ? 'locked out' : 'counted'
    },
    async check(network, key) {
      if (!isLocked(network) || guesses.has(`${network} ${keyId(key)}`)) return
      if (!looksLikeKey(key) || !(await knownKeys()).has(keyId(key))) refuse(network)
    },
  }
}
