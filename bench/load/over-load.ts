import { setTimeout as sleep } from 'node:timers/promises'
import pLimit from 'p-limit'
import { type Summary, summarize } from '../statistics.ts'
import type { SectionContext, Table } from '../subject.ts'
import { arrivals } from './arrivals.ts'

/** How long runs arrive at each rate. */
const SECONDS = 20
/** Shares of what the baseline can sustain: from light to more than either can. */
const SHARES = [0.2, 0.5, 0.8, 1, 1.3, 1.7, 2.2]

export interface LoadSubject {
  name: string
  once(): Promise<void>
  /** What must be so before runs arrive. */
  before(): Promise<unknown>
}

/** One subject under one load. */
export interface LoadPoint extends Summary {
  subject: string
  /** Runs that arrived a second, on average. */
  perSecond: number
}

export interface LoadOptions {
  subjects: LoadSubject[]
  /** How many are served at once; further ones wait for their turn, as in a worker's queue. */
  concurrency: number
  /** Runs a second that the baseline sustains. */
  capacity: number
}

/**
 * From arrival to end. Runs arrive whether or not earlier ones are done, as users do: waiting for the one before
 * would hide what happens to those behind.
 */
export async function overLoad(
  { subjects, concurrency, capacity }: LoadOptions,
  { scale, progress }: Pick<SectionContext, 'scale' | 'progress'>,
): Promise<LoadPoint[]> {
  const points: LoadPoint[] = []
  for (const [index, share] of SHARES.entries()) {
    const times = arrivals(share * capacity, Math.max(1, SECONDS * scale))
    const offered = share * capacity
    // In turns, so that none always has the machine that the other one left.
    for (const subject of index % 2 === 0 ? subjects : subjects.toReversed()) {
      await subject.before()
      progress(`Latency over load: ${subject.name}, ${offered.toFixed(1)} a second`)
      const samples = times.length > 0 ? await serve(times, subject.once, concurrency) : []
      points.push({ subject: subject.name, perSecond: offered, ...summarize(samples) })
    }
  }
  return points.sort((a, b) => names(subjects, a) - names(subjects, b) || a.perSecond - b.perSecond)
}

const names = (subjects: LoadSubject[], { subject }: LoadPoint): number =>
  subjects.findIndex(({ name }) => name === subject)

async function serve(times: number[], once: () => Promise<void>, concurrency: number): Promise<number[]> {
  const limit = pLimit(concurrency)
  const startedAt = performance.now()
  return await Promise.all(
    times.map(async (at) => {
      await sleep(Math.max(0, at - (performance.now() - startedAt)))
      await limit(once)
      return performance.now() - startedAt - at
    }),
  )
}

export function loadTable(points: LoadPoint[], concurrency: number): Table {
  return {
    title: `Latency over load, Poisson arrivals, served ${concurrency} at a time`,
    columns: ['', 'runs a second', 'n', 'p50 ms', 'p95 ms', 'p99 ms'],
    rows: points.map(({ subject, perSecond, n, p50, p95, p99 }) => [
      subject,
      { value: perSecond },
      { count: n },
      { value: p50 },
      { value: p95 },
      { value: p99 },
    ]),
  }
}
