import { NumberInput, Select, SimpleGrid, TextInput } from '@mantine/core'
import type { ParameterValue } from '../../../../../domain/parameter.ts'
import type { TestedAction } from '../../../api/test-action.ts'
import { texts } from '../../../texts/en/index.ts'

type Parameter = NonNullable<TestedAction['parameters']>[number]

/** What was filled in, by name; null and missing ones are left to the default. */
export type Samples = Record<string, ParameterValue | null>

interface SampleValuesProps {
  parameters: Parameter[]
  samples: Samples
  /** By the API's path: `parameters.order_id`. */
  errors: Record<string, string>
  onChange: (name: string, value: ParameterValue | null) => void
}

/** A field for each parameter of an action, as its type asks for. */
export function SampleValues({ parameters, samples, errors, onChange }: SampleValuesProps) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      {parameters.map((parameter, index) => (
        <SampleValue
          // Names change while they are typed, and may be the same for a while.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={index}
          parameter={parameter}
          value={samples[parameter.name] ?? null}
          error={errors[`parameters.${parameter.name}`]}
          onChange={(value) => onChange(parameter.name, value)}
        />
      ))}
    </SimpleGrid>
  )
}

interface SampleValueProps {
  parameter: Parameter
  value: ParameterValue | null
  error: string | undefined
  onChange: (value: ParameterValue | null) => void
}

function SampleValue({ parameter, value, error, onChange }: SampleValueProps) {
  const { name, type = 'string', description, required = true, default: fallback = null } = parameter
  const needed = required && fallback === null
  const field = {
    label: name,
    description: [description, hintOf(fallback, needed)].filter(Boolean).join(' · '),
    required: needed,
    error,
  }
  if (type === 'boolean')
    return (
      <Select
        {...field}
        data={[
          { value: 'true', label: texts.testPanel.yes },
          { value: 'false', label: texts.testPanel.no },
        ]}
        clearable={!needed}
        clearButtonProps={{ 'aria-label': texts.testPanel.notGiven }}
        placeholder={texts.testPanel.notGiven}
        value={typeof value === 'boolean' ? String(value) : null}
        onChange={(chosen) => onChange(chosen === null ? null : chosen === 'true')}
      />
    )
  if (type === 'number')
    return (
      <NumberInput
        {...field}
        hideControls
        value={typeof value === 'number' ? value : ''}
        onChange={(typed) => onChange(typed === '' ? null : Number(typed))}
      />
    )
  return (
    <TextInput
      {...field}
      value={typeof value === 'string' ? value : ''}
      onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? null : currentTarget.value)}
    />
  )
}

function hintOf(fallback: ParameterValue | null, needed: boolean): string | null {
  const words = texts.testPanel
  if (typeof fallback === 'boolean') return words.fallback(fallback ? words.yes : words.no)
  if (fallback !== null) return words.fallback(String(fallback))
  return needed ? null : words.optional
}
