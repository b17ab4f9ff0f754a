import type { Parameter, ParameterValues } from '../../domain/action.ts'
import type { OfferedAction } from '../../domain/language.ts'
import { shortlist } from '../index/shortlist.ts'
import { extractFrom, type ReadText } from './extract/extract.ts'
import { readParameter } from './extract/role.ts'
import { probability } from './match/probability.ts'
import { type ActionWords, type Features, featuresOf, rarity, readAction } from './match/score.ts'
import { type Token, tokensOf } from './match/tokens.ts'

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

/** More are not read as closely: those that share the most with the text are. */
const RANKED_AT_MOST = 50

/**
 * The actions, the one that the text most likely asks for first; of very many, the nearest 50.
 * @param isKnown the parameters that need no value in the text
 */
export function rank(
  text: ReadText,
  actions: OfferedAction[],
  isKnown: (parameter: Parameter) => boolean = () => false,
): Ranked[] {
  const read = shortlist(text.tokens, actions, RANKED_AT_MOST).map(readAction)
  const rare = rarity(read)
  return read.map((words) => ranked(text, words, rare, isKnown)).sort((a, b) => b.score - a.score)
}

function ranked(
  text: ReadText,
  words: ActionWords,
  rare: (token: Token) => number,
  isKnown: (parameter: Parameter) => boolean,
): Ranked {
  const { action } = words
  const { values, sureness } = extractFrom(text, action.parameters.map(readParameter), words.head)
  const required = action.parameters.filter((parameter) => parameter.required && parameter.default === null)
  const texts = Object.values(values).filter((value) => typeof value === 'string')
  const inValues = new Set(tokensOf(texts.join(' ')).map(({ stem }) => stem))
  const features = featuresOf(text.tokens, words, rare, {
    required: required.length,
    filled: required.filter((one) => Object.hasOwn(values, one.name) || isKnown(one)).length,
    explain: EXPLAIN.test(text.text),
    isValue: ({ stem, word }) => inValues.has(stem) || /^[\d.]+$/.test(word),
  })
  // A text without a word of substance asks for nothing.
  const score = features.evidence > 0 ? probability(features) : 0
  return { action, score, features, values, sureness }
}
