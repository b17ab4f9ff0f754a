import { Context } from '@temporalio/activity'

/** A quarter of the shortest heartbeat timeout in use. */
const INTERVAL_MS = 3_000
/** How soon somebody who looks at the run sees what it waits for. */
const PROGRESS_MS = 1_000

/** Says what the activity is about, for those who look at the run meanwhile. Never anything secret. */
export type Say = (what: string) => void

/** Heartbeats while `work` goes on, so that a lost worker is noticed and a cancellation arrives. */
export async function withHeartbeat<T>(work: (say: Say) => Promise<T>): Promise<T> {
  const context = Context.current()
  let progress: string | undefined
  let told: string | undefined
  let toldAt = performance.now()
  const timer = setInterval(() => {
    if (progress === told && performance.now() - toldAt < INTERVAL_MS) return
    told = progress
    toldAt = performance.now()
    context.heartbeat(progress)
  }, PROGRESS_MS)
  try {
    return await work((what) => {
      progress = what
    })
  } finally {
    clearInterval(timer)
  }
}
