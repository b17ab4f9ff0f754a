import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { ContainerSource, ReadyContainer } from '../container-source.ts'
import { SANDBOX_LIMITS } from '../limits.ts'
import type { Demand } from './demand.ts'
import { BASE, bestWaiting, planPool } from './plan.ts'
import { makeWaiting, type WaitingContainer } from './waiting-container.ts'

/** After a failure to start one; the engine may be restarting. */
const RETRY_MS = 5_000
const HEALTH_EVERY_MS = 30_000
/** How often a fill that runs keep from its turn looks again. */
const YIELD_MS = 100

export interface PoolOptions {
  /** Where containers are started, also when none is waiting. */
  fresh: ContainerSource
  /** How many are kept waiting. */
  size: number
  /** What they may have imported altogether, in bytes of memory. */
  memoryBytes: number
  demand: Demand
  log: Logger
}

export interface Pool extends ContainerSource {
  /** Those that wait for a run, with what they have imported. */
  waiting(): readonly Pick<WaitingContainer, 'modules' | 'memoryBytes'>[]
  /** Code that imports these may run soon. */
  prepareFor(modules: string[]): void
  /** Keeps no more containers waiting; those in use stay. */
  drain(): void
}

interface Waiting extends WaitingContainer {
  retire(): void
  stopAgeing(): void
}

/**
 * Keeps started containers waiting, each for one run, with the libraries imported that runs have wanted lately, and
 * replaces those that were taken, died, grew old or do not answer.
 */
export function createPool({ fresh, size, memoryBytes, demand, log }: PoolOptions): Pool {
  const waiting: Waiting[] = []
  const closing = new AbortController()
  const underWay = new Set<Promise<unknown>>()
  /** Kinds whose libraries can't be imported in advance. */
  const unfit = new Set<string>()
  let isFilling = false
  let urgent = 0

  function track(promise: Promise<unknown>): void {
    const tracked = promise.catch(() => {}).finally(() => underWay.delete(tracked))
    underWay.add(tracked)
  }

  function fill(): void {
    if (isFilling || closing.signal.aborted) return
    isFilling = true
    track(
      fillUp().finally(() => {
        isFilling = false
      }),
    )
  }

  /** One after the other, and never while a run waits for its container: both would take twice as long. */
  async function fillUp(): Promise<void> {
    for (let modules = missing(); modules && !closing.signal.aborted; modules = missing()) {
      while (urgent > 0 && !closing.signal.aborted) await pause(YIELD_MS)
      if (closing.signal.aborted) return
      try {
        await add(modules)
      } catch (error) {
        log.debug({ reason: String(error) }, 'no container could be kept waiting')
        await pause(RETRY_MS)
      }
    }
  }

  const pause = (ms: number) => sleep(ms, undefined, { signal: closing.signal, ref: false }).catch(() => {})

  /** The first kind of the plan that too few are waiting of. */
  function missing(): string[] | null {
    if (waiting.length >= size) return null
    const have = waiting.map(kindOf)
    for (const modules of plan()) {
      const index = have.indexOf(modules.join(' '))
      if (index < 0) return modules
      have.splice(index, 1)
    }
    return null
  }

  const plan = (): string[][] =>
    planPool(
      size,
      memoryBytes,
      demand.kinds().filter((kind) => !unfit.has(kindOf(kind))),
    )

  async function add(modules: string[]): Promise<void> {
    const container = await fresh.acquire(closing.signal)
    try {
      keep(await makeWaiting(container, modules))
    } catch (error) {
      track(container.dispose())
      if (!closing.signal.aborted && modules.length > BASE.length) unfit.add(modules.join(' '))
      throw error
    }
  }

  function keep(ready: WaitingContainer): void {
    if (closing.signal.aborted) {
      track(ready.container.dispose())
      return
    }
    const age = setTimeout(() => one.retire(), ageLimit())
    age.unref()
    const one: Waiting = {
      ...ready,
      stopAgeing: () => clearTimeout(age),
      retire() {
        if (!remove(one)) return
        track(one.container.dispose())
        fill()
      },
    }
    waiting.push(one)
    void ready.container.link.ended.then(() => one.retire())
  }

  function remove(one: Waiting): boolean {
    const index = waiting.indexOf(one)
    if (index < 0) return false
    waiting.splice(index, 1)
    one.stopAgeing()
    return true
  }

  /** Where none is waiting of a kind that is wanted now, the first that is wanted less makes room. */
  function makeRoom(): void {
    const wanted = plan().map((modules) => modules.join(' '))
    if (waiting.length < size || wanted.every((kind) => waiting.some((one) => kindOf(one) === kind))) return
    const surplus = waiting.find((one) => {
      const index = wanted.indexOf(kindOf(one))
      if (index >= 0) wanted.splice(index, 1)
      return index < 0
    })
    surplus?.retire()
  }

  const health = setInterval(() => {
    for (const one of [...waiting]) track(one.isHealthy().then((well) => void (well || one.retire())))
    makeRoom()
    fill()
  }, HEALTH_EVERY_MS)
  health.unref()

  async function start(signal: AbortSignal): Promise<ReadyContainer> {
    urgent += 1
    try {
      return await fresh.acquire(signal)
    } finally {
      urgent -= 1
    }
  }

  function drain(): void {
    closing.abort()
    clearInterval(health)
    for (const one of [...waiting]) one.retire()
  }

  fill()
  return {
    async acquire(signal, modules = []) {
      signal.throwIfAborted()
      demand.note(modules)
      const taken = waiting[bestWaiting(modules, waiting)]
      if (taken) remove(taken)
      const container = taken ? { ...taken.container, warm: true as const } : start(signal)
      fill()
      return await container
    },
    waiting: () => waiting,
    prepareFor(modules) {
      demand.note(modules)
      makeRoom()
      fill()
    },
    drain,
    async close() {
      drain()
      while (underWay.size > 0) await Promise.allSettled(underWay)
    },
  }
}

const kindOf = ({ modules }: { modules: string[] }): string => modules.join(' ')

/** Spread, so that a pool that was filled at once is not renewed at once. */
const ageLimit = (): number => SANDBOX_LIMITS.waitingMs * (0.8 + 0.2 * Math.random())
