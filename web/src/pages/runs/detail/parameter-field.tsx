import { NativeSelect, NumberInput, Textarea } from '@mantine/core'
import { texts } from '../../../texts/en/index.ts'

export interface FieldOf {
  name: string
  type: 'string' | 'number' | 'boolean'
  description?: string
  required?: boolean
}

type Value = string | number | boolean

interface ParameterFieldProps {
  field: FieldOf
  value: Value
  error?: string
  onChange: (value: Value) => void
}

/** A field for a value of the parameter's type. Empty means that it isn't given. */
export function ParameterField({ field, value, error, onChange }: ParameterFieldProps) {
  const common = { label: field.name, description: field.description, withAsterisk: field.required, error }
  switch (field.type) {
    case 'number':
      return (
        <NumberInput
          {...common}
          value={typeof value === 'boolean' ? '' : value}
          onChange={onChange}
          hideControls
        />
      )
    case 'boolean':
      return (
        <NativeSelect
          {...common}
          value={String(value)}
          onChange={({ currentTarget }) => onChange(BOOLEANS[currentTarget.value] ?? '')}
          data={[
            { value: '', label: texts.run.rerun.notGiven },
            { value: 'true', label: texts.run.page.yes },
            { value: 'false', label: texts.run.page.no },
          ]}
        />
      )
    default:
      return (
        <Textarea
          {...common}
          autosize
          minRows={1}
          maxRows={8}
          value={String(value)}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      )
  }
}

const BOOLEANS: Record<string, boolean> = { true: true, false: false }
