import type { ParameterValue, ParameterValues } from '../../../../../domain/parameter.ts'
import { own } from '../../../components/own.ts'
import { type Entered, readValue, type ValueType } from '../../../components/values/read-value.ts'

/** A parameter as far as a rerun has to know it. */
export interface FieldOf {
  name: string
  type: ValueType
  description?: string
  required?: boolean
}

/**
 * What a rerun has to be told: values that differ from the original's, and null for those that were taken away. What
 * stayed as it was is left to the server, which may know it better: personal data is shown as a token. Null in all
 * where a number is none, which its field says.
 */
export function changedParameters(
  fields: FieldOf[],
  original: ParameterValues,
  entered: Record<string, Entered>,
): Record<string, ParameterValue | null> | null {
  const changes: Record<string, ParameterValue | null> = {}
  for (const { name, type } of fields) {
    const before = own(original, name) ?? null
    const after = own(entered, name) ?? null
    const { value, problem } = after === before ? { value: before, problem: null } : readValue(type, after)
    if (problem) return null
    if (value !== before) changes[name] = value
  }
  return changes
}
