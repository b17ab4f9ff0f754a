import type { OfferedAction } from '../../../domain/language.ts'
import { similarity, splitIdentifier, type Token, tokensOf } from './tokens.ts'

/** An offered action, read once for matching. */
export interface ActionWords {
  action: OfferedAction
  name: Token[]
  /** Name, trigger and description. */
  head: Token[]
  /** Parameter names, descriptions and allowed words. */
  parameters: Token[]
}

export const readAction = (action: OfferedAction): ActionWords => ({
  action,
  name: tokensOf(splitIdentifier(action.name)),
  head: tokensOf(`${action.name}. ${action.trigger}. ${action.description}`),
  parameters: tokensOf(
    action.parameters.map(({ name, description }) => `${splitIdentifier(name)}. ${description}`).join('. '),
  ),
})

/** How rare each word is among the offered actions, 0.4 (in all) to 1 (in one): tells alike actions apart. */
export function rarity(actions: ActionWords[]): (token: Token) => number {
  if (actions.length < 2) return () => 1
  const counts = new Map<string, number>()
  for (const { head } of actions) for (const { stem } of head) counts.set(stem, (counts.get(stem) ?? 0) + 1)
  const highest = Math.log(1 + actions.length)
  return ({ stem }) => 0.4 + 0.6 * (Math.log(actions.length / (counts.get(stem) ?? 1) + 0.001) / highest)
}

/** What speaks for an action, each 0 to 1. */
export interface Features {
  /** Of the question's words that are no values, weighted: how many stand in the action's name, trigger or description. */
  covered: number
  /** Whether all of them do, and the name has one. */
  all: number
  /** Of the question's words, weighted: how many stand in the action's parameters only. */
  parameterWords: number
  /** Of the name's words: how many the question has. */
  name: number
  /** Of the words of name, trigger and description: how many the question has. */
  head: number
  /** The weight of all matched words, saturating. */
  evidence: number
  /** Of the required parameters: how many have a value. */
  filled: number
  /** Whether the question asks to explain ("What is a…", "How to…"), not to do. */
  explain: number
  /** Of the question's words: how many are neither the action's nor part of a value. */
  foreign: number
}

export interface Fill {
  /** Required parameters, and how many of them have a value. */
  required: number
  filled: number
  explain: boolean
  /** Whether a word of the question is part of a value that was found. */
  isValue: (token: Token) => boolean
}

export function featuresOf(
  question: Token[],
  words: ActionWords,
  rare: (token: Token) => number,
  fill: Fill,
): Features {
  let total = 0
  let own = 0
  let covered = 0
  let wide = 0
  let foreign = 0
  for (const token of question) {
    const value = fill.isValue(token)
    const weight = token.weight * (value ? 0.3 : 1)
    const head = bestOf(token, words.head)
    const parameter = bestOf(token, words.parameters)
    total += weight
    if (!value) own += token.weight
    if (!value) covered += token.weight * head
    wide += weight * Math.max(0, parameter - head)
    if (!value) foreign += token.weight * (1 - Math.max(head, 0.8 * parameter))
  }
  const evidence = words.head.reduce(
    (sum, token) => sum + token.weight * rare(token) * bestOf(token, question),
    0,
  )
  return {
    covered: own ? covered / own : 0,
    all:
      own &&
      covered / own > 0.8 &&
      words.name.some((token) => token.weight === 1 && bestOf(token, question) === 1)
        ? 1
        : 0,
    parameterWords: total ? wide / total : 0,
    name: coverage(words.name, question, rare),
    head: coverage(words.head, question, rare),
    evidence: 1 - Math.exp(-0.6 * evidence),
    filled: fill.required ? fill.filled / fill.required : 1,
    explain: fill.explain ? 1 : 0,
    foreign: 1 - Math.exp(-0.5 * foreign),
  }
}

const bestOf = (token: Token, others: Token[]): number =>
  others.reduce((best, other) => Math.max(best, similarity(token, other)), 0)

function coverage(tokens: Token[], question: Token[], rare: (token: Token) => number): number {
  let total = 0
  let covered = 0
  for (const token of tokens) {
    const weight = token.weight * rare(token)
    total += weight
    covered += weight * bestOf(token, question)
  }
  return total ? covered / total : 0
}
