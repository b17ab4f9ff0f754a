import type { Match, OfferedAction } from '../../domain/language.ts'
import type { Candidate } from './extract/candidate.ts'
import type { ReadText } from './extract/extract.ts'
import { formFit, typedValue } from './extract/fit.ts'
import { type Role, readParameter, type Wanted } from './extract/role.ts'
import { own } from './own.ts'

const SEVERAL: ReadonlySet<Role> = new Set(['id', 'number', 'email', 'person', 'place', 'other'])
const MOST = 5
/** What stands between the values of one list. */
const JOINT =
  /^[\s?]*(?:,|;|&|\/|,?\s*\b(?:and|or|as well as|plus)\b(?:\s+also)?)\s*(?:(?:for|of|in|the|order|orders|number|numbers|#|"|“|')\s*)*$/i
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
    const values = listAround(value, wanted, text).map((one) => typedValue(wanted, said(one, text)))
    const distinct = [...new Set(values)].slice(0, MOST)
    if (distinct.length > 1)
      return distinct.map((one) => ({ ...match, parameters: { ...match.parameters, [name]: one } }))
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
  const joined = (a: Candidate | undefined, b: Candidate | undefined): boolean =>
    Boolean(a && b) && sameForm(a, b) && JOINT.test(text.text.slice(a?.end, b?.start))
  for (let index = at + 1; joined(values[index - 1], values[index]); index++)
    list.push(values[index] as Candidate)
  for (let index = at - 1; joined(values[index], values[index + 1]); index--)
    list.unshift(values[index] as Candidate)
  return list
}

/** Names go with names, digits with digits. A comma alone may join "Boston, MA". */
const sameForm = (a: Candidate | undefined, b: Candidate | undefined): boolean =>
  /\d/.test(a?.text ?? '') === /\d/.test(b?.text ?? '') && (a?.kind === 'email') === (b?.kind === 'email')
