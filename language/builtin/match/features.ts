import type { Order } from './order.ts'
import type { ActionWords } from './score.ts'
import { similarity, type Token } from './tokens.ts'

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
  /** The weight of all matched words, saturating. */
  evidence: number
  /** The same, as far as every required parameter has a sure value. */
  readyEvidence: number
  /** How sure the least sure value of a required parameter is; 0 where one is missing. */
  weakest: number
  /** How many required parameters have no value, saturating. */
  missing: number
  /** How many parameters got a value from the list in their description, saturating. */
  listed: number
  /** Whether it takes free text, and the question names that text's parameter or orders what the action does. */
  freeText: number
  /** Whether the question orders what the action does: both find, both delete. */
  sameVerb: number
  /** Whether the question asks to explain ("What is a…", "How to…"), not to do. */
  explain: number
  /** How much of one alternative of the trigger the question has, by weight and share. */
  phrase: number
  /** The weight of the question's words that are neither the action's nor part of a value, saturating. */
  foreign: number
  /** Whether the question orders something that the action does not do, such as a change where it only finds out. */
  otherwise: number
  /** How much less of the question's words it explains than the offered action that explains most of them. */
  behind: number
  /** Whether the question is in this action's own words, and far from those of all others that are offered. */
  distinct: number
}

/** What was found in the question for an action's parameters. */
export interface Fill {
  /** How many required parameters have no value. */
  missing: number
  weakest: number
  listed: number
  /** Whether a required parameter takes free text. */
  takesText: boolean
  /** Whether the question has a word of a required parameter's name. */
  named: boolean
  /** Whether a word of the question is part of a value that was found. */
  isValue: (token: Token) => boolean
}

/** What a question says of what it wants, whichever the action. */
export interface Asking {
  tokens: Token[]
  /** The kinds of verbs that it orders something with. */
  verbs: ReadonlySet<number>
  explain: boolean
  orders: Order[]
  isQuestion: boolean
}

/** What only a look at the other offered actions tells. */
export type Compared = 'behind' | 'distinct'

const saturating = (sum: number, rate: number): number => 1 - Math.exp(-rate * sum)

export function featuresOf(
  { tokens, verbs, explain, orders, isQuestion }: Asking,
  words: ActionWords,
  rare: (token: Token) => number,
  fill: Fill,
): Omit<Features, Compared> {
  const object = words.name.findLast((token) => token.weight === 1) ?? words.name.at(-1)
  const evidence = saturating(weightOf(words.head, tokens, rare), 0.6)
  const sameVerb = [...verbs].some((kind) => words.verbs.has(kind))
  return {
    parameterWords: inParametersOnly(tokens, words, fill),
    head: coverage(words.head, tokens, rare),
    core: coverage(words.core, tokens, rare),
    object: object ? bestOf(object, tokens) : 0,
    evidence,
    readyEvidence: evidence * fill.weakest,
    weakest: fill.weakest,
    missing: saturating(fill.missing, 0.7),
    listed: saturating(fill.listed, 0.7),
    freeText: fill.takesText && (fill.named || sameVerb) ? 1 : 0,
    sameVerb: sameVerb ? 1 : 0,
    explain: explain ? 1 : 0,
    phrase: bestPhrase(words, tokens, rare),
    foreign: saturating(
      tokens.reduce(
        (sum, token) =>
          sum +
          (fill.isValue(token)
            ? 0
            : token.weight *
              (1 - Math.max(bestOf(token, words.head), 0.8 * bestOf(token, words.parameters)))),
        0,
      ),
      0.5,
    ),
    otherwise: isOtherwise(orders, isQuestion, words.nature) ? 1 : 0,
  }
}

/** A word for what a value stands for, such as "order", says little about what is asked. */
const SUBJECT_WEIGHT = 0.5

/** How much of one alternative of the trigger a question has: the share of it, and the weight. */
function bestPhrase(
  { phrases, parameters }: ActionWords,
  tokens: Token[],
  rare: (token: Token) => number,
): number {
  const isSubject = (token: Token): boolean => parameters.some(({ stem }) => stem === token.stem)
  const weight = (token: Token): number => rare(token) * (isSubject(token) ? SUBJECT_WEIGHT : 1)
  return Math.max(
    0,
    ...phrases.map((phrase) => {
      const found = weightOf(phrase, tokens, weight)
      const total = phrase.reduce((sum, token) => sum + token.weight * weight(token), 0)
      return total ? (found / total) * saturating(found, 1.2) : 0
    }),
  )
}

/** Something else than what the action does is ordered, or nothing is where it creates something. */
function isOtherwise(orders: Order[], isQuestion: boolean, nature: Order | null): boolean {
  if (nature === 'look') return orders.length > 0 && !orders.includes('look')
  return nature === 'create' && (orders.length > 0 || isQuestion) && !orders.includes('create')
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
