import type { RunStatus } from '../../../../../domain/run.ts'

export type StatusCounts = Record<RunStatus, number>

/** The eight statuses as a chart tells them apart, the lowest part of a bar first. */
export const OUTCOMES = {
  succeeded: ['succeeded'],
  failed: ['failed', 'timed_out', 'interrupted'],
  stopped: ['cancelled', 'rejected'],
  open: ['running', 'awaiting_approval'],
} as const satisfies Record<string, readonly RunStatus[]>

export type Outcome = keyof typeof OUTCOMES
export const OUTCOME_NAMES = Object.keys(OUTCOMES) as Outcome[]

export const sumOf = (counts: StatusCounts): number => Object.values(counts).reduce((a, b) => a + b, 0)

export const countOf = (counts: StatusCounts, outcome: Outcome): number =>
  OUTCOMES[outcome].reduce((sum, status) => sum + counts[status], 0)

/** The top of an axis that has a round number and a whole one half way up. */
export function topOf(highest: number): number {
  if (highest <= 2) return 2
  const power = 10 ** Math.floor(Math.log10(highest))
  const steps = power === 1 ? [2, 4, 6, 8, 10] : [1, 2, 4, 5, 6, 8, 10]
  const step = steps.find((factor) => factor * power >= highest) ?? 10
  return step * power
}
