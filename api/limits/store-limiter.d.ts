// The base class is documented and typed, but not among what the package's index exports at run time.
declare module 'rate-limiter-flexible/lib/RateLimiterStoreAbstract.js' {
  import type { RateLimiterRes, RateLimiterStoreAbstract } from 'rate-limiter-flexible'

  export default class extends RateLimiterStoreAbstract {
    protected _upsert(key: string, points: number, durationMs: number): Promise<unknown>
    protected _getRateLimiterRes(key: string, points: number, result: unknown): RateLimiterRes
  }
}
