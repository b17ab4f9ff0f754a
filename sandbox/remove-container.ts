import { setTimeout as sleep } from 'node:timers/promises'
import type Docker from 'dockerode'
import type { Logger } from 'pino'
import { abortable } from '../egress/deadline.ts'

/** How long a removal that the engine has begun by itself may take until nobody waits for it any more. */
const REMOVAL_MS = 10_000
const PAUSE_MS = 100

/**
 * Removes a container whatever state it is in. Never rejects.
 * @returns whether it is gone; false where the engine did not let itself be asked for too long
 */
export async function removeContainer(container: Docker.Container, log: Logger): Promise<boolean> {
  const giveUpAt = performance.now() + REMOVAL_MS
  for (;;) {
    try {
      // An engine that hangs, or is lost in the middle of its answer, would never be heard of again.
      const patience = AbortSignal.timeout(Math.max(PAUSE_MS, Math.round(giveUpAt - performance.now())))
      await abortable(container.remove({ force: true, v: true }), patience)
      return true
    } catch (error) {
      const { statusCode, message } = error as { statusCode?: number; message: string }
      if (statusCode === 404) return true
      // 409: it ended by itself, so its removal has begun. No status: the engine may be restarting. From 500 on: what
      // an engine that was killed has left in use is set free by and by.
      const mayPass = statusCode === undefined || statusCode === 409 || statusCode >= 500
      if (!mayPass || performance.now() > giveUpAt) {
        log.warn(
          { container: container.id.slice(0, 12), reason: message.trim() },
          'a sandbox container could not be removed',
        )
        return false
      }
      await sleep(PAUSE_MS)
    }
  }
}

export interface Removal {
  /** Whether the engine has removed the container by itself within so many milliseconds. */
  within(ms: number): Promise<boolean>
  /** Stops waiting. */
  forget(): void
}

/** Waits for the engine to remove a container that ends by itself; to be called before it starts. */
export function untilRemoved(container: Docker.Container): Removal {
  const abort = new AbortController()
  const removed = container
    .wait({ condition: 'removed', abortSignal: abort.signal })
    .then(() => true)
    .catch(() => false)
  return {
    async within(ms) {
      const timer = new AbortController()
      const late = sleep(ms, false, { signal: timer.signal, ref: false }).catch(() => false)
      try {
        return await Promise.race([removed, late])
      } finally {
        timer.abort()
        abort.abort()
      }
    },
    forget: () => abort.abort(),
  }
}
