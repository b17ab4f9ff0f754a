import type { ParameterValue, ParameterValues } from '../../../domain/action.ts'
import type { Lexicon } from '../languages/lexicon.ts'
import { translate } from '../languages/translate.ts'
import { plainly } from '../match/idioms.ts'
import { type Token, tokensOf } from '../match/tokens.ts'
import { asSaid, isNoun } from './as-said.ts'
import { assign } from './assign.ts'
import { findBoolean } from './booleans.ts'
import { type Candidate, overlaps, type Word, wordsIn } from './candidate.ts'
import { isChoice } from './choices.ts'
import { findCode } from './codes.ts'
import { currenciesIn } from './currencies.ts'
import { datesFor } from './date-values.ts'
import { datesIn, type FoundDate } from './dates.ts'
import { typedValue } from './fit.ts'
import { foreignDatesIn } from './foreign-dates.ts'
import { LEFT_OVER_SURENESS, leftOver } from './left-over.ts'
import { findListed } from './listed.ts'
import { literalsIn } from './literals.ts'
import { numbersIn } from './numbers.ts'
import { pairsOf } from './pairs.ts'
import { phrasesIn, restsIn } from './phrases.ts'
import { placesIn } from './places.ts'
import { properNamesIn } from './proper-names.ts'
import type { Wanted } from './role.ts'
import { inNamedOrder, inOrder } from './series.ts'
import { tokensIn, withoutTokens } from './tokens.ts'
import { topicsIn } from './topics.ts'
import { unitsIn } from './units.ts'

/** A text, read once; actions then take their values from it. */
export interface ReadText {
  /** In English, as far as it is known. */
  text: string
  /** The very words at this place, in their own language. */
  said(start: number, end: number, whole?: boolean): string
  words: Word[]
  tokens: Token[]
  literals: Candidate[]
  units: Candidate[]
  /** Read on first need: most actions have no date. */
  dates(): FoundDate[]
}

/** Of longer texts only the beginning is read, and only so many values are weighed: keeps the time bounded. */
const READ_CHARACTERS = 2_000
const MOST_CANDIDATES = 60

export function readText(
  whole: string,
  now: () => Date,
  personal: string[] = [],
  lexicon?: Lexicon,
): ReadText {
  const original = whole.slice(0, READ_CHARACTERS)
  const translation = lexicon && translate(original, lexicon)
  const text = translation?.text ?? original
  // The word EMAIL in <<EMAIL>> is nobody's.
  const said = withoutTokens(text, personal)
  const words = wordsIn(said)
  let dates: FoundDate[] | null = null
  const literals = [...tokensIn(text, personal), ...literalsIn(said)]
  const solid = literals.filter(({ kind }) => kind !== 'quoted')
  const numbers = numbersIn(said).filter((number) => !solid.some((other) => overlaps(number, other)))
  const names = properNamesIn(said, words).filter(
    (name) =>
      !literals.some((other) => overlaps(name, other)) && !(lexicon?.capitalNouns && isNoun(name, words)),
  )
  return {
    text,
    said: (start, end, whole) => translation?.said(start, end, whole) ?? original.slice(start, end),
    words,
    tokens: tokensOf(plainly(said)),
    literals: [...literals, ...numbers, ...names, ...placesIn(text, words, names)].slice(0, MOST_CANDIDATES),
    units: [...currenciesIn(words), ...unitsIn(words, numbers)].slice(0, MOST_CANDIDATES),
    dates: () => {
      dates ??= translation
        ? foreignDatesIn(original, translation, lexicon.code, now())
        : datesIn(said, now())
      return dates
    },
  }
}

export interface Extracted {
  values: ParameterValues
  /** How sure each value is, 0 to 1, by parameter name. */
  sureness: Record<string, number>
}

/** A pair's score that leaves no doubt. */
const SURE_SCORE = 3

/** The values that a text holds for these parameters, each in its parameter's type. Nothing is made up. */
export function extractFrom(text: ReadText, wanted: Wanted[], head: Token[]): Extracted {
  const found: ParameterValues = {}
  const sureness: Record<string, number> = {}
  const used: Candidate[] = []
  const keep = ({ parameter: { name } }: Wanted, value: ParameterValue | null, sure = 1): void => {
    if (value === null) return
    found[name] = value
    sureness[name] = sure
  }
  for (const each of wanted) {
    if (each.role === 'boolean') keep(each, findBoolean(each, text.words, text.tokens, head))
    if (each.role === 'enum') keep(each, findListed(each, text, head))
    if (each.role === 'number') keep(each, findCode(each.codes, text.tokens))
  }
  for (const { wanted: each, value, candidate } of datesFor(wanted, text.words, text.dates)) {
    keep(each, value)
    used.push(candidate)
  }
  const open = wanted.filter(({ parameter }) => !Object.hasOwn(found, parameter.name))
  const candidates = [
    ...text.literals,
    ...text.units,
    ...phrasesIn(text.text, text.words, head).filter(
      (phrase) =>
        !text.literals.some(
          (whole) => isPartOf(phrase, whole) || (whole.kind === 'id' && isPartOf(whole, phrase)),
        ),
    ),
    ...restsIn(text.text),
    ...topicsIn(text.text, text.words, head).filter(
      (topic) => !text.literals.some((whole) => overlaps(topic, whole)),
    ),
  ].filter(
    (candidate) => !used.some((other) => overlaps(candidate, other)) && !isChoice(candidate, wanted, found),
  )
  const pairs = inNamedOrder(inOrder(assign(pairsOf(open, candidates, text, head))), text.words)
  for (const { wanted: each, candidate, score } of pairs) {
    keep(each, typedValue(each, asSaid(candidate, text)), Math.min(1, score / SURE_SCORE))
    used.push(candidate)
  }
  const left = leftOver(open, candidates, used, found, head)
  if (left) keep(left.wanted, typedValue(left.wanted, asSaid(left.candidate, text)), LEFT_OVER_SURENESS)
  return { values: found, sureness }
}

/** "Premier" is no value of its own in "Premier League". */
const isPartOf = (part: Candidate, whole: Candidate): boolean =>
  part.start >= whole.start && part.end <= whole.end && part.end - part.start < whole.end - whole.start
