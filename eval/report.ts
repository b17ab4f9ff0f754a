import { percent, type Rates } from './rates.ts'
import type { Score } from './score.ts'

const QUESTION_CHARACTERS = 400
const PROBLEM_CHARACTERS = 300

/** Rates in columns, for people. */
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
  const cells = (row: string[]): string[] =>
    row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    )
  return rows.map((row) => cells(row).join('  ')).join('\n')
}

export const isWrong = ({ problems }: Score): boolean => problems.length > 0

/** The lines that went wrong, and how. */
export const missesOf = (scores: Score[]): string =>
  scores
    .filter(isWrong)
    .map(({ line, problems }) =>
      [
        `${line.id} (${line.category})`,
        ...line.before.map((message) => `  before: ${inOneLine(message)}`),
        `  ${inOneLine(line.question)}`,
        ...problems.map((problem) => `  - ${shortened(problem, PROBLEM_CHARACTERS)}`),
      ].join('\n'),
    )
    .join('\n\n')

const inOneLine = (text: string): string => shortened(text.replaceAll(/\s+/g, ' '), QUESTION_CHARACTERS)

const shortened = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text
