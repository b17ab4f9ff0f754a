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

/** Rounded down, so that a rate below a minimum is never shown as having reached it. */
export const percent = (rate: number | null): string =>
  rate === null ? '–' : `${(Math.floor(rate * 1000 + 1e-9) / 10).toFixed(1)} %`
