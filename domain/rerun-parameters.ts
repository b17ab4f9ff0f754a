import type { Parameter, ParameterValues } from './action.ts'
import { resolveParameters } from './parameter-values.ts'
import type { FieldError } from './problems.ts'

/**
 * The parameters of a run that is run again: those of the original, over them the given ones; null takes one away.
 * What the action does not have any more stays behind. A token stands for a value that is not known here, of whatever
 * type: it was checked when it came.
 * @param tokens those in the original's parameters
 */
export function rerunParameters(
  parameters: Parameter[],
  original: ParameterValues,
  given: Record<string, unknown>,
  tokens: string[],
): { values: ParameterValues; errors: FieldError[] } {
  const known = new Set(parameters.map(({ name }) => name))
  const kept = Object.entries(original).filter(([name]) => known.has(name) && !Object.hasOwn(given, name))
  const isHidden = ([, value]: [string, unknown]): boolean =>
    typeof value === 'string' && tokens.some((token) => value.includes(token))
  const hidden = Object.fromEntries(kept.filter(isHidden))
  const { values, errors } = resolveParameters(
    parameters.filter(({ name }) => !Object.hasOwn(hidden, name)),
    { ...Object.fromEntries(kept.filter((entry) => !isHidden(entry))), ...given },
  )
  return { values: { ...values, ...hidden }, errors }
}
