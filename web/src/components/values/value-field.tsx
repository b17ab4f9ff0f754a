import { type InputWrapperProps, NativeSelect, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { texts } from '../../texts/en/index.ts'
import { numberText } from './read-number.ts'
import { type Entered, readValue, type ValueType } from './read-value.ts'

interface ValueFieldProps {
  label: string
  description?: string
  type: ValueType
  value?: Entered
  /** A value that is no wrong one, whatever it is: a number may be shown as a token in its place. */
  given?: Entered
  onChange: (value: Entered) => void
  error?: ReactNode
  required?: boolean
  /** What it is called to give no value. */
  none?: string
  inputWrapperOrder?: InputWrapperProps['inputWrapperOrder']
  'data-path'?: string
  /** Whether a dialog that opens gives it the focus. */
  'data-autofocus'?: boolean | undefined
}

/** Takes a value of a parameter's type, or none, and says at once if a number is none. */
export function ValueField({ type, value = null, given, onChange, none, error, ...input }: ValueFieldProps) {
  const words = texts.values
  if (type === 'boolean')
    return (
      <NativeSelect
        {...input}
        error={error}
        data={[
          { value: '', label: none ?? words.none },
          { value: 'true', label: words.yes },
          { value: 'false', label: words.no },
        ]}
        value={typeof value === 'boolean' ? String(value) : ''}
        onChange={({ currentTarget }) =>
          onChange(currentTarget.value === '' ? null : currentTarget.value === 'true')
        }
      />
    )
  const field = {
    ...input,
    error: (value !== given && readValue(type, value).problem) || error,
    value: typeof value === 'number' ? numberText(value) : typeof value === 'string' ? value : '',
  }
  // No field of numbers: it would keep people from typing what is then explained, and changes what they have typed.
  return type === 'number' ? (
    <TextInput
      {...field}
      inputMode="decimal"
      onChange={({ currentTarget }) => onChange(currentTarget.value || null)}
    />
  ) : (
    <Textarea
      {...field}
      autosize
      minRows={1}
      maxRows={8}
      onChange={({ currentTarget }) => onChange(currentTarget.value || null)}
    />
  )
}
