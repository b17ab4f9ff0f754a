import type { WantedKind } from './demand.ts'
import { importCost } from './library-menu.ts'

/** In every waiting container: most actions call an API. */
export const BASE: readonly string[] = ['requests']
/** Imports that take less are not worth a container of their own. */
const WORTH_MS = 120
/** The weight of one run an hour ago. */
const FORGOTTEN = 0.06
/** A container is not spent on code that leaves this much of its imports unused: a fresh one costs as much. */
const WASTE_MS = 250
/** What importing takes in memory, roughly: 68 MB for the 1,100 ms of anthropic, 40 for the 290 of pandas. */
const BYTES_PER_MS = 120_000

/**
 * The kinds that a pool of `size` is to keep waiting: one with the base at least, and the others shared out by
 * what has been wanted lately, as far as `memoryBytes` goes.
 * @returns the modules of each, the most wanted first
 */
export function planPool(size: number, memoryBytes: number, wanted: WantedKind[]): string[][] {
  if (size < 1) return []
  const kinds = heavyKinds(wanted)
  const light = Math.max(0.5, weightOf(wanted) - weightOf(kinds))
  const shares = shareOut(size, [{ modules: [...BASE], weight: light }, ...kinds])
  const plan: string[][] = []
  let memory = 0
  for (const modules of shares) {
    memory += importCost(modules) * BYTES_PER_MS
    plan.push(memory > memoryBytes ? [...BASE] : modules)
  }
  return plan
}

/**
 * Which of the waiting containers serves code that imports `wanted` best: the one that saves most time, and wastes
 * least. -1 where a fresh one is better.
 */
export function bestWaiting(wanted: readonly string[], waiting: readonly { modules: string[] }[]): number {
  let best = -1
  let bestValue = Number.NEGATIVE_INFINITY
  for (const [index, { modules }] of waiting.entries()) {
    const saved = importCost(wanted.filter((name) => modules.includes(name)))
    const wasted = importCost(modules.filter((name) => !wanted.includes(name) && !BASE.includes(name)))
    if (wasted > WASTE_MS && wasted > saved) continue
    const value = saved - wasted / 4
    if (value > bestValue) [best, bestValue] = [index, value]
  }
  return best
}

/** The kinds worth a container of their own, each with the base; what a larger kind serves as well counts to it. */
function heavyKinds(wanted: WantedKind[]): WantedKind[] {
  const heavy = wanted
    .map(({ modules, weight }) => ({ modules: [...new Set([...BASE, ...modules])].sort(), weight }))
    .filter(
      ({ modules, weight }) => importCost(modules) - importCost(BASE) >= WORTH_MS && weight >= FORGOTTEN,
    )
    .sort((a, b) => b.modules.length - a.modules.length)
  const kept: WantedKind[] = []
  for (const kind of heavy) {
    const larger = kept.find(
      ({ modules }) =>
        kind.modules.every((name) => modules.includes(name)) &&
        importCost(modules) - importCost(kind.modules) <= WASTE_MS,
    )
    if (larger) larger.weight += kind.weight
    else kept.push(kind)
  }
  return kept.sort((a, b) => b.weight - a.weight)
}

/**
 * The first seat is the base's. One container of a kind serves many runs, one after the other, so every other kind
 * gets one before any gets a second, the most time saved first, in half of the seats. The rest goes by weight
 * (Sainte-Laguë: the next to the highest weight / (2 × seats + 1)).
 */
function shareOut(size: number, kinds: WantedKind[]): string[][] {
  const [, ...others] = kinds.keys()
  const saved = (index: number) => (kinds[index]?.weight ?? 0) * importCost(kinds[index]?.modules ?? [])
  const order = [0, ...others.sort((a, b) => saved(b) - saved(a)).slice(0, Math.floor(size / 2))]
  const seats: number[] = [...kinds.keys()].map((index) => (order.includes(index) ? 1 : 0))
  while (order.length < size) {
    const quotients = kinds.map(({ weight }, index) => weight / (2 * (seats[index] ?? 0) + 1))
    const next = quotients.indexOf(Math.max(...quotients))
    seats[next] = (seats[next] ?? 0) + 1
    order.push(next)
  }
  return order.map((index) => kinds[index]?.modules ?? [...BASE])
}

const weightOf = (kinds: WantedKind[]): number => kinds.reduce((sum, { weight }) => sum + weight, 0)
