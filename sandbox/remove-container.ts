import { setTimeout as sleep } from 'node:timers/promises'
import type Docker from 'dockerode'
import type { Logger } from 'pino'

/** How long a removal that the engine has begun by itself may take until nobody waits for it any more. */
const REMOVAL_MS = 10_000
const PAUSE_MS = 100

/** Removes a container whatever state it is in, and resolves when it is gone. Never rejects. */
export async function removeContainer(container: Docker.Container, log: Logger): Promise<void> {
  const giveUpAt = performance.now() + REMOVAL_MS
  for (;;) {
    try {
      return await container.remove({ force: true, v: true })
    } catch (error) {
      const { statusCode, message } = error as { statusCode?: number; message: string }
      if (statusCode === 404) return
      // 409: it ended by itself, so its removal has begun. No status: the engine may be restarting.
      if ((statusCode !== 409 && statusCode !== undefined) || performance.now() > giveUpAt) {
        log.warn(
          { container: container.id.slice(0, 12), reason: message.trim() },
          'a sandbox container could not be removed',
        )
        return
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
