import type { Action } from '../../api/actions.ts'
import { own } from '../../components/own.ts'
import { ValueField } from '../../components/values/value-field.tsx'
import { texts } from '../../texts/en/index.ts'
import type { ParameterForm } from './use-parameter-form.ts'

interface ParameterFieldsProps {
  parameters: Action['parameters']
  form: ParameterForm
  /** Whether a dialog that opens gives the focus to the first of them. */
  takesFocus?: boolean
}

/** A field for each parameter, as its type asks for. */
export function ParameterFields({ parameters, form, takesFocus = false }: ParameterFieldsProps) {
  return parameters.map(({ name, type, description, required, default: fallback }, at) => {
    const isNeeded = required && fallback === null
    return (
      <ValueField
        key={name}
        label={isNeeded ? name : `${name} (${texts.actions.running.optional})`}
        description={description || undefined}
        type={type}
        required={isNeeded}
        value={own(form.entered, name)}
        error={own(form.errors, name)}
        onChange={(value) => form.change(name, value)}
        data-autofocus={(takesFocus && at === 0) || undefined}
      />
    )
  })
}
