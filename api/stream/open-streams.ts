import { Problem } from '../../domain/problems.ts'

/** Each holds a connection and, for each run, a call to Temporal, which allows about a thousand. */
const AT_MOST = 300
const RETRY_AFTER = 5

/** The streams of this process. */
export interface OpenStreams {
  /** A place for one more, to be given back. @throws {Problem} 503 where there is none */
  enter(): { closing: AbortSignal; leave(): void }
  /** Ends them all: the process stops. */
  close(): void
}

export function createOpenStreams(atMost = AT_MOST): OpenStreams {
  const closing = new AbortController()
  let open = 0
  return {
    enter() {
      if (closing.signal.aborted || open >= atMost)
        throw new Problem(
          'unavailable',
          `Too many answers are streamed at the moment. Try again in ${RETRY_AFTER} s.`,
          {
            retryAfter: RETRY_AFTER,
          },
        )
      open += 1
      let left = false
      return {
        closing: closing.signal,
        leave() {
          if (!left) open -= 1
          left = true
        },
      }
    },
    close: () => closing.abort(),
  }
}
