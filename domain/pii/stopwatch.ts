/** How long a search may take, over all the texts it looks through. */
export interface Stopwatch {
  isUp(): boolean
}

/** Only the time between `start` and `stop` counts: what else the process does is none of the search's. */
export interface RunningStopwatch extends Stopwatch {
  start(): void
  stop(): void
}

/** @param now milliseconds, of a clock that never goes back */
export function createStopwatch(limitMs: number, now: () => number): RunningStopwatch {
  let used = 0
  let since: number | null = null
  const elapsed = () => used + (since === null ? 0 : now() - since)
  return {
    isUp: () => elapsed() > limitMs,
    start() {
      since ??= now()
    },
    stop() {
      used = elapsed()
      since = null
    },
  }
}
