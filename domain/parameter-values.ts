import type { Parameter, ParameterValue, ParameterValues } from './action.ts'
import type { FieldError } from './problems.ts'

/**
 * Checks given values against an action's parameters and fills in the defaults. An optional parameter that was
 * not given and has no default stays absent.
 */
export function resolveParameters(
  parameters: Parameter[],
  given: Record<string, unknown>,
): { values: ParameterValues; errors: FieldError[] } {
  const values: ParameterValues = {}
  const errors: FieldError[] = []
  const known = new Set(parameters.map((parameter) => parameter.name))
  for (const name of Object.keys(given))
    if (!known.has(name))
      errors.push({ path: `parameters.${name}`, message: 'is not a parameter of this action' })
  for (const { name, type, required, default: fallback } of parameters) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined
    if (value === undefined || value === null) {
      if (fallback !== null) values[name] = fallback
      else if (required) errors.push({ path: `parameters.${name}`, message: 'is required' })
    } else if (isOfType(value, type)) values[name] = value
    else errors.push({ path: `parameters.${name}`, message: `must be a ${type}` })
  }
  return { values, errors }
}

const isOfType = (value: unknown, type: Parameter['type']): value is ParameterValue =>
  typeof value === type && !(typeof value === 'number' && !Number.isFinite(value))
