import type { Storage } from '../../storage/connection.ts'

/**
 * What goes wrong at an operation: `dies`: neither it nor anything after it gets to the database; `answer lost`: it is
 * carried out, but its answer does not come back, and everything after it works.
 */
export type Fault = 'dies' | 'answer lost'

/** What the faulty operation ends with. */
export class Faulty extends Error {}

/** A storage with one fault, at the operation `at`, counted from 1. */
export function failingStorage(storage: Storage, at: number, fault: Fault) {
  let calls = 0
  const guarded = (call: () => unknown): unknown => {
    calls += 1
    const isFaulty = fault === 'dies' ? calls >= at : calls === at
    if (!isFaulty) return call()
    const done = Promise.resolve(fault === 'dies' ? undefined : carriedOut(call()))
    const failed = done.then(
      () => Promise.reject(new Faulty()),
      () => Promise.reject(new Faulty()),
    )
    failed.catch(() => {})
    return Object.assign(failed, { lean: () => failed })
  }
  const watch = <T extends object>(target: T, nested: string[] = []): T =>
    new Proxy(target, {
      get(object, name) {
        const value = Reflect.get(object, name)
        if (nested.includes(String(name))) return watch(value as object)
        if (typeof value !== 'function') return value
        return (...args: unknown[]) => guarded(() => value.apply(object, args))
      },
    })
  const models = Object.fromEntries(
    Object.entries(storage).map(([name, model]) => [
      name,
      name === 'ping' || name === 'close' ? model : watch(model as object, ['collection']),
    ]),
  )
  return { storage: models as unknown as Storage, calls: () => calls }
}

/** A query runs once somebody waits for it. */
const carriedOut = (result: unknown): unknown =>
  typeof result === 'object' && result !== null && 'exec' in result
    ? (result as { exec(): Promise<unknown> }).exec()
    : result
