import type { Parameter, ParameterValue, ParameterValues } from '../../domain/action.ts'
import { allowedValue, allowedValues } from './allowed-values.ts'

const LONGEST = 10_000
/** What models write where they have no value. */
const PLACEHOLDER = /^(?:null|undefined|unknown|n\/?a|not (?:given|provided|specified)|<[^<>]*>)?$/i
const NUMBER = /^[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?$/i

export interface CheckedArguments {
  /** What was given and can be used. */
  values: ParameterValues
  /** What was given and can't be used, in words for the model. */
  wrong: { parameter: string; problem: string }[]
}

/**
 * A model's arguments as values of the right type, within what the parameter's description allows; unknown names and
 * placeholders are dropped. `tokens` stand for values of any type.
 */
export function checkArguments(
  given: Record<string, unknown>,
  parameters: Parameter[],
  tokens: string[] = [],
): CheckedArguments {
  const checked: CheckedArguments = { values: {}, wrong: [] }
  for (const parameter of parameters) {
    const { name } = parameter
    const asked = Object.hasOwn(given, name) ? given[name] : null
    if (isNothing(asked)) continue
    const value = checkedValue(asked, parameter, tokens)
    if ('problem' in value) checked.wrong.push({ parameter: name, problem: value.problem })
    else checked.values[name] = value.value
  }
  return checked
}

/** One value, of the right type and allowed, or what is wrong with it. */
export function checkedValue(
  asked: unknown,
  parameter: Parameter,
  tokens: string[] = [],
): { value: ParameterValue } | { problem: string } {
  // A token becomes a value of the right type when the action runs.
  if (typeof asked === 'string' && tokens.includes(asked)) return { value: asked }
  const value = coerce(asked, parameter.type)
  if (value === null) return { problem: `must be a ${parameter.type}, not ${shown(asked)}` }
  const allowed = allowedValues(parameter)
  if (allowed.length === 0) return { value }
  const meant = allowedValue(value, allowed)
  return meant === null
    ? { problem: `must be one of ${allowed.join(', ')}, not ${shown(asked)}` }
    : { value: meant }
}

export const isNothing = (value: unknown): boolean =>
  value === null || value === undefined || (typeof value === 'string' && PLACEHOLDER.test(value.trim()))

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const shown = (value: unknown): string => JSON.stringify(value)?.slice(0, 100) ?? 'this'

/** The value in the given type where that loses nothing, else null. */
export function coerce(value: unknown, type: Parameter['type']): ParameterValue | null {
  if (type === 'string') return asText(value)
  if (type === 'number') {
    if (typeof value === 'number') return Number.isFinite(value) ? value : null
    const text = typeof value === 'string' ? value.trim() : ''
    return NUMBER.test(text) && Number.isFinite(Number(text)) ? Number(text) : null
  }
  if (typeof value === 'boolean') return value
  const text = typeof value === 'string' ? value.trim().toLowerCase() : ''
  return text === 'true' ? true : text === 'false' ? false : null
}

function asText(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string' || value.length > LONGEST) return null
  return value
}
