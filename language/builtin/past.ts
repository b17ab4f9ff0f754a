import type { Parameter, ParameterValue, ParameterValues } from '../../domain/action.ts'
import type { ConversationMessage, OfferedAction, PastAction } from '../../domain/language.ts'
import { readParameter, type Wanted } from './extract/role.ts'
import { own } from './own.ts'

/** An action of an earlier answer that is still offered, with the values that the user gave it. */
export interface Past {
  action: OfferedAction
  status: string
  values: ParameterValues
}

const MASKED = /\*\*\*\w+\*\*\*/

/** The actions of earlier answers, an array for each answer that tells of any, newest first. */
export const pastOf = (history: ConversationMessage[], actions: OfferedAction[]): Past[][] =>
  history
    .toReversed()
    .map(({ role, actions: told = [] }) => (role === 'assistant' ? told : []))
    .filter((told) => told.length > 0)
    .map((told) =>
      told.flatMap((past): Past[] => {
        const action = actions.find(({ id }) => id === past.id)
        return action ? [{ action, status: past.status, values: givenTo(past, action) }] : []
      }),
    )

/** Neither what came from an output, which nobody asked for, nor what a mask stands for. */
const givenTo = ({ parameters, from_outputs = [] }: PastAction, action: OfferedAction): ParameterValues =>
  Object.fromEntries(
    Object.entries(parameters).filter(
      ([name, value]) =>
        !from_outputs.includes(name) &&
        action.parameters.some((parameter) => parameter.name === name) &&
        !(typeof value === 'string' && MASKED.test(value)),
    ),
  )

/** A parameter's value as an action had it before, under this or another name: `order_id` is an `order_number`. */
export function carried(parameter: Parameter, past: Past[]): ParameterValue | undefined {
  const wanted = readParameter(parameter)
  for (const { action, values } of past) {
    const same = own(values, parameter.name)
    if (same !== undefined && typeof same === parameter.type) return same
    for (const other of action.parameters) {
      const value = own(values, other.name)
      if (value === undefined || value === other.default) continue
      if (isSameThing(wanted, readParameter(other))) return ofType(value, parameter)
    }
  }
  return undefined
}

const ofType = (value: ParameterValue, { type }: Parameter): ParameterValue | undefined =>
  typeof value === type ? value : type === 'string' ? String(value) : undefined

const BY_THING = new Set(['id', 'person', 'other', 'number'])

function isSameThing(wanted: Wanted, other: Wanted): boolean {
  if (wanted.role === 'email' || other.role === 'email') return wanted.role === other.role
  if (wanted.role === 'place') return other.role === 'place' && sharesName(wanted, other)
  if (!BY_THING.has(wanted.role) || !BY_THING.has(other.role)) return false
  if (wanted.role === 'number' || other.role === 'number')
    return sharesName(wanted, other) && bothIds(wanted, other)
  return (
    sharesName(wanted, other) || (other.role === 'id' && wanted.role === 'id' && sharesSubject(wanted, other))
  )
}

const bothIds = (a: Wanted, b: Wanted): boolean =>
  [a, b].every(({ words }) => words.some((word) => /^(?:id|number|no|code|key)$/.test(word)))

/** `customer` of `customer_id`: words that say whose number it is. */
const thingsOf = ({ name }: Wanted): string[] =>
  name.filter(({ weight }) => weight === 1).map(({ stem }) => stem)

const sharesName = (a: Wanted, b: Wanted): boolean => thingsOf(a).some((stem) => thingsOf(b).includes(stem))

/** "The order number, such as 1042": a `reference` that is an order's. */
const sharesSubject = (a: Wanted, b: Wanted): boolean =>
  [...a.name, ...a.description.slice(0, 3)].some(
    ({ stem, weight }) => weight === 1 && thingsOf(b).includes(stem),
  )
