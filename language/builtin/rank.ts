import type { Parameter, ParameterValues } from '../../domain/action.ts'
import type { OfferedAction } from '../../domain/language.ts'
import { shortlist } from '../index/shortlist.ts'
import type { Candidate, CandidateKind } from './extract/candidate.ts'
import { extractFrom, type ReadText } from './extract/extract.ts'
import { readParameter } from './extract/role.ts'
import { isChangeAskedFor } from './match/asked-change.ts'
import { CATALOGUE, catalogueScores, type Weighed as WeighedAction } from './match/catalogue.ts'
import { type Asking, coveredBy, type Features, type Fill, featuresOf, isAllAbout } from './match/features.ts'
import { ordersIn } from './match/order.ts'
import { predicatesOf } from './match/predicates.ts'
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
  /** Whether it changes something that the text does not say to do. */
  unasked: boolean
  values: ParameterValues
  sureness: Record<string, number>
}

/** "What is a…", "How to…": a question for an explanation, not for something to be done. */
const EXPLAIN =
  /^\W*(?:what(?:'s| is| are) (?:an?|the (?:best|meaning|definition|purpose|role|difference))\b|how (?:to|do i|does|do|can i)\b|why\b|explain\b|define\b|who (?:is|was) the (?:first|best)\b|what does .{1,60}\b(?:mean|represent|symboli[sz]e|stand for)\b)/i

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
  const asking = {
    tokens: text.tokens,
    verbs: kindsOfVerb(text.text),
    explain: EXPLAIN.test(text.text),
    orders: ordersIn(text.text),
    predicates: predicatesOf(text.text),
    isQuestion: text.text.includes('?'),
  }
  const isCatalogue = actions.length >= CATALOGUE
  const sureEnough = isCatalogue ? SURE_ENOUGH_IN_CATALOGUE : SURE_ENOUGH
  const weighed = read.map((words) => weigh(text, asking, words, rare, sureEnough, isKnown))
  const scores = isCatalogue ? catalogueScores(asking, weighed, rare) : []
  const [first = 0, second = 0] = weighed.map(({ covered }) => covered).sort((a, b) => b - a)
  return weighed
    .map(({ covered, allAbout, words: _words, fill: _fill, unused: _unused, ...one }, index): Ranked => {
      const rival = covered === first ? second : first
      const features = {
        ...one.features,
        distinct: allAbout && (actions.length > 1 ? rival <= FAR : WANTS.test(text.text)) ? 1 : 0,
        lead: actions.length > 1 ? Math.max(0, covered - rival) : 0,
      }
      const score = scores[index] ?? (speaksOf(features) ? probability(features) : 0)
      const unasked = !isChangeAskedFor(one.action, text.tokens)
      return { ...one, features, unasked, score: Math.min(score, unasked ? CHANGE_NOT_ASKED_FOR : 1) }
    })
    .sort((a, b) => b.score - a.score)
}

/** A text without a word of the action's asks for nothing, unless it has all that it needs, some of it listed there. */
const speaksOf = ({ head, listed, weakest }: Features): boolean => head > 0 || (listed > 0 && weakest > 0.75)

/** Whoever speaks of something of their own, or says to show it, wants to have it and not to hear about it. */
const WANTS =
  /\b(?:my|our)\b|^\W*(?:(?:please|can you|could you|would you)\s+)*(?:show|give|get|check|fetch|look up)\b/i

/** Below what it takes to run: a change that the question does not speak of. */
const CHANGE_NOT_ASKED_FOR = 0.3

/** Covering no more of a question than this is far from it. */
const FAR = 0.5

interface Weighed extends Omit<Ranked, 'score' | 'features' | 'unasked'>, WeighedAction {
  covered: number
  allAbout: boolean
}

/** A value that is less sure than this explains no word of the question. */
const SURE_ENOUGH = 0.6
/** In a catalogue what the others make of it is a measure as well. */
const SURE_ENOUGH_IN_CATALOGUE = 0.4
const IDS: ReadonlySet<CandidateKind> = new Set(['email', 'id'])
/** Values by their form, whatever they are for. */
const SOLID: ReadonlySet<CandidateKind> = new Set(['email', 'id', 'url'])

function weigh(
  text: ReadText,
  asking: Asking,
  words: ActionWords,
  rare: (token: Token) => number,
  sureEnough: number,
  isKnown: (parameter: Parameter) => boolean,
): Weighed {
  const { action } = words
  const wanted = action.parameters.map(readParameter)
  const { values, sureness } = extractFrom(text, wanted, words.head)
  const required = wanted.filter(({ parameter }) => parameter.required && parameter.default === null)
  const sure = required.map(({ parameter }) => own(sureness, parameter.name) ?? (isKnown(parameter) ? 1 : 0))
  const texts = Object.entries(values).flatMap(([name, value]) =>
    typeof value === 'string' && (own(sureness, name) ?? 0) >= sureEnough ? [value] : [],
  )
  const solid = sureEnough < SURE_ENOUGH ? text.literals.filter(({ kind }) => SOLID.has(kind)) : []
  const takesDate = wanted.some(
    ({ role, parameter }) => (role === 'date' || role === 'time') && Object.hasOwn(values, parameter.name),
  )
  const dates = takesDate ? text.dates() : []
  const inValues = new Set(
    tokensOf([...texts, ...[...solid, ...dates].map((one) => one.text)].join(' ')).map(({ stem }) => stem),
  )
  const isSaid = (token: Token): boolean =>
    token.weight === 1 && text.tokens.some(({ stem }) => stem === token.stem)
  const fill: Fill = {
    missing: sure.filter((one) => one === 0).length,
    weakest: Math.min(1, ...sure),
    listed: wanted.filter(
      ({ parameter: { name }, allowed, codes }) =>
        allowed.length + codes.length > 0 && Object.hasOwn(values, name),
    ).length,
    exemplary: wanted.some(({ parameter: { name }, examples }) =>
      examples.includes(String(own(values, name)).toLowerCase()),
    ),
    untouched: wanted.length > 0 && required.length === 0 && Object.keys(values).length === 0,
    takesText: required.some(({ role }) => role === 'text'),
    named: required.some(({ name }) => name.some(isSaid)),
    isValue: ({ stem, word }) => inValues.has(stem) || /^[\d.]+$/.test(word),
  }
  return {
    action,
    words,
    fill,
    unused: unusedIn(text.literals, values),
    features: featuresOf(asking, words, rare, fill),
    covered: coveredBy(words, text.tokens),
    allAbout: isAllAbout(text.tokens, words, fill),
    values,
    sureness,
  }
}

/** How many ids and e-mail addresses an action has no use for, not even for another of the kind. */
function unusedIn(literals: Candidate[], values: ParameterValues): number {
  const used = Object.values(values).map(String)
  const isUsed = ({ text }: Candidate): boolean => used.some((value) => value.includes(text))
  const ids = literals.filter(({ kind }) => IDS.has(kind))
  return ids.filter(({ kind }) => !ids.some((one) => one.kind === kind && isUsed(one))).length
}
