import { RateLimiterRes } from 'rate-limiter-flexible'
import StoreLimiter from 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js'
import type { Storage } from '../../storage/connection.ts'
import { type Taken, takeFromLimit } from '../../storage/limits.ts'

/**
 * A limit that all processes on one database share. The package's own store for MongoDB needs an index that forgets,
 * and filters by two fields; ours gets by with `_id`, so that it holds, and is fast, on every server that we run on.
 */
export class StoredLimiter extends StoreLimiter {
  readonly #storage: Pick<Storage, 'limits'>

  /**
   * @param points how many in a window
   * @param duration of a window, in seconds
   */
  constructor(storage: Pick<Storage, 'limits'>, name: string, points: number, duration: number) {
    // Who has taken all is turned away from memory for the rest of the window: a flood doesn't reach the database.
    super({ storeClient: storage, keyPrefix: name, points, duration, inMemoryBlockOnConsumed: points })
    this.#storage = storage
  }

  protected override _upsert(key: string, points: number, durationMs: number): Promise<Taken> {
    return takeFromLimit(this.#storage, key, points, durationMs)
  }

  protected override _getRateLimiterRes(
    _key: string,
    points: number,
    { count, ends_at }: Taken,
  ): RateLimiterRes {
    const remaining = Math.max(this.points - count, 0)
    const left = Math.max(ends_at.getTime() - Date.now(), 1)
    return new RateLimiterRes(remaining, left, count, count === points)
  }
}
