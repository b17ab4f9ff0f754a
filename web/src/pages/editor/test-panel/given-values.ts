import type { ParameterValues } from '../../../../../domain/parameter.ts'
import type { TestedAction } from '../../../api/test-action.ts'
import type { Samples } from './sample-values.tsx'

/** Of all that was ever filled in, the values for the parameters that there are now, where they have their type. */
export function givenValues({ parameters = [] }: TestedAction, samples: Samples): ParameterValues {
  const given: ParameterValues = {}
  for (const { name, type = 'string' } of parameters) {
    const value = Object.hasOwn(samples, name) ? samples[name] : null
    if (value !== null && value !== undefined && typeof value === type) given[name] = value
  }
  return given
}
