import type { Score } from './score.ts'

export interface Rates {
  category: string
  lines: number
  /** Of the lines on which an action is right, those with the right ones; null without such lines. */
  right_action: number | null
  /** Of the lines on which none is right, those without any. */
  right_silence: number | null
  /** Of the lines on which an action is right, those with all parameters right, too. */
  exact_parameters: number | null
}

export function ratesOf(category: string, scores: Score[]): Rates {
  const asking = scores.filter(({ isAsking }) => isAsking)
  const silent = scores.filter(({ isAsking }) => !isAsking)
  const rate = (part: Score[], is: (score: Score) => boolean): number | null =>
    part.length > 0 ? part.filter(is).length / part.length : null
  return {
    category,
    lines: scores.length,
    right_action: rate(asking, ({ rightAction }) => rightAction),
    right_silence: rate(silent, ({ rightAction }) => rightAction),
    exact_parameters: rate(asking, ({ exact }) => exact),
  }
}

/** By category in the order of the file, and all together. */
export function ratesByCategory(scores: Score[]): Rates[] {
  const categories = [...new Set(scores.map(({ line }) => line.category))]
  return [
    ...categories.map((category) =>
      ratesOf(
        category,
        scores.filter(({ line }) => line.category === category),
      ),
    ),
    ratesOf('all', scores),
  ]
}

const percent = (rate: number | null): string => (rate === null ? '–' : `${(100 * rate).toFixed(1)} %`)

export function tableOf(rates: Rates[]): string {
  const rows = [
    ['category', 'lines', 'right action', 'right silence', 'exact parameters'],
    ...rates.map((one) => [
      one.category,
      String(one.lines),
      percent(one.right_action),
      percent(one.right_silence),
      percent(one.exact_parameters),
    ]),
  ]
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n')
}

/** The lines that went wrong, and how. */
export const missesOf = (scores: Score[]): string =>
  scores
    .filter(({ problems }) => problems.length > 0)
    .map(({ line, problems }) =>
      [
        `${line.id} (${line.category})`,
        ...line.before.map((message) => `  before: ${message}`),
        `  ${line.question.replaceAll('\n', ' ').slice(0, 400)}`,
        ...problems.map((problem) => `  - ${problem.slice(0, 300)}`),
      ].join('\n'),
    )
    .join('\n\n')
