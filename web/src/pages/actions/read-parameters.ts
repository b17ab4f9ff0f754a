import type { Action } from '../../api/actions.ts'
import type { Values } from '../../api/started-run.ts'
import { texts } from '../../texts/en/index.ts'

type Parameter = Action['parameters'][number]

/** What stands in the fields, by the parameter's name; empty where nothing is given. */
export type Typed = Record<string, string>

/** What the fields begin with: samples, or else defaults. */
export const typedValues = (parameters: Parameter[], sample: Values): Typed =>
  Object.fromEntries(
    parameters.map(({ name, default: fallback }) => [name, `${sample[name] ?? fallback ?? ''}`]),
  )

/** The values that the fields stand for, by their types, and what is wrong with others. Empty ones are left out. */
export function readParameters(
  parameters: Parameter[],
  typed: Typed,
): { values: Values; errors: Record<string, string> } {
  const values: Values = {}
  const errors: Record<string, string> = {}
  for (const { name, type, required, default: fallback } of parameters) {
    const text = typed[name] ?? ''
    if (text === '') {
      if (required && fallback === null) errors[name] = texts.actions.running.required
    } else if (type === 'number') {
      const number = Number(text)
      if (Number.isFinite(number) && text.trim() !== '') values[name] = number
      else errors[name] = texts.actions.running.number
    } else values[name] = type === 'boolean' ? text === 'true' : text
  }
  return { values, errors }
}
