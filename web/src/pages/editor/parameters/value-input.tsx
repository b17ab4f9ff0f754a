import { type InputWrapperProps, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { texts } from '../../../texts/en/index.ts'

type Value = string | number | boolean

interface ValueInputProps {
  label: string
  description?: string
  type: 'string' | 'number' | 'boolean'
  /** Null where there is none. */
  value?: Value | null
  onChange: (value: Value | null) => void
  error?: ReactNode
  inputWrapperOrder?: InputWrapperProps['inputWrapperOrder']
  'data-path'?: string
}

/** Takes a value of a parameter's type, or none. */
export function ValueInput({ type, value = null, onChange, ...input }: ValueInputProps) {
  const { noDefault, yes, no } = texts.editor.parameters
  if (type === 'number')
    return (
      <NumberInput
        {...input}
        value={typeof value === 'boolean' ? '' : (value ?? '')}
        onChange={(next) => onChange(next === '' ? null : next)}
        hideControls
      />
    )
  if (type === 'boolean')
    return (
      <NativeSelect
        {...input}
        data={[
          { value: '', label: noDefault },
          { value: 'true', label: yes },
          { value: 'false', label: no },
        ]}
        value={value === null ? '' : String(value)}
        onChange={({ currentTarget }) =>
          onChange(currentTarget.value === '' ? null : currentTarget.value === 'true')
        }
      />
    )
  return (
    <TextInput
      {...input}
      value={value === null ? '' : String(value)}
      onChange={({ currentTarget }) => onChange(currentTarget.value || null)}
    />
  )
}
