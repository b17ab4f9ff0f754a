import type { Parameter, ParameterValues } from '../../../../domain/parameter.ts'
import { own } from '../../components/own.ts'
import { type Entered, readValue } from '../../components/values/read-value.ts'
import { texts } from '../../texts/en/index.ts'

/** What the fields begin with, by the parameters' names: samples, or else defaults. */
export const firstValues = (parameters: Parameter[], sample: ParameterValues): Record<string, Entered> =>
  Object.fromEntries(parameters.map(({ name, default: fallback }) => [name, own(sample, name) ?? fallback]))

/** The values that the fields stand for, by their types, and what is wrong with others. Empty ones are left out. */
export function readParameters(
  parameters: Parameter[],
  entered: Record<string, Entered>,
): { values: ParameterValues; errors: Record<string, string> } {
  const values: ParameterValues = {}
  const errors: Record<string, string> = {}
  for (const { name, type, required, default: fallback } of parameters) {
    const { value, problem } = readValue(type, own(entered, name) ?? null)
    if (problem) errors[name] = problem
    else if (value !== null) values[name] = value
    else if (required && fallback === null) errors[name] = texts.actions.running.required
  }
  return { values, errors }
}
