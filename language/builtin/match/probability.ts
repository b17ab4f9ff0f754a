import type { Features } from './features.ts'

/**
 * Logistic regression, fitted by `npm run eval:fit` to 600 questions with and without a fitting action, rounded. The
 * bias is the fitted one and 0.3: at one half, a wrong silence and a wrong action are then about as likely.
 */
const BIAS = -2.1
const WEIGHTS: Readonly<Record<FittedFeature, number>> = {
  parameterWords: 1.3,
  head: 1.6,
  core: 1.2,
  object: 1.3,
  evidence: 0.75,
  readyEvidence: 1.2,
  weakest: 0.7,
  missing: -1.5,
  listed: 2.1,
  freeText: 1.7,
  sameVerb: 0.25,
  explain: -1,
  behind: -3.7,
  phrase: 0,
  foreign: 0,
  otherwise: 0,
}

/**
 * The same for a catalogue, fitted to questions with at least four actions offered: there the other actions say more, and
 * that a value is not in the question says less. An order for something else is weighed by hand: it decides.
 */
export const CATALOGUE = 5
const CATALOGUE_BIAS = -1.5
const CATALOGUE_WEIGHTS: Readonly<Record<FittedFeature, number>> = {
  parameterWords: 1.5,
  head: 0.6,
  core: 0.5,
  object: 0.5,
  evidence: 2.1,
  readyEvidence: 1.1,
  weakest: -0.2,
  missing: -1.2,
  listed: 0.9,
  freeText: 0.4,
  sameVerb: 0.1,
  explain: -1.3,
  behind: -3,
  phrase: 2.5,
  foreign: -1.5,
  otherwise: -5,
}

export type FittedFeature = Exclude<keyof Features, 'distinct'>

export const FITTED_FEATURES = Object.keys(WEIGHTS) as FittedFeature[]

/** How sure it is, 0 to 1, that a question asks for an action, of so many that are offered. */
export function probability(features: Features, offered: number): number {
  const [bias, weights] = offered >= CATALOGUE ? [CATALOGUE_BIAS, CATALOGUE_WEIGHTS] : [BIAS, WEIGHTS]
  const sum = FITTED_FEATURES.reduce((total, key) => total + weights[key] * features[key], bias)
  return 1 / (1 + Math.exp(-sum))
}

const ENOUGH = 0.5

/** Whether this is enough to take the action as asked for. */
export const isAskedFor = (score: number, _features?: Features): boolean => score >= ENOUGH
