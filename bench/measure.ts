import { type Summary, summarize } from './statistics.ts'
import type { Subject, Table } from './subject.ts'

const WARM_UP = 3

/** Measures all subjects in turns, so that what else the machine does hits all alike. */
export async function measureInTurns(
  subjects: Subject[],
  progress: (line: string) => void,
): Promise<Map<string, Summary>> {
  for (const subject of subjects) for (let count = 0; count < WARM_UP; count++) await subject.once()
  const samples = new Map(subjects.map((subject) => [subject.name, [] as number[]]))
  const rounds = Math.max(...subjects.map((subject) => subject.samples))
  for (let round = 0; round < rounds; round++) {
    if (round % 10 === 0) progress(`round ${round + 1} of ${rounds}`)
    for (const subject of subjects) {
      // Evenly over all rounds, also where there are fewer samples than rounds.
      const due =
        Math.floor(((round + 1) * subject.samples) / rounds) > Math.floor((round * subject.samples) / rounds)
      if (due) samples.get(subject.name)?.push(await milliseconds(subject.once))
    }
  }
  return new Map([...samples].map(([name, values]) => [name, summarize(values)]))
}

async function milliseconds(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

export function latencyTable(title: string, subjects: Subject[], results: Map<string, Summary>): Table {
  const p50 = (name: string) => results.get(name)?.p50 ?? Number.NaN
  return {
    title,
    columns: ['', 'n', 'p50 ms', 'p95 ms', 'mean ms', 'ratio', 'against'],
    rows: subjects.map(({ name, baseline }) => {
      const { n, p50: median, p95, mean } = results.get(name) ?? summarize([])
      const ratio = baseline ? `${(median / p50(baseline)).toFixed(2)}×` : ''
      return [name, n, median.toFixed(1), p95.toFixed(1), mean.toFixed(1), ratio, baseline ?? '']
    }),
  }
}

/** Runs `total` times, `concurrency` at once; answers how many a second. */
export async function throughput(
  once: () => Promise<void>,
  total: number,
  concurrency: number,
): Promise<number> {
  let left = total
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (left-- > 0) await once()
    }),
  )
  return (total * 1_000) / (performance.now() - startedAt)
}
