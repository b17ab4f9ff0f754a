export interface Deadline {
  /** Aborts when the time is up or the outer signal aborts. */
  readonly signal: AbortSignal
  /** Whether the time is up. */
  readonly isOver: boolean
  clear(): void
}

/**
 * A signal that also aborts after `ms`. Unlike `AbortSignal.timeout` its timer keeps the process alive, and is
 * gone once it is cleared.
 */
export function startDeadline(ms: number, outer?: AbortSignal): Deadline {
  const controller = new AbortController()
  let isOver = false
  const forward = () => controller.abort(outer?.reason)
  const timer = setTimeout(() => {
    isOver = true
    controller.abort(new Error(`Nothing happened within ${ms} ms.`))
  }, ms)
  outer?.addEventListener('abort', forward)
  if (outer?.aborted) forward()
  return {
    signal: controller.signal,
    get isOver() {
      return isOver
    },
    clear() {
      clearTimeout(timer)
      outer?.removeEventListener('abort', forward)
    },
  }
}

/** Rejects with the signal's reason when it aborts, for what can't be called off but need not be waited for. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    if (signal.aborted) abort()
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
