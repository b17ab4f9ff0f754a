import { type Doing, otherwise } from './otherwise.ts'
import type { ActionWords } from './score.ts'
import { bestOf, type Token } from './tokens.ts'

/** What speaks for an action or against it, each 0 to 1. */
export interface Features {
  /** Of the question's words, weighted: how many stand in the action's parameters only. */
  parameterWords: number
  /** Of the words of name, trigger and description: how many the question has. */
  head: number
  /** Of the words of the name and the beginning of the description: how many the question has. */
  core: number
  /** Whether the question has the name's last word of substance: mostly what the action gives. */
  object: number
  /** `core`, as far as every required parameter has a sure value. */
  readyCore: number
  /** How sure the least sure value of a required parameter is; 0 where one is missing. */
  weakest: number
  /** How many required parameters have no value, saturating. */
  missing: number
  /** How many parameters got a value from the list in their description, saturating. */
  listed: number
  /** Whether it takes free text, and the question names that text's parameter or orders what the action does. */
  freeText: number
  /** Whether it needs nothing, and nothing in the question is a value for it either. */
  untouched: number
  /** Whether the question asks to explain ("What is a…", "How to…"), not to do. */
  explain: number
  /** Whether the question orders or speaks of something that the action does not do. */
  otherwise: number
  /** Whether the question is in this action's own words, and far from those of all others that are offered. */
  distinct: number
  /** Of the question's words, weighted: how many more it has in its texts than any other that is offered. */
  lead: number
}

/** What was found in the question for an action's parameters. */
export interface Fill {
  /** How many required parameters have no value. */
  missing: number
  weakest: number
  listed: number
  /** Whether a value is one of the examples in its parameter's description. */
  exemplary: boolean
  /** Whether it has parameters, none of them required, and none with a value. */
  untouched: boolean
  /** Whether a required parameter takes free text. */
  takesText: boolean
  /** Whether the question has a word of a required parameter's name. */
  named: boolean
  /** Whether a word of the question is part of a value that was found. */
  isValue: (token: Token) => boolean
}

/** What a question says of what it wants, whichever the action. */
export interface Asking extends Doing {
  tokens: Token[]
  /** The kinds of verbs that it orders something with. */
  verbs: ReadonlySet<number>
  explain: boolean
}

/** What only a look at the other offered actions tells. */
export type Compared = 'distinct' | 'lead'

export const saturating = (sum: number, rate: number): number => 1 - Math.exp(-rate * sum)

export function featuresOf(
  asking: Asking,
  words: ActionWords,
  rare: (token: Token) => number,
  fill: Fill,
): Omit<Features, Compared> {
  const { tokens, verbs, explain } = asking
  const object = words.name.findLast((token) => token.weight === 1) ?? words.name.at(-1)
  const other = otherwise(asking, words)
  // A description adds words that may be asked with; that most questions have none of them speaks against nothing. Only
  // where something else is ordered, all that the action says of itself is held against it.
  const covered = (all: Token[], withoutDescription: Token[]): number => {
    const whole = coverage(all, tokens, rare)
    return other > 0 ? whole : Math.max(whole, coverage(withoutDescription, tokens, rare))
  }
  const core = covered(words.core, words.askedCore)
  const sameVerb = [...verbs].some((kind) => words.verbs.has(kind))
  return {
    parameterWords: inParametersOnly(tokens, words, fill),
    head: covered(words.head, words.asked),
    core,
    readyCore: core * fill.weakest,
    object: object ? bestOf(object, tokens) : 0,
    weakest: fill.weakest,
    missing: saturating(fill.missing, 0.7),
    listed: saturating(fill.listed, 0.7),
    freeText: fill.takesText && (fill.named || sameVerb) ? 1 : 0,
    untouched: fill.untouched ? 1 : 0,
    explain: explain ? 1 : 0,
    otherwise: other,
  }
}

/** Of a question's words, weighted: how many are a value, or stand in an action's texts. */
export const explainedBy = (words: ActionWords, tokens: Token[], { isValue }: Fill): number =>
  share(tokens, (token) =>
    isValue(token) ? 1 : Math.max(bestOf(token, words.head), 0.8 * bestOf(token, words.parameters)),
  )

/** Of a question's words, weighted: how many stand in an action's name, trigger or description. */
export const coveredBy = (words: ActionWords, tokens: Token[]): number =>
  share(tokens, (token) => bestOf(token, words.head))

function share(tokens: Token[], of: (token: Token) => number): number {
  let total = 0
  let part = 0
  for (const token of tokens) {
    total += token.weight
    part += token.weight * of(token)
  }
  return total ? part / total : 0
}

/** A value's own words weigh less: what they say is counted with the values. */
const VALUE_WEIGHT = 0.3

function inParametersOnly(tokens: Token[], words: ActionWords, { isValue }: Fill): number {
  let total = 0
  let found = 0
  for (const token of tokens) {
    const weight = token.weight * (isValue(token) ? VALUE_WEIGHT : 1)
    total += weight
    found += weight * Math.max(0, bestOf(token, words.parameters) - bestOf(token, words.head))
  }
  return total ? found / total : 0
}

/** Whether a text is about nothing but the action: its name is in it, and all other words are the action's too. */
export function isAllAbout(tokens: Token[], words: ActionWords, fill: Fill): boolean {
  const own = tokens.filter((token) => !fill.isValue(token))
  return (
    own.length > 0 &&
    explainedBy(words, own, fill) > 0.8 &&
    words.name.some((token) => token.weight === 1 && bestOf(token, tokens) === 1)
  )
}

export const weightOf = (tokens: Token[], question: Token[], rare: (token: Token) => number): number =>
  tokens.reduce((sum, token) => sum + token.weight * rare(token) * bestOf(token, question), 0)

function coverage(tokens: Token[], question: Token[], rare: (token: Token) => number): number {
  const total = tokens.reduce((sum, token) => sum + token.weight * rare(token), 0)
  return total ? weightOf(tokens, question, rare) / total : 0
}
