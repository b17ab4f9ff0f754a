import { type Summary, summarize } from './statistics.ts'
import type { Cell, Progress, SectionContext, Subject, Table } from './subject.ts'

const WARM_UP = 5

/**
 * How long each takes alone. All in turns, so that what else the machine does hits all alike.
 * @param warmUp how often each is done before, unmeasured
 */
export async function latencies(
  title: string,
  given: Subject[],
  { scale, progress }: Pick<SectionContext, 'scale' | 'progress'>,
  warmUp = WARM_UP,
): Promise<Table> {
  const subjects = given.map((subject) => ({
    ...subject,
    samples: Math.max(1, Math.round(subject.samples * scale)),
  }))
  progress(`${title}: warming up`)
  for (const subject of subjects) for (let count = 0; count < warmUp; count++) await milliseconds(subject)
  return tableOf(title, subjects, await inTurns(title, subjects, progress))
}

async function inTurns(
  title: string,
  subjects: Subject[],
  progress: Progress,
): Promise<Map<string, Summary>> {
  const samples = new Map(subjects.map(({ name }) => [name, [] as number[]]))
  const rounds = Math.max(...subjects.map((subject) => subject.samples))
  for (let round = 0; round < rounds; round++) {
    if (round % 10 === 0) progress(`${title}: round ${round + 1} of ${rounds}`)
    for (const subject of subjects)
      if (isDue(subject, round, rounds)) samples.get(subject.name)?.push(await milliseconds(subject))
  }
  return new Map([...samples].map(([name, values]) => [name, summarize(values)]))
}

/** Evenly over all rounds, also where there are fewer samples than rounds. */
function isDue({ samples }: Subject, round: number, rounds: number): boolean {
  return Math.floor(((round + 1) * samples) / rounds) > Math.floor((round * samples) / rounds)
}

async function milliseconds(subject: Subject): Promise<number> {
  await subject.before?.()
  const startedAt = performance.now()
  await subject.once()
  const taken = performance.now() - startedAt
  await subject.after?.()
  return taken
}

function tableOf(title: string, subjects: Subject[], results: Map<string, Summary>): Table {
  const of = (name: string) => results.get(name) ?? summarize([])
  return {
    title,
    columns: ['', 'n', 'p50 ms', 'p95 ms', 'mean ms', 'ratio', 'aim', 'against'],
    rows: subjects.map((subject): Cell[] => {
      const { name, baseline } = subject
      const { n, p50, p95, mean } = of(name)
      const ratio: Cell = baseline ? { ratio: p50 / of(baseline).p50 } : ''
      return [
        name,
        { count: n },
        { value: p50 },
        { value: p95 },
        { value: mean },
        ratio,
        aimOf(subject),
        baseline ?? '',
      ]
    }),
  }
}

function aimOf({ aim, aimMs }: Subject): string {
  if (aim !== undefined) return `≤ ${aim}×`
  return aimMs === undefined ? '' : `≤ ${aimMs} ms`
}
