/* Reading what is scraped, with a parser that is not ours. */
import parse from 'parse-prometheus-text-format'
import type { StackContext } from './shared-stack.ts'

interface Sample {
  labels?: Record<string, string>
  value?: string
}

export interface Scraped {
  names: string[]
  /** The sum of a metric's samples that have these labels. */
  sum(name: string, labels?: Record<string, string>): number
  /** All label values that occur, of all metrics. */
  labelValues(): string[]
  text: string
}

export async function scrape({ errand }: Pick<StackContext, 'errand'>): Promise<Scraped> {
  const response = await fetch(`${errand.url}/metrics`, { headers: { 'x-api-key': errand.adminKey } })
  if (response.status !== 200) throw new Error(`GET /metrics answered ${response.status}`)
  return readMetrics(await response.text())
}

export function readMetrics(text: string): Scraped {
  // Of histograms the parser forgets the labels, unless it is not told that they are some.
  const families: { name: string; metrics: Sample[] }[] = parse(text.replace(/^# TYPE \S+ histogram$/gm, ''))
  const known = Map.groupBy(families, ({ name }) => name)
  return {
    names: Array.from(text.matchAll(/^# TYPE (\S+) /gm), ([, name = '']) => name),
    sum: (name, labels = {}) =>
      (known.get(name) ?? [])
        .flatMap(({ metrics }) => metrics)
        .filter((sample) =>
          Object.entries(labels).every(([label, value]) => sample.labels?.[label] === value),
        )
        .reduce((sum, { value }) => sum + Number(value), 0),
    labelValues: () =>
      families.flatMap(({ metrics }) => metrics.flatMap(({ labels = {} }) => Object.values(labels))),
    text,
  }
}
