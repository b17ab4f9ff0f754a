import type { Features } from './score.ts'

/**
 * Fitted by logistic regression on 600 questions with and without a fitting action, then rounded; the bias puts the
 * point where silence becomes the better answer at one half.
 */
const BIAS = -4.2
const WEIGHTS: Omit<Features, 'all'> = {
  covered: 0.6,
  parameterWords: 2.9,
  name: 1.8,
  head: 3.2,
  evidence: 2.2,
  filled: 2,
  explain: -1.2,
  foreign: -0.5,
}

/** How sure it is, 0 to 1, that a question asks for an action. */
export function probability(features: Features): number {
  const keys = Object.keys(WEIGHTS) as (keyof typeof WEIGHTS)[]
  const sum = keys.reduce((total, key) => total + WEIGHTS[key] * features[key], BIAS)
  return 1 / (1 + Math.exp(-sum))
}

/** From this score on an action with all its values is taken as asked for. */
export const ENOUGH = 0.5
/** A question that leaves out what the action needs must be about it beyond doubt before it is worth asking back. */
const INCOMPLETE = 0.6
const INCOMPLETE_IN_ITS_WORDS = 0.35

/** Whether this is enough to take the action as asked for. */
export function isAskedFor(score: number, { filled, all }: Features): boolean {
  return score >= (filled === 1 ? ENOUGH : all === 1 ? INCOMPLETE_IN_ITS_WORDS : INCOMPLETE)
}
