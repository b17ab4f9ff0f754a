import { cpuTime } from './cpu-time.ts'
import type { Cell, SectionContext, Table } from './subject.ts'

/** For each subject, in two halves. */
const SECONDS = 60
const SHORTEST_MS = 500

export interface SustainedSubject {
  name: string
  /** The subject that its ratio is against. */
  baseline?: string
  /** How many times as many it should be. Printed, never enforced. */
  aim?: number
  once(): Promise<void>
  /** What must be so before a half begins. */
  before(): Promise<unknown>
}

export interface SustainedOptions {
  subjects: SustainedSubject[]
  concurrency: number
  /** Whose CPU counts. */
  dockerHost: string
}

export interface Sustained {
  table: Table
  /** Runs a second, by subject. */
  rates: Map<string, number>
}

/**
 * How many a second where there are always enough to do, and how much CPU each takes, whoever works for it. Halves,
 * the second ones in reverse order, so that a machine that gets slower or faster meanwhile favours none. Counting
 * begins when the first ones are done: what waited ready before is no part of it.
 */
export async function sustained(
  { subjects, concurrency, dockerHost }: SustainedOptions,
  { scale, progress }: Pick<SectionContext, 'scale' | 'progress'>,
): Promise<Sustained> {
  const halfMs = Math.max(SHORTEST_MS, (SECONDS * 1_000 * scale) / 2)
  const title = `Sustained, ${concurrency} at a time, ${((2 * halfMs) / 1_000).toFixed(0)} s each`
  const halves = new Map(subjects.map(({ name }) => [name, [] as Half[]]))
  for (const { name, once, before } of [...subjects, ...subjects.toReversed()]) {
    await before()
    progress(`${title}: ${name}`)
    halves.get(name)?.push(await half({ once, concurrency, halfMs, dockerHost }))
  }
  const totals = new Map(subjects.map(({ name }) => [name, totalOf(halves.get(name) ?? [])]))
  const rateOf = (name: string) => totals.get(name)?.perSecond ?? Number.NaN
  const rates = new Map(subjects.map(({ name }) => [name, rateOf(name)]))
  const table: Table = {
    title,
    columns: ['', 'n', 'per second', 'CPU ms per run', 'ratio', 'aim', 'against'],
    rows: subjects.map(({ name, baseline, aim }): Cell[] => [
      name,
      { count: totals.get(name)?.done ?? 0 },
      { value: rateOf(name) },
      cpuCell(totals.get(name)),
      baseline ? { ratio: rateOf(name) / rateOf(baseline) } : '',
      aim === undefined ? '' : `≥ ${aim}×`,
      baseline ?? '',
    ]),
  }
  return { table, rates }
}

interface Half {
  done: number
  seconds: number
  cpuMs: number | null
}

interface HalfOptions {
  once(): Promise<void>
  concurrency: number
  halfMs: number
  dockerHost: string
}

async function half({ once, concurrency, halfMs, dockerHost }: HalfOptions): Promise<Half> {
  let begun: { at: number; cpu: number | null } | undefined
  let early = 0
  let done = 0
  let measured: Half | undefined
  const work = async () => {
    while (!measured) {
      await once()
      if (measured) return
      if (begun) done += 1
      // Twice as many as waited ready.
      else if (++early === 2 * concurrency) begun = { at: performance.now(), cpu: cpuTime(dockerHost) }
      if (begun && performance.now() - begun.at >= halfMs) measured = since(begun, done, dockerHost)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  return measured ?? { done: 0, seconds: 0, cpuMs: null }
}

function since({ at, cpu }: { at: number; cpu: number | null }, done: number, dockerHost: string): Half {
  const now = cpuTime(dockerHost)
  return {
    done,
    seconds: (performance.now() - at) / 1_000,
    cpuMs: cpu === null || now === null ? null : now - cpu,
  }
}

function totalOf(halves: Half[]) {
  const sum = (of: (one: Half) => number) => halves.reduce((total, one) => total + of(one), 0)
  const done = sum((one) => one.done)
  const cpuMs = halves.every((one) => one.cpuMs !== null) ? sum((one) => one.cpuMs ?? 0) / done : null
  return { done, perSecond: done / sum((one) => one.seconds), cpuMs }
}

const cpuCell = (total: { cpuMs: number | null } | undefined): Cell =>
  total?.cpuMs == null ? 'unknown' : { value: total.cpuMs }
