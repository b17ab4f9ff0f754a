import { Problem } from '../../domain/problems.ts'

/** A 429. @param milliseconds until it is worth trying again */
export function throttled(milliseconds: number): Problem {
  const seconds = Math.max(Math.ceil(milliseconds / 1_000), 1)
  const unit = seconds === 1 ? 'second' : 'seconds'
  return new Problem('throttled', `Request was throttled. Expected available in ${seconds} ${unit}.`, {
    retryAfter: seconds,
  })
}
