import { Context } from '@temporalio/activity'

/** Temporal tells of a cancellation in its answer to a heartbeat, and whoever looks at the run sees its progress by it. */
const INTERVAL_MS = 1_000

/** Says what the activity is about, for those who look at the run meanwhile. Never anything secret. */
export type Say = (what: string) => void

/** Heartbeats while `work` goes on, so that a lost worker is noticed and a cancellation arrives within a second. */
export async function withHeartbeat<T>(work: (say: Say) => Promise<T>): Promise<T> {
  const context = Context.current()
  let progress: string | undefined
  const timer = setInterval(() => context.heartbeat(progress), INTERVAL_MS)
  try {
    return await work((what) => {
      progress = what
    })
  } finally {
    clearInterval(timer)
  }
}
