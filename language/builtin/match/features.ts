import type { ActionWords } from './score.ts'
import { similarity, type Token } from './tokens.ts'

/** What speaks for an action or against it, each 0 to 1. */
export interface Features {
  /** Of the question's words that are no values, weighted: how many stand in the action's name, trigger or description. */
  covered: number
  /** Whether nearly all of them do, and the name has one. */
  all: number
  /** Of the question's words, weighted: how many stand in the action's parameters only. */
  parameterWords: number
  /** Of the name's words: how many the question has. */
  name: number
  /** Of the words of name, trigger and description: how many the question has. */
  head: number
  /** The weight of all matched words, saturating. */
  evidence: number
  /** The weight of the name's matched words alone, saturating. */
  nameEvidence: number
  /** Whether the question has the name's last word of substance: mostly what the action gives. */
  object: number
  /** Whether two words stand next to each other both in the question and in the action's texts. */
  pair: number
  /** Of the required parameters: how many have a value. */
  filled: number
  /** How many have none, saturating. */
  missing: number
  /** How sure the values of required parameters are on average. */
  sureness: number
  /** Whether the question asks to explain ("What is a…", "How to…"), not to do. */
  explain: number
  /** Of the question's words: how many are neither the action's nor part of a value. */
  foreign: number
  /** Numbers and names in the question that no parameter took, saturating. */
  unused: number
  /** Whether the question orders what the action does: both find, both delete. */
  sameVerb: number
  /** Whether it orders something else. */
  otherVerb: number
}

/** What was found in the question for an action's parameters. */
export interface Fill {
  required: number
  filled: number
  /** The sum over the required parameters that have a value. */
  sureness: number
  explain: boolean
  /** Numbers, ids and names that became no value. */
  unused: number
  /** Whether a word of the question is part of a value that was found. */
  isValue: (token: Token) => boolean
}

const saturating = (sum: number, rate: number): number => 1 - Math.exp(-rate * sum)

export function featuresOf(
  question: Token[],
  verbs: ReadonlySet<number>,
  words: ActionWords,
  rare: (token: Token) => number,
  fill: Fill,
): Features {
  let total = 0
  let own = 0
  let covered = 0
  let wide = 0
  let foreign = 0
  let pair = 0
  let before: Token | undefined
  for (const token of question) {
    const value = fill.isValue(token)
    const weight = token.weight * (value ? 0.3 : 1)
    const head = bestOf(token, words.head)
    const parameter = bestOf(token, words.parameters)
    total += weight
    wide += weight * Math.max(0, parameter - head)
    if (before && words.pairs.has(`${before.stem} ${token.stem}`)) pair = 1
    before = token
    if (value) continue
    own += token.weight
    covered += token.weight * head
    foreign += token.weight * (1 - Math.max(head, 0.8 * parameter))
  }
  const share = own ? covered / own : 0
  const named = words.name.some((token) => token.weight === 1 && bestOf(token, question) === 1)
  const object = words.name.findLast((token) => token.weight === 1) ?? words.name.at(-1)
  const same = words.verbs.size > 0 && [...verbs].some((kind) => words.verbs.has(kind))
  return {
    covered: share,
    all: share > 0.8 && named ? 1 : 0,
    parameterWords: total ? wide / total : 0,
    name: coverage(words.name, question, rare),
    head: coverage(words.head, question, rare),
    evidence: saturating(weightOf(words.head, question, rare), 0.6),
    nameEvidence: saturating(weightOf(words.name, question, rare), 1),
    object: object ? bestOf(object, question) : 0,
    pair,
    filled: fill.required ? fill.filled / fill.required : 1,
    missing: saturating(fill.required - fill.filled, 0.7),
    sureness: fill.filled ? fill.sureness / fill.filled : fill.required ? 0 : 1,
    explain: fill.explain ? 1 : 0,
    foreign: saturating(foreign, 0.5),
    unused: saturating(fill.unused, 0.7),
    sameVerb: same ? 1 : 0,
    otherVerb: !same && verbs.size > 0 && words.verbs.size > 0 ? 1 : 0,
  }
}

const bestOf = (token: Token, others: Token[]): number => {
  let best = 0
  for (const other of others) {
    best = Math.max(best, similarity(token, other))
    if (best === 1) return 1
  }
  return best
}

const weightOf = (tokens: Token[], question: Token[], rare: (token: Token) => number): number =>
  tokens.reduce((sum, token) => sum + token.weight * rare(token) * bestOf(token, question), 0)

function coverage(tokens: Token[], question: Token[], rare: (token: Token) => number): number {
  const total = tokens.reduce((sum, token) => sum + token.weight * rare(token), 0)
  return total ? weightOf(tokens, question, rare) / total : 0
}
