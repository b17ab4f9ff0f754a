import { Group, NativeSelect, NumberInput, Stack, Switch } from '@mantine/core'
import { useState } from 'react'
import { texts } from '../../../texts/en/index.ts'
import { useActionFormContext } from '../form/form-context.ts'
import { UNITS, type Unit, unitOf } from './duration-units.ts'
import { HINT_BELOW } from './hint-below.ts'

const t = texts.editor.approval

/** Whether somebody has to approve each run, and how long it waits for that. */
export function ApprovalFields() {
  const form = useActionFormContext()
  const seconds = form.values.approval_timeout_seconds
  const [unit, setUnit] = useState<Unit>(unitOf(seconds ?? 0))
  const { value, onChange, ...input } = form.getInputProps('approval_timeout_seconds')
  return (
    <Stack>
      <Switch
        label={t.required}
        description={t.requiredHint}
        {...form.getInputProps('requires_approval', { type: 'checkbox' })}
      />
      {form.values.requires_approval && (
        <Group align="flex-start">
          <NumberInput
            label={t.timeout}
            description={t.timeoutHint}
            inputWrapperOrder={HINT_BELOW}
            w={160}
            allowNegative={false}
            {...input}
            value={seconds === null ? '' : seconds / UNITS[unit]}
            onChange={(count) => onChange(count === '' ? null : Math.round(Number(count) * UNITS[unit]))}
          />
          <NativeSelect
            label={t.unit}
            w={130}
            data={Object.keys(UNITS).map((each) => ({
              value: each,
              label: texts.editor.units[each as Unit],
            }))}
            value={unit}
            onChange={({ currentTarget }) => {
              const next = currentTarget.value as Unit
              if (seconds !== null) onChange(Math.round((seconds / UNITS[unit]) * UNITS[next]))
              setUnit(next)
            }}
          />
        </Group>
      )}
    </Stack>
  )
}
