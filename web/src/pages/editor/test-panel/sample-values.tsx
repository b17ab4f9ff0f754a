import { SimpleGrid } from '@mantine/core'
import type { Draft } from '../../../api/action-types.ts'
import { own } from '../../../components/own.ts'
import { numberText } from '../../../components/values/read-number.ts'
import type { Entered } from '../../../components/values/read-value.ts'
import { ValueField } from '../../../components/values/value-field.tsx'
import { texts } from '../../../texts/en/index.ts'
import type { Samples } from './given-values.ts'

type Parameter = NonNullable<Draft['parameters']>[number]

interface SampleValuesProps {
  parameters: Parameter[]
  samples: Samples
  /** By the API's path: `parameters.order_id`. */
  errors: Record<string, string>
  onChange: (name: string, value: Entered) => void
}

/** A field for each parameter of an action, as its type asks for. */
export function SampleValues({ parameters, samples, errors, onChange }: SampleValuesProps) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      {parameters.map(({ name, type = 'string', description, required = true, default: fallback }, index) => {
        const needed = required && (fallback ?? null) === null
        return (
          <ValueField
            // Names change while they are typed, and may be the same for a while.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            key={index}
            label={name}
            description={[description, hintOf(fallback ?? null, needed)].filter(Boolean).join(' · ')}
            type={type}
            required={needed}
            value={own(samples, name)}
            error={errors[`parameters.${name}`]}
            onChange={(value) => onChange(name, value)}
          />
        )
      })}
    </SimpleGrid>
  )
}

function hintOf(fallback: Entered, needed: boolean): string | null {
  const words = texts.testPanel
  if (typeof fallback === 'boolean') return words.fallback(fallback ? texts.values.yes : texts.values.no)
  if (typeof fallback === 'number') return words.fallback(numberText(fallback))
  if (fallback !== null) return words.fallback(fallback)
  return needed ? null : words.optional
}
