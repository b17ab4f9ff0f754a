/**
 * All results; at the first failure the others are told to stop and waited for, so that nothing is started
 * behind the back of whoever cleans up.
 */
export async function together<T extends readonly Promise<unknown>[]>(
  tasks: T,
  abort: () => void,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  try {
    return await Promise.all(tasks)
  } catch (error) {
    abort()
    await Promise.allSettled(tasks)
    throw error
  }
}

/** For work that can't be stopped: at least nobody waits for it. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    work.then(resolve, reject)
  })
}
