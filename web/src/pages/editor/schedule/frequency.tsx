import { Group, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { texts } from '../../../texts/en/index.ts'
import { HINT_BELOW } from '../sections/hint-below.ts'
import { asOften, cronOf, type HowOften, howOften } from './how-often.ts'

const t = texts.editor.schedule
const EVERY = Object.entries(t.every).map(([value, label]) => ({ value, label }))
const WEEKDAYS = t.weekdays.map((label, index) => ({ value: String(index), label }))
const pad = (number: number) => String(number).padStart(2, '0')

interface FrequencyProps {
  cron: string
  onChange: (cron: string) => void
}

/** Says how often in the words of people, and makes a cron expression of it. */
export function Frequency({ cron, onChange }: FrequencyProps) {
  const [own, setOwn] = useState(false)
  const often = own ? null : howOften(cron)
  const change = (part: Partial<HowOften>) => often && onChange(cronOf({ ...often, ...part }))
  return (
    <Group align="flex-start" gap="sm">
      <NativeSelect
        label={t.often}
        data={EVERY}
        flex="1 1 11rem"
        value={often?.every ?? 'custom'}
        onChange={({ currentTarget: { value } }) => {
          setOwn(value === 'custom')
          if (value !== 'custom') onChange(cronOf(asOften(cron, value as HowOften['every'])))
        }}
      />
      {often?.every === 'week' && (
        <NativeSelect
          label={t.weekday}
          data={WEEKDAYS}
          flex="1 1 9rem"
          value={String(often.weekday)}
          onChange={({ currentTarget }) => change({ weekday: Number(currentTarget.value) })}
        />
      )}
      {often?.every === 'month' && (
        <NumberInput
          label={t.dayOfMonth}
          description={often.dayOfMonth > 28 ? t.dayOfMonthHint : undefined}
          inputWrapperOrder={HINT_BELOW}
          min={1}
          max={31}
          clampBehavior="strict"
          flex="1 1 6rem"
          value={often.dayOfMonth}
          onChange={(day) => typeof day === 'number' && change({ dayOfMonth: day })}
        />
      )}
      {often?.every === 'hour' && (
        <NumberInput
          label={t.minute}
          min={0}
          max={59}
          clampBehavior="strict"
          flex="1 1 6rem"
          value={often.minute}
          onChange={(minute) => typeof minute === 'number' && change({ minute })}
        />
      )}
      {often && often.every !== 'hour' && (
        <TextInput
          label={t.time}
          type="time"
          flex="1 1 7rem"
          value={`${pad(often.hour)}:${pad(often.minute)}`}
          onChange={({ currentTarget: { value } }) => {
            const [hour, minute] = value.split(':').map(Number)
            if (hour !== undefined && minute !== undefined) change({ hour, minute })
          }}
        />
      )}
    </Group>
  )
}
