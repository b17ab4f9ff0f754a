import type { SectionContext, Subject, Table } from './subject.ts'

const RUNS = 200
const CONCURRENCY = 20

/**
 * How many a second, 20 at once. Each subject's runs in two halves, the second in reverse order, so that a
 * machine that gets slower or faster meanwhile favours none. The first subject is the others' baseline.
 */
export async function throughputs(
  subjects: Pick<Subject, 'name' | 'once' | 'rateAim'>[],
  { scale, progress }: Pick<SectionContext, 'scale' | 'progress'>,
): Promise<Table> {
  const title = `${CONCURRENCY} at a time`
  const half = Math.max(2 * CONCURRENCY, Math.round((RUNS * scale) / 2))
  const bursts = new Map(subjects.map(({ name }) => [name, [] as Burst[]]))
  for (const { once } of subjects) await burst(once, CONCURRENCY)
  for (const { name, once } of [...subjects, ...subjects.toReversed()]) {
    progress(`${title}: ${name}`)
    bursts.get(name)?.push(await burst(once, half))
  }
  const rates = subjects.map(({ name }) => rateOf(bursts.get(name) ?? []))
  return {
    title,
    columns: ['', 'n', 'per second', 'ratio', 'aim', 'slowest ms'],
    rows: subjects.map(({ name, rateAim }, index) => [
      name,
      { count: 2 * half },
      { value: rates[index] ?? Number.NaN },
      { ratio: (rates[index] ?? Number.NaN) / (rates[0] ?? Number.NaN) },
      rateAim === undefined ? '' : `≥ ${rateAim}×`,
      { value: Math.max(...(bursts.get(name) ?? []).map(({ slowestMs }) => slowestMs)) },
    ]),
  }
}

interface Burst {
  /** Done while all were busy, and how long that was. */
  done: number
  seconds: number
  slowestMs: number
}

/** A single straggler at a burst's end says nothing about throughput: only the time when all are busy counts. */
async function burst(once: () => Promise<void>, total: number): Promise<Burst> {
  const startedAt = performance.now()
  let left = total
  let done = 0
  let busy: Pick<Burst, 'done' | 'seconds'> | undefined
  let slowestMs = 0
  const work = async () => {
    while (left > 0) {
      left -= 1
      const begin = performance.now()
      await once()
      done += 1
      slowestMs = Math.max(slowestMs, performance.now() - begin)
    }
    busy ??= { done, seconds: (performance.now() - startedAt) / 1_000 }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, work))
  return { done, seconds: 0, ...busy, slowestMs }
}

function rateOf(bursts: Burst[]): number {
  const sum = (of: (burst: Burst) => number) => bursts.reduce((total, burst) => total + of(burst), 0)
  return sum(({ done }) => done) / sum(({ seconds }) => seconds)
}
