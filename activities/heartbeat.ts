import { Context } from '@temporalio/activity'

/** A quarter of the shortest heartbeat timeout in use. */
const INTERVAL_MS = 3_000

/** Heartbeats while `work` goes on, so that a lost worker is noticed and a cancellation arrives. */
export async function withHeartbeat<T>(work: () => Promise<T>): Promise<T> {
  const context = Context.current()
  const timer = setInterval(() => context.heartbeat(), INTERVAL_MS)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}
