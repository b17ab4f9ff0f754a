import { setTimeout as delay } from 'node:timers/promises'

/** Repeats `probe` until it answers something true-like, for up to `timeoutMs`; throws with `what` after that. */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | undefined | null | false>,
  timeoutMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const result = await probe()
    if (result) return result
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain for: ${what}`)
    await delay(100)
  }
}
