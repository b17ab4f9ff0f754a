import type { Compared, Features } from './features.ts'

/**
 * Logistic regression on 600 questions with and without a fitting action (`npm run eval:fit`), rounded. The bias is the
 * fitted -2.64 and 0.36: at one half, the rates of right actions and of right silence are then about as far above what
 * is asked of them. How it was measured is in docs/built-in-engine.md.
 */
const BIAS = -2.28
const WEIGHTS: Readonly<Record<FittedFeature, number>> = {
  parameterWords: 1.5,
  head: 2.3,
  core: 1.9,
  readyCore: 1.3,
  object: 1.5,
  weakest: 0.95,
  missing: -1.75,
  listed: 2.5,
  freeText: 2,
  untouched: -1.1,
  explain: -0.7,
  otherwise: -1.1,
}

/**
 * Set by hand: the benchmark mostly offers a single action, where nothing can be told apart. In a catalogue, a question
 * that only this action has the words for is worth asking back what it leaves out.
 */
const DISTINCT = 2
const LEAD = 2

export type FittedFeature = Exclude<keyof Features, Compared>

export const FITTED_FEATURES = Object.keys(WEIGHTS) as FittedFeature[]

/** How sure it is, 0 to 1, that a question asks for an action. */
export function probability(features: Features): number {
  const sum = FITTED_FEATURES.reduce(
    (total, key) => total + WEIGHTS[key] * features[key],
    BIAS + DISTINCT * features.distinct + LEAD * features.lead,
  )
  return 1 / (1 + Math.exp(-sum))
}

/** From this score on an action is taken as asked for. */
export const ENOUGH = 0.5

export const isAskedFor = (score: number): boolean => score >= ENOUGH
