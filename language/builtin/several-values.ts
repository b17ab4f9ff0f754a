import type { ParameterValues } from '../../domain/action.ts'
import type { Match, OfferedAction } from '../../domain/language.ts'
import type { Candidate } from './extract/candidate.ts'
import { extractFrom, type ReadText, readText } from './extract/extract.ts'
import { formFit, typedValue } from './extract/fit.ts'
import { type Role, readParameter, type Wanted } from './extract/role.ts'
import { wordsOf } from './match/tokens.ts'
import { own } from './own.ts'

const SEVERAL: ReadonlySet<Role> = new Set(['id', 'number', 'email', 'person', 'place', 'other'])
const MOST = 5
/** What stands between the values of one list. */
const JOINT =
  /^[\s?"”']*(?:\([^()]{1,40}\)\s*)?(?:,|;|&|\/|\+|,?\s*\b(?:and|or|as well as|plus)\b(?:\s+also)?)\s*([^,;.?!]{0,40})$/i
const LINKS = /^(?:for|of|in|the|orders?|numbers?|parcels?|with|by|from|via|on)$/i
const JOINED = /[\d@]/
/** So many words before the first value may come again before the next. */
const NEAR = 4
const RANGE = /\b(?:between|from|range|sum|difference|versus|vs|compare|product|divide|add)\b/i

/** "Orders 1042 and 1043": a match for each value of the one required parameter that takes them. */
export function severalValues(match: Match, action: OfferedAction, text: ReadText): Match[] {
  const required = action.parameters.filter(({ required }) => required).map(readParameter)
  for (const wanted of required) {
    const { name } = wanted.parameter
    const value = own(match.parameters, name)
    if (value === undefined || !SEVERAL.has(wanted.role) || takesMany(wanted)) continue
    const alike = action.parameters.map(readParameter).filter(({ role }) => role === wanted.role)
    if (alike.length > 1) continue
    const listed = listAround(value, wanted, text)
    const values = listed.map((one) => typedValue(wanted, said(one, text)))
    const distinct = [...new Set(values)].slice(0, MOST)
    const others = ownOthers(listed, action, wanted, text)
    if (distinct.length > 1)
      return distinct.map((one) => ({
        ...match,
        parameters: { ...match.parameters, ...others[values.indexOf(one)], [name]: one },
      }))
  }
  return [match]
}

/** `ids`, "comma-separated": takes the whole list. */
const takesMany = ({ words, parameter }: Wanted): boolean =>
  /list|comma|several|multiple|array|one or more/i.test(parameter.description) ||
  words.some((word) => /^(?:ids|emails|names|numbers|codes|keys)$/.test(word))

const said = (one: Candidate, text: ReadText): Candidate =>
  text.said(one.start, one.end) === text.text.slice(one.start, one.end)
    ? one
    : { ...one, text: text.said(one.start, one.end) }

/** The values of one kind that are joined to this one by commas and "and". */
function listAround(value: unknown, wanted: Wanted, text: ReadText): Candidate[] {
  const isNumber = wanted.role === 'number'
  const values = text.literals
    .filter((one) => formFit(wanted, one) > 0)
    .sort((a, b) => a.start - b.start)
    .filter((one, index, all) => all[index - 1] === undefined || one.start >= (all[index - 1]?.end ?? 0))
  const at = values.findIndex((one) => typedValue(wanted, one) === value || said(one, text).text === value)
  const found = values[at]
  if (!found || (isNumber && RANGE.test(text.text))) return []
  const list = [found]
  const joined = (a: Candidate | undefined, b: Candidate | undefined, first = a): boolean =>
    a !== undefined && b !== undefined && sameForm(a, b) && isJoint(a, b, first ?? a, text)
  for (let index = at + 1; joined(values[index - 1], values[index], found); index++)
    list.push(values[index] as Candidate)
  for (let index = at - 1; joined(values[index], values[index + 1]); index--)
    list.unshift(values[index] as Candidate)
  return list
}

/** Between two values stands a comma or an "and", and maybe what stands before the first as well: "… and *how many* …". */
function isJoint(a: Candidate, b: Candidate, first: Candidate, { text }: ReadText): boolean {
  const between = JOINT.exec(text.slice(a.end, b.start))?.[1]
  if (between === undefined) return false
  // A comma alone may join "Boston, MA".
  if (!JOINED.test(a.text) && /^[\s"”']*,\s*["“']?$/.test(text.slice(a.end, b.start))) return false
  const before = wordsOf(text.slice(0, first.start)).slice(-NEAR)
  return wordsOf(between).every(
    (word) => LINKS.test(word) || before.includes(word) || before.includes(`${word}s`),
  )
}

/** Names go with names, digits with digits. A comma alone may join "Boston, MA". */
const sameForm = (a: Candidate | undefined, b: Candidate | undefined): boolean =>
  /\d/.test(a?.text ?? '') === /\d/.test(b?.text ?? '') && (a?.kind === 'email') === (b?.kind === 'email')

/** "A (FedEx) and B (USPS)", "FedEx A and USPS B": what each value of a list has of its own for the listed parameters. */
function ownOthers(
  listed: Candidate[],
  { parameters }: OfferedAction,
  wanted: Wanted,
  { text }: ReadText,
): ParameterValues[] {
  const enums = parameters.map(readParameter).filter((one) => one !== wanted && one.role === 'enum')
  if (enums.length === 0 || listed.length < 2) return []
  const read = (from: number, to: number): ParameterValues =>
    extractFrom(
      readText(text.slice(from, to), () => new Date(0)),
      enums,
      [],
    ).values
  const afterwards = listed.map(({ end }, index) => read(end, listed[index + 1]?.start ?? text.length))
  if (afterwards.every((one) => Object.keys(one).length > 0)) return afterwards
  return listed.map(({ start }, index) => read(listed[index - 1]?.end ?? 0, start))
}
