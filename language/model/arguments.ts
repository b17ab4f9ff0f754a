import type { Parameter, ParameterValue, ParameterValues } from '../../domain/action.ts'

const LONGEST = 10_000
/** What models write where they have no value. */
const PLACEHOLDER = /^(?:null|undefined|unknown|n\/?a|not (?:given|provided|specified)|<[^<>]*>)?$/i
const NUMBER = /^[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?$/i

export interface CheckedArguments {
  parameters: ParameterValues
  missing: string[]
}

/**
 * A model's arguments as parameters: of the right type or absent, unknown names dropped, defaults filled in.
 * `known` are values from earlier in the conversation, for what the model left out; `tokens` stand for values of any
 * type.
 */
export function checkArguments(
  given: unknown,
  parameters: Parameter[],
  known: ParameterValues = {},
  tokens: string[] = [],
): CheckedArguments {
  const values: Record<string, unknown> = isRecord(given) ? given : {}
  const checked: CheckedArguments = { parameters: {}, missing: [] }
  for (const parameter of parameters) {
    const { name, required, default: fallback } = parameter
    const asked = Object.hasOwn(values, name) ? values[name] : null
    // A token becomes a value of the right type when the action runs.
    const own = isToken(asked, tokens) ? asked : coerce(asked, parameter.type)
    const value = own ?? (Object.hasOwn(known, name) ? known[name] : null) ?? fallback
    if (value !== null && value !== undefined) checked.parameters[name] = value
    else if (required) checked.missing.push(name)
  }
  return checked
}

const isToken = (value: unknown, tokens: string[]): value is string =>
  typeof value === 'string' && tokens.includes(value)

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

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
  if (typeof value !== 'string' || PLACEHOLDER.test(value.trim())) return null
  return value.length <= LONGEST ? value : null
}
