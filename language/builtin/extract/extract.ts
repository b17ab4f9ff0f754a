import type { ParameterValue, ParameterValues } from '../../../domain/action.ts'
import type { Lexicon } from '../languages/lexicon.ts'
import { translate } from '../languages/translate.ts'
import { type Token, tokensOf } from '../match/tokens.ts'
import { cueAffinity, cuesOf, prepositionAffinity } from './affinity.ts'
import { assign, type Pair } from './assign.ts'
import { findBoolean } from './booleans.ts'
import { type Candidate, overlaps, type Word, wordsIn } from './candidate.ts'
import { datesFor } from './date-values.ts'
import { datesIn, type FoundDate } from './dates.ts'
import { strengthOf } from './enums.ts'
import { examplesIn } from './examples.ts'
import { formFit, typedValue } from './fit.ts'
import { foreignDatesIn } from './foreign-dates.ts'
import { literalsIn } from './literals.ts'
import { numbersIn } from './numbers.ts'
import { phrasesIn, restsIn } from './phrases.ts'
import { placesIn } from './places.ts'
import { properNamesIn } from './proper-names.ts'
import type { Wanted } from './role.ts'
import { inOrder } from './series.ts'
import { tokensIn, withoutTokens } from './tokens.ts'

/** A text, read once; actions then take their values from it. */
export interface ReadText {
  /** In English, as far as it is known. */
  text: string
  /** The very words at this place, in their own language. */
  said(start: number, end: number, whole?: boolean): string
  words: Word[]
  tokens: Token[]
  literals: Candidate[]
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
    tokens: tokensOf(said),
    literals: [...literals, ...numbers, ...names, ...placesIn(text, names)].slice(0, MOST_CANDIDATES),
    dates: () => {
      dates ??= translation
        ? foreignDatesIn(original, translation, lexicon.code, now())
        : datesIn(said, now())
      return dates
    },
  }
}

/** Where all nouns have capitals, one after an article or a number is no name: "der Export", "1000 Zeilen". */
function isNoun({ start, text }: Candidate, words: Word[]): boolean {
  const before = words.findLast(({ end }) => end <= start)
  return (
    !text.includes(' ') &&
    /^(?:the|an?|my|our|your|his|her|their|this|no|\d[\d.]*)$/.test(before?.lower ?? '')
  )
}

/** Below this a value does not belong to the parameter: required ones are asked for rather than guessed. */
const REQUIRED_AT_LEAST = 0.5
const OPTIONAL_AT_LEAST = 2

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
    if (each.role === 'enum') keep(each, findWord(each, text))
  }
  for (const { wanted: each, value, candidate } of datesFor(wanted, text.words, text.dates)) {
    keep(each, value)
    used.push(candidate)
  }
  const open = wanted.filter(({ parameter }) => !Object.hasOwn(found, parameter.name))
  const candidates = [
    ...text.literals,
    ...phrasesIn(text.text, text.words, head),
    ...restsIn(text.text),
  ].filter((candidate) => !used.some((other) => overlaps(candidate, other)))
  for (const { wanted: each, candidate, score } of inOrder(assign(pairsOf(open, candidates, text, head))))
    keep(each, typedValue(each, asSaid(candidate, text)), Math.min(1, score / SURE_SCORE))
  return { values: found, sureness }
}

function pairsOf(
  wanted: Wanted[],
  candidates: Candidate[],
  { text, words }: ReadText,
  head: Token[],
): Pair<Wanted>[] {
  const solid = candidates.filter(({ kind }) => kind !== 'phrase' && kind !== 'rest')
  return wanted.flatMap((each, index) => {
    const cues = cuesOf(each, words)
    const examples =
      each.parameter.type === 'string' ? examplesIn(each.parameter.description, text, words) : []
    return [...candidates, ...examples].flatMap((candidate): Pair<Wanted>[] => {
      const fit = formFit(each, candidate)
      if (fit === Number.NEGATIVE_INFINITY || isOwnWord(candidate, head)) return []
      const score =
        fit + cueAffinity(cues, candidate, words, solid) + prepositionAffinity(each, candidate, words)
      const required = each.parameter.required
      if (score < (required ? REQUIRED_AT_LEAST : OPTIONAL_AT_LEAST)) return []
      return [
        {
          wanted: each,
          candidate,
          score: score + (required ? 0.3 : 0),
          rank: index * 100_000 + candidate.start,
        },
      ]
    })
  })
}

/** Of "the GitHub profile of octocat", an action on GitHub profiles takes no "GitHub" as a value. */
function isOwnWord({ kind, text }: Candidate, head: Token[]): boolean {
  if (kind !== 'proper' && kind !== 'phrase') return false
  const tokens = tokensOf(text)
  return tokens.length > 0 && tokens.every((token) => head.some((other) => other.stem === token.stem))
}

/** A value that was put into English, in the words of the question. */
function asSaid(candidate: Candidate, { text, said }: ReadText): Candidate {
  const { start, end } = candidate
  const original = said(start, end, candidate.kind === 'rest')
  return original === text.slice(start, end) ? candidate : { ...candidate, text: original }
}

function findWord(wanted: Wanted, text: ReadText): string | null {
  const words = text.words.flatMap(({ lower }) => lower.split(/[-/]/))
  const strengths = wanted.allowed.map((value) => ({
    value,
    strength: strengthOf(value, text.tokens, words),
  }))
  const [best] = strengths.sort((a, b) => b.strength - a.strength)
  return best && best.strength >= 0.6 ? best.value : null
}
