import { Problem } from '../../domain/problems.ts'

/** Each holds a connection and, for each run, a call to Temporal, which allows about a thousand. */
const AT_MOST = 300
/** Of these one key may have so many: some are left for the others. */
const SHARE_OF_ONE = 0.75
const RETRY_AFTER = 5

/** The streams of this process. */
export interface OpenStreams {
  /** A place for one more of a key's holder, to be given back. @throws {Problem} 503 where there is none */
  enter(holder: string): { closing: AbortSignal; leave(): void }
  /** How many there are. */
  count(): number
  /** Ends them all: the process stops. */
  close(): void
}

export function createOpenStreams(atMost = AT_MOST): OpenStreams {
  const closing = new AbortController()
  const mostOfOne = Math.max(1, Math.floor(atMost * SHARE_OF_ONE))
  const open = new Map<string, number>()
  const all = (): number => [...open.values()].reduce((sum, count) => sum + count, 0)
  return {
    enter(holder) {
      const own = open.get(holder) ?? 0
      if (closing.signal.aborted || all() >= atMost || own >= mostOfOne)
        throw new Problem(
          'unavailable',
          `Too many answers are streamed at the moment. Try again in ${RETRY_AFTER} s.`,
          {
            retryAfter: RETRY_AFTER,
          },
        )
      open.set(holder, own + 1)
      let left = false
      return {
        closing: closing.signal,
        leave() {
          if (left) return
          left = true
          const others = (open.get(holder) ?? 1) - 1
          if (others > 0) open.set(holder, others)
          else open.delete(holder)
        },
      }
    },
    count: all,
    close: () => closing.abort(),
  }
}
