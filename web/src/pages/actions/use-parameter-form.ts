import { useState } from 'react'
import type { ParameterValues } from '../../../../domain/parameter.ts'
import type { Action } from '../../api/actions.ts'
import { fieldErrors } from '../../components/field-errors.ts'
import type { Entered } from '../../components/values/read-value.ts'
import { firstValues, readParameters } from './read-parameters.ts'

type Parameter = Action['parameters'][number]

export interface ParameterForm {
  entered: Record<string, Entered>
  errors: Record<string, string>
  change: (name: string, value: Entered) => void
  /** The values as the API takes them; null where some are no values, which is shown at their fields. */
  read: () => ParameterValues | null
  /** Shows what the API found wrong at the fields. */
  showErrors: (error: unknown) => void
}

const pathOf = (name: string) => `parameters.${name}`

/** The paths under which the API names these parameters. */
export const pathsOf = (parameters: Parameter[]): string[] => parameters.map(({ name }) => pathOf(name))

/** The values of an action's parameters, as they are filled in. */
export function useParameterForm(parameters: Parameter[], sample: ParameterValues = {}): ParameterForm {
  const [entered, setEntered] = useState(() => firstValues(parameters, sample))
  const [errors, setErrors] = useState<Record<string, string>>({})
  return {
    entered,
    errors,
    change: (name, value) => {
      setEntered((before) => ({ ...before, [name]: value }))
      setErrors(({ [name]: _, ...others }) => others)
    },
    read: () => {
      const result = readParameters(parameters, entered)
      setErrors(result.errors)
      return Object.keys(result.errors).length === 0 ? result.values : null
    },
    showErrors: (error) => {
      const found = fieldErrors(error)
      setErrors(
        Object.fromEntries(
          parameters.flatMap(({ name }) => {
            const message = found[pathOf(name)]
            return message ? [[name, message]] : []
          }),
        ),
      )
    },
  }
}
