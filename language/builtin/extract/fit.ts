import type { ParameterValue } from '../../../domain/action.ts'
import { tokensOf } from '../match/tokens.ts'
import type { Candidate } from './candidate.ts'
import { currencyFit, currencyValue } from './currencies.ts'
import { inOwnUnit } from './own-unit.ts'
import type { Role, Wanted } from './role.ts'
import { takesLabel } from './tokens.ts'
import { unitFit } from './units.ts'

/** How well the form of a value suits a parameter, before any cue; -Infinity where it can't be. */
export function formFit({ role, parameter }: Wanted, candidate: Candidate): number {
  const { kind, label } = candidate
  if (label && kind !== 'email' && takesLabel(parameter.name, label)) return 3
  if (role === 'number') return kind === 'number' ? numberFit(parameter, candidate) : Number.NEGATIVE_INFINITY
  if (role === 'boolean' || role === 'enum' || role === 'date' || role === 'time')
    return Number.NEGATIVE_INFINITY
  if (role === 'unit' && kind !== 'currency' && kind !== 'example' && kind !== 'quoted')
    return unitFit(parameter, candidate)
  if (kind === 'currency') return currencyFit(parameter)
  if (kind === 'unit') return Number.NEGATIVE_INFINITY
  const prefixed = prefixFit(parameter.description, candidate)
  if (prefixed !== null) return prefixed
  if (role === 'text' && (isWord(candidate) || candidate.loose) && SENTENCES.test(parameter.name))
    return Number.NEGATIVE_INFINITY
  if (role === 'email') return kind === 'email' ? 3 : Number.NEGATIVE_INFINITY
  if (kind === 'email')
    return role === 'id' || role === 'person' ? 0.4 : role === 'url' ? Number.NEGATIVE_INFINITY : 0.1
  if (role === 'url')
    return kind === 'url'
      ? 2.5
      : kind === 'quoted'
        ? 0.8
        : kind === 'id' || kind === 'proper'
          ? -0.5
          : Number.NEGATIVE_INFINITY
  if (kind === 'url') return role === 'place' || role === 'person' ? Number.NEGATIVE_INFINITY : 0.2
  if (kind === 'place' && role === 'place')
    return WITH_REGION.test(`${parameter.name} ${parameter.description}`) ? 1.9 : 1.2
  if (role === 'id' && kind !== 'quoted' && !/\d/.test(candidate.text) && hasDigits(parameter))
    return Number.NEGATIVE_INFINITY
  if (role === 'id' && candidate.spelled) return Number.NEGATIVE_INFINITY
  // An id is seldom a plain word.
  if (role === 'id' && (kind === 'quoted' || kind === 'proper') && !/\d/.test(candidate.text)) return 0.2
  if (kind === 'number' && /year|season|edition/i.test(parameter.name) && YEAR.test(candidate.text))
    return 2.2
  return FITS[role][kind] ?? Number.NEGATIVE_INFINITY
}

/** Texts of more than a word. */
const SENTENCES = /summary|description|message|body|content|comment|note/
const isWord = ({ kind, text }: Candidate): boolean =>
  (kind === 'phrase' || kind === 'proper' || kind === 'rest') && tokensOf(text).length < 2

const PREFIXES = /\bstarts? with ([\w]+_(?:(?:,? or |, )\w+_)*)/i
const PREFIX = /^([a-z]{2,6}_)[A-Za-z0-9]/

/** "A Stripe id that starts with cus_ or sub_": such ids fit, ids of another kind do not; null where nothing is said. */
function prefixFit(description: string, { text }: Candidate): number | null {
  const said = PREFIXES.exec(description)?.[1]?.split(/,? or |, /)
  const prefix = PREFIX.exec(text)?.[1]
  if (!said || !prefix) return null
  return said.includes(prefix) ? 3 : Number.NEGATIVE_INFINITY
}

/** Numbers by name, or by every example that the description gives. */
function hasDigits({ name, description }: Wanted['parameter']): boolean {
  if (/(^|_)(number|no)$/i.test(name)) return true
  const examples = /such as ([^;.]*)/i.exec(description)?.[1]?.split(/,| or /) ?? []
  return examples.length > 0 && examples.every((one) => /\d/.test(one))
}

/** Parameters that take "Boston, MA" rather than "Boston". */
const WITH_REGION = /state|country|province|address|location|,\s?[A-Z]{2}\b/

type StringRole = Exclude<Role, 'number' | 'boolean' | 'enum' | 'date' | 'time' | 'email' | 'url'>
const FITS: Record<StringRole, Partial<Record<Candidate['kind'], number>>> = {
  id: { id: 2, quoted: 1.2, number: 0.9, proper: 0.3, example: 1, phrase: -2 },
  unit: { example: 2.2, quoted: 1 },
  place: { proper: 1.4, quoted: 0.8, example: 1.5, phrase: 0, id: -1.5 },
  person: { proper: 1.3, quoted: 1.7, example: 1, phrase: 0, id: 0.3, number: -2.6 },
  text: { quoted: 1.8, rest: 1.4, proper: 0.6, example: 1, phrase: 0.4, id: 0.1, number: -1.5 },
  other: { quoted: 1.9, proper: 0.8, example: 2.2, phrase: 0.2, id: 0.7, number: -1.6 },
}

const YEAR = /^(?:1[0-9]{3}|20\d\d|2100)$/
/** Names of numbers that only tell one thing from another. */
const IDENTIFIER = /(?:^|_)(?:id|number|num|no|nr|code|ref|reference|ticket|order|invoice|case)$/

const DURATIONS = /^-?(?:second|minute|hour|day|night|week|month|year)s?$/

function numberFit(
  { name, description }: Wanted['parameter'],
  { number = 0, unit = '', percent, ordinal, spelled, text }: Candidate,
): number {
  const about = `${name} ${description}`.toLowerCase()
  const key = name.toLowerCase()
  let fit = 0.8
  const year = YEAR.test(text)
  if (/(^|_)year(_of.*)?$/.test(key) || /\byear\b.*\b(?:which|when|of)\b/.test(description.toLowerCase()))
    fit += year ? 2 : -0.4
  // 1042 may be an order's number as well as a year.
  else if (year && !unit && !IDENTIFIER.test(key)) fit -= 0.4
  if (percent) fit += /rate|percent|yield|interest|return|discount|ratio|tax|tip|%/.test(about) ? 1.5 : -0.8
  if (unit && /[$€£¥]/.test(unit))
    fit +=
      /amount|price|cost|usd|dollar|salary|income|principal|value|payment|revenue|budget|currency|money|invest|deposit|bill|fee/.test(
        about,
      )
        ? 1.3
        : -0.8
  else if (unit && unit.length > 1 && about.includes(unit.replace(/s$/, ''))) fit += 1.2
  // "for the next 10 days" is a duration, whatever else the parameter wants.
  if (DURATIONS.test(unit) && !about.includes(unit.replace(/s$/, ''))) fit -= 0.9
  // In "two charges of 5C and 7C" the two only counts.
  const counts =
    /count|num|limit|top|quantity|size/.test(key) ||
    key.endsWith(unit) ||
    key.endsWith(unit.replace(/s$/, ''))
  if (spelled && !ordinal && unit.endsWith('s') && !counts) fit -= 0.7
  if (ordinal) fit += /century|rank|position|floor|grade|nth|order|index|term/.test(about) ? 0.8 : -0.8
  if (!Number.isInteger(number) && /count|number of|limit|integer|how many|page/.test(about)) fit -= 0.8
  return fit
}

/** The value in the parameter's own type. */
export function typedValue({ parameter }: Wanted, candidate: Candidate): ParameterValue {
  if (candidate.kind === 'currency') return currencyValue(parameter, candidate)
  // A token becomes a number when the action runs.
  if (parameter.type !== 'number' || candidate.label) return candidate.text.trim()
  const { number = 0, percent, kelvin } = candidate
  if (kelvin !== undefined && /temp|kelvin/i.test(`${parameter.name} ${parameter.description}`)) return kelvin
  return percent && asFraction(parameter)
    ? Number((number / 100).toPrecision(12))
    : inOwnUnit(number, candidate.unit ?? '', parameter.name)
}

/** "5%" is 0.05 where the description says decimal or fraction, or names a rate without saying percent. */
function asFraction({ name, description }: Wanted['parameter']): boolean {
  if (/decimal|fraction|\b0\.\d/i.test(description)) return true
  if (/percent|%/i.test(`${name} ${description}`)) return false
  return /rate|yield|return|ratio|interest/i.test(name)
}
