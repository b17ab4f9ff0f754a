import {
  type Asking,
  type Compared,
  explainedBy,
  type Features,
  type Fill,
  saturating,
  weightOf,
} from './features.ts'
import type { ActionWords } from './score.ts'
import { bestOf, type Token } from './tokens.ts'

/** So many offered actions say something about each other. */
export const CATALOGUE = 5

/** An offered action with what the question has for it. */
export interface Weighed {
  words: ActionWords
  fill: Fill
  features: Omit<Features, Compared>
  /** How many ids and e-mail addresses of the question are no value of the action's. */
  unused: number
}

/** What tells alike actions of a catalogue apart, each 0 to 1, beside the features that are looked at for any. */
interface CatalogueFeatures
  extends Pick<
    Features,
    'parameterWords' | 'head' | 'core' | 'object' | 'weakest' | 'missing' | 'listed' | 'explain' | 'otherwise'
  > {
  /** The weight of all matched words, saturating. */
  evidence: number
  /** The same, as far as every required parameter has a sure value. */
  readyEvidence: number
  /** How much of one alternative of the trigger the question has, by weight and share. */
  phrase: number
  /** The weight of the question's words that are neither the action's nor part of a value, saturating. */
  foreign: number
  /** How much less of the question's words it explains than the offered action that explains most of them. */
  behind: number
  /** How many ids and e-mail addresses of the question are no value of the action's, saturating. */
  unused: number
}

/**
 * Logistic regression, fitted to questions with at least four actions offered: there the others say more, and that a
 * value is not in the question says less. An order for something
 * else, an explanation and ids that it has no use for are weighed by hand.
 */
const BIAS = -1.5
const WEIGHTS: Readonly<Record<keyof CatalogueFeatures, number>> = {
  parameterWords: 1.5,
  head: 0.6,
  core: 0.5,
  object: 0.5,
  evidence: 2.1,
  readyEvidence: 1.1,
  weakest: -0.2,
  missing: -1.2,
  listed: 0.9,
  explain: -3,
  behind: -3,
  phrase: 2.5,
  foreign: -1.5,
  unused: -2,
  otherwise: -5,
}
const CATALOGUE_FEATURES = Object.keys(WEIGHTS) as (keyof CatalogueFeatures)[]

/** How sure it is, 0 to 1, that a question asks for each of these actions, in their order. */
export const catalogueScores = (
  asking: Asking,
  weighed: Weighed[],
  rare: (token: Token) => number,
): number[] =>
  catalogueFeatures(asking, weighed, rare).map((features) => {
    const sum = CATALOGUE_FEATURES.reduce((total, key) => total + WEIGHTS[key] * features[key], BIAS)
    // A text without a word of the action's asks for something else.
    return features.evidence > 0 ? 1 / (1 + Math.exp(-sum)) : 0
  })

function catalogueFeatures(
  asking: Asking,
  weighed: Weighed[],
  rare: (token: Token) => number,
): CatalogueFeatures[] {
  const explained = weighed.map(({ words, fill }) => explainedBy(words, asking.tokens, fill))
  // An action that takes any words as values, and has none of its own in the question, explains nothing.
  const most = Math.max(0, ...explained.filter((_, index) => (weighed[index]?.features.head ?? 0) > 0))
  return weighed.map(({ words, fill, features, unused }, index) => {
    const evidence = saturating(weightOf(words.head, asking.tokens, rare), 0.6)
    const { parameterWords, head, core, object, weakest, missing, listed, explain, otherwise } = features
    return {
      ...{ parameterWords, head, core, object, weakest, missing, explain, otherwise, evidence },
      listed: Math.max(listed, fill.exemplary ? LISTED_ONCE : 0),
      readyEvidence: evidence * weakest,
      phrase: bestPhrase(words, asking.tokens, rare),
      foreign: foreignTo(words, asking.tokens, fill),
      behind: Math.max(0, most - (explained[index] ?? 0)),
      unused: saturating(unused, 0.7),
    }
  })
}

const LISTED_ONCE = saturating(1, 0.7)

/** A word for what a value stands for, such as "order" for a refund's, says little about what is asked. */
const SUBJECT_WEIGHT = 0.5

/** How much of one alternative of the trigger a question has: the share of it, and the weight. */
function bestPhrase(
  { phrases, name, parameters }: ActionWords,
  tokens: Token[],
  rare: (token: Token) => number,
): number {
  const isIn = (words: Token[], { stem }: Token): boolean => words.some((one) => one.stem === stem)
  const isSubject = (token: Token): boolean => isIn(parameters, token) && !isIn(name, token)
  const weight = (token: Token): number => rare(token) * (isSubject(token) ? SUBJECT_WEIGHT : 1)
  const shares = phrases.map((phrase) => {
    const found = weightOf(phrase, tokens, weight)
    const total = phrase.reduce((sum, token) => sum + token.weight * weight(token), 0)
    return total ? (found / total) * saturating(found, 1.2) : 0
  })
  return Math.max(0, ...shares)
}

function foreignTo({ head, parameters }: ActionWords, tokens: Token[], { isValue }: Fill): number {
  const strangeness = (token: Token): number =>
    isValue(token) ? 0 : token.weight * (1 - Math.max(bestOf(token, head), 0.8 * bestOf(token, parameters)))
  return saturating(
    tokens.reduce((sum, token) => sum + strangeness(token), 0),
    0.5,
  )
}
