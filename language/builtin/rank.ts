import type { ParameterValues } from '../../domain/action.ts'
import type { OfferedAction } from '../../domain/language.ts'
import { overlaps } from './extract/candidate.ts'
import { extractFrom, type ReadText } from './extract/extract.ts'
import { readParameter } from './extract/role.ts'
import { type Features, featuresOf } from './match/features.ts'
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
  const verbs = kindsOfVerb(text.text)
  return read.map((words) => ranked(text, words, rare, verbs)).sort((a, b) => b.score - a.score)
}

function ranked(
  text: ReadText,
  words: ActionWords,
  rare: (token: Token) => number,
  verbs: ReadonlySet<number>,
): Ranked {
  const { action } = words
  const { values, sureness, used } = extractFrom(text, action.parameters.map(readParameter), words.head)
  const required = action.parameters.filter((parameter) => parameter.required && parameter.default === null)
  const filled = required.filter(({ name }) => Object.hasOwn(values, name))
  const texts = Object.values(values).filter((value) => typeof value === 'string')
  const inValues = new Set(tokensOf(texts.join(' ')).map(({ stem }) => stem))
  const features = featuresOf(text.tokens, verbs, words, rare, {
    required: required.length,
    filled: filled.length,
    sureness: filled.reduce((sum, { name }) => sum + (own(sureness, name) ?? 0), 0),
    explain: EXPLAIN.test(text.text),
    unused: text.literals.filter((one) => !used.some((other) => overlaps(one, other))).length,
    isValue: ({ stem, word }) => inValues.has(stem) || /^[\d.]+$/.test(word),
  })
  // A text without a word of substance asks for nothing.
  const score = features.evidence > 0 ? probability(features) : 0
  return { action, score, features, values, sureness }
}
