import type { ParameterValues } from '../../../../../domain/parameter.ts'
import type { Draft } from '../../../api/action-types.ts'
import { own } from '../../../components/own.ts'
import { type Entered, readValue } from '../../../components/values/read-value.ts'

/** What was filled in, by name; null and missing ones are left to the default. */
export type Samples = Record<string, Entered>

/**
 * Of all that was ever filled in, the values for the parameters that there are now, where they have their type. Null
 * where a number is none, which its field says.
 */
export function givenValues({ parameters = [] }: Draft, samples: Samples): ParameterValues | null {
  const given: ParameterValues = {}
  for (const { name, type = 'string' } of parameters) {
    const { value, problem } = readValue(type, own(samples, name) ?? null)
    if (problem) return null
    if (value !== null && typeof value === type) given[name] = value
  }
  return given
}
