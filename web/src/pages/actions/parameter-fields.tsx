import { Select, Textarea, TextInput } from '@mantine/core'
import type { Action } from '../../api/actions.ts'
import { texts } from '../../texts/en/index.ts'
import type { ParameterForm } from './use-parameter-form.ts'

type Parameter = Action['parameters'][number]

interface ParameterFieldsProps {
  parameters: Parameter[]
  form: ParameterForm
  /** Whether a dialog that opens gives the focus to the first of them. */
  takesFocus?: boolean
}

/** A field for each parameter, as its type asks for. */
export function ParameterFields({ parameters, form, takesFocus = false }: ParameterFieldsProps) {
  return parameters.map((parameter, at) => (
    <ParameterField
      key={parameter.name}
      parameter={parameter}
      form={form}
      takesFocus={takesFocus && at === 0}
    />
  ))
}

function ParameterField(props: { parameter: Parameter; form: ParameterForm; takesFocus: boolean }) {
  const { parameter, form, takesFocus } = props
  const { name, type, description, required, default: fallback } = parameter
  const words = texts.actions.running
  const isNeeded = required && fallback === null
  const shared = {
    label: isNeeded ? name : `${name} (${words.optional})`,
    description: description || undefined,
    error: form.errors[name],
    required: isNeeded,
    value: form.typed[name] ?? '',
    'data-autofocus': takesFocus || undefined,
  }
  if (type === 'boolean')
    return (
      <Select
        {...shared}
        allowDeselect={false}
        data={[
          ...(isNeeded ? [] : [{ value: '', label: words.unset }]),
          { value: 'true', label: words.yes },
          { value: 'false', label: words.no },
        ]}
        value={shared.value || (isNeeded ? null : '')}
        onChange={(value) => form.change(name, value ?? '')}
      />
    )
  const Field = type === 'number' ? TextInput : Textarea
  return (
    <Field
      {...shared}
      {...(type === 'number' ? { inputMode: 'decimal' } : { autosize: true, minRows: 1, maxRows: 6 })}
      onChange={({ currentTarget: { value } }) => form.change(name, value)}
    />
  )
}
