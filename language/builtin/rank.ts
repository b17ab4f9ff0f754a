import type { ParameterValues } from '../../domain/action.ts'
import type { OfferedAction } from '../../domain/language.ts'
import { extractFrom, type ReadText } from './extract/extract.ts'
import { readParameter } from './extract/role.ts'
import {
  type Asking,
  type Compared,
  coveredBy,
  type Features,
  type Fill,
  featuresOf,
  isAllAbout,
} from './match/features.ts'
import { probability } from './match/probability.ts'
import { type ActionWords, rarity, readAction } from './match/score.ts'
import { type Token, tokensOf } from './match/tokens.ts'
import { kindsOfVerb } from './match/verbs.ts'
import { own } from './own.ts'

/** An action with what speaks for it and what the text holds for it. */
export interface Ranked {
  action: OfferedAction
  /** 0 to 1. */
  score: number
  features: Features
  values: ParameterValues
  sureness: Record<string, number>
}

/** "What is a…", "How to…": a question for an explanation, not for something to be done. */
const EXPLAIN =
  /^\W*(?:what(?:'s| is| are) (?:an?|the (?:best|meaning|definition|purpose|role|difference))\b|how (?:to|do i|does|do|can i)\b|why\b|explain\b|define\b|who (?:is|was) the (?:first|best)\b|what does\b)/i

/** All actions, the one that the text most likely asks for first. */
export function rank(text: ReadText, actions: OfferedAction[]): Ranked[] {
  const read = actions.map(readAction)
  const rare = rarity(read)
  const asking = { tokens: text.tokens, verbs: kindsOfVerb(text.text), explain: EXPLAIN.test(text.text) }
  const weighed = read.map((words) => weigh(text, asking, words, rare))
  const [first = 0, second = 0] = weighed.map(({ covered }) => covered).sort((a, b) => b - a)
  return weighed
    .map(({ covered, allAbout, ...one }): Ranked => {
      const rival = covered === first ? second : first
      const features = {
        ...one.features,
        distinct: actions.length > 1 && allAbout && rival <= FAR ? 1 : 0,
        lead: actions.length > 1 ? Math.max(0, covered - rival) : 0,
      }
      // A text without a word of substance asks for nothing.
      return { ...one, features, score: features.head > 0 ? probability(features) : 0 }
    })
    .sort((a, b) => b.score - a.score)
}

/** Covering no more of a question than this is far from it. */
const FAR = 0.5

interface Weighed extends Omit<Ranked, 'score' | 'features'> {
  features: Omit<Features, Compared>
  covered: number
  allAbout: boolean
}

/** A value that is less sure than this explains no word of the question. */
const SURE_ENOUGH = 0.6

function weigh(text: ReadText, asking: Asking, words: ActionWords, rare: (token: Token) => number): Weighed {
  const { action } = words
  const wanted = action.parameters.map(readParameter)
  const { values, sureness } = extractFrom(text, wanted, words.head)
  const required = wanted.filter(({ parameter }) => parameter.required && parameter.default === null)
  const sure = required.map(({ parameter: { name } }) => own(sureness, name) ?? 0)
  const texts = Object.entries(values).flatMap(([name, value]) =>
    typeof value === 'string' && (own(sureness, name) ?? 0) >= SURE_ENOUGH ? [value] : [],
  )
  const inValues = new Set(tokensOf(texts.join(' ')).map(({ stem }) => stem))
  const isSaid = (token: Token): boolean =>
    token.weight === 1 && text.tokens.some(({ stem }) => stem === token.stem)
  const fill: Fill = {
    missing: sure.filter((one) => one === 0).length,
    weakest: Math.min(1, ...sure),
    listed: wanted.filter(
      ({ parameter: { name }, allowed, codes }) =>
        allowed.length + codes.length > 0 && Object.hasOwn(values, name),
    ).length,
    untouched: wanted.length > 0 && required.length === 0 && Object.keys(values).length === 0,
    takesText: required.some(({ role }) => role === 'text'),
    named: required.some(({ name }) => name.some(isSaid)),
    isValue: ({ stem, word }) => inValues.has(stem) || /^[\d.]+$/.test(word),
  }
  return {
    action,
    features: featuresOf(asking, words, rare, fill),
    covered: coveredBy(words, text.tokens),
    allAbout: isAllAbout(text.tokens, words, fill),
    values,
    sureness,
  }
}
