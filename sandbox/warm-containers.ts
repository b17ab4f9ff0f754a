import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { ContainerSource, ReadyContainer } from './container-source.ts'
import { encodeJson, FRAME } from './frames.ts'
import { SANDBOX_LIMITS } from './limits.ts'

/** Most actions call an API; whatever is imported while waiting costs a run nothing. */
const PRELOADED = ['requests']
/** After a failure to start one; the engine may be restarting. */
const RETRY_MS = 5_000

export interface WarmContainersOptions {
  /** Where they are started, also when none is waiting. */
  fresh: ContainerSource
  /** How many are kept waiting. */
  size: number
  log: Logger
}

/** Keeps started containers waiting, each for one run, and replaces those that were taken, died or grew old. */
export function createWarmContainers({ fresh, size, log }: WarmContainersOptions): ContainerSource {
  const waiting: ReadyContainer[] = []
  const closing = new AbortController()
  const underWay = new Set<Promise<unknown>>()
  let isFilling = false

  function track(promise: Promise<unknown>): void {
    const tracked = promise.finally(() => underWay.delete(tracked))
    underWay.add(tracked)
  }

  function fill(): void {
    if (isFilling || closing.signal.aborted) return
    isFilling = true
    track(
      startMissing().finally(() => {
        isFilling = false
        if (waiting.length < size) fill()
      }),
    )
  }

  /** One after the other: starting several at once would slow down the runs that are under way. */
  async function startMissing(): Promise<void> {
    while (waiting.length < size && !closing.signal.aborted) {
      try {
        keep(await fresh.acquire(closing.signal))
      } catch {
        log.debug('no container could be kept warm')
        await sleep(RETRY_MS, undefined, { signal: closing.signal, ref: false }).catch(() => {})
      }
    }
  }

  function keep(container: ReadyContainer): void {
    container.link.sendRaw(encodeJson(FRAME.preload, { modules: PRELOADED }))
    waiting.push(container)
    const retire = () => {
      clearTimeout(age)
      const index = waiting.indexOf(container)
      if (index < 0) return
      waiting.splice(index, 1)
      track(container.dispose())
      fill()
    }
    const age = setTimeout(retire, SANDBOX_LIMITS.waitingMs)
    age.unref()
    void container.link.ended.then(retire)
  }

  fill()
  return {
    async acquire(signal) {
      signal.throwIfAborted()
      const container = waiting.shift()
      fill()
      return container ?? (await fresh.acquire(signal))
    },
    async close() {
      closing.abort()
      for (const container of waiting.splice(0)) track(container.dispose())
      while (underWay.size > 0) await Promise.allSettled(underWay)
      await fresh.close()
    },
  }
}
