import { Select, SimpleGrid, Stack, Switch, Text, TextInput } from '@mantine/core'
import { useCallback, useMemo, useState } from 'react'
import { ValueField } from '../../../components/values/value-field.tsx'
import { texts } from '../../../texts/en/index.ts'
import { useActionFormContext } from '../form/form-context.ts'
import { HINT_BELOW } from '../sections/hint-below.ts'
import { DeliveryFields } from './delivery-fields.tsx'
import { Frequency } from './frequency.tsx'
import { NextTimes } from './next-times.tsx'
import { timeZones } from './time-zones.ts'

const t = texts.editor.schedule

/** When the action runs by itself, with which values, and where its results go. */
export function ScheduleFields() {
  const form = useActionFormContext()
  const { schedule, parameters } = form.values
  const [problems, setProblems] = useState<Record<string, string>>({})
  const zones = useMemo(() => timeZones(schedule.timezone), [schedule.timezone])
  const setCron = useCallback(
    (cron: string) => form.setFieldValue('schedule.cron', cron),
    [form.setFieldValue],
  )
  return (
    <Stack>
      <Switch
        label={t.enabled}
        description={t.enabledHint}
        {...form.getInputProps('schedule.enabled', { type: 'checkbox' })}
      />
      {schedule.enabled && (
        <>
          <Frequency cron={schedule.cron} onChange={setCron} />
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <TextInput
              label={t.cron}
              description={t.cronHint}
              inputWrapperOrder={HINT_BELOW}
              spellCheck={false}
              {...form.getInputProps('schedule.cron')}
              error={form.errors['schedule.cron'] ?? problems.cron}
            />
            <Select
              label={t.timezone}
              data={zones}
              searchable
              limit={100}
              allowDeselect={false}
              nothingFoundMessage={t.noTimezone}
              {...form.getInputProps('schedule.timezone')}
              error={form.errors['schedule.timezone'] ?? problems.timezone}
            />
          </SimpleGrid>
          <NextTimes cron={schedule.cron} timezone={schedule.timezone} onProblems={setProblems} />
          {parameters.length > 0 && (
            <Stack gap="sm" role="group" aria-label={t.values}>
              <Text fw={500} size="sm">
                {t.values}
              </Text>
              <SimpleGrid cols={{ base: 1, xs: 2 }}>
                {parameters.map((parameter, index) => (
                  <ValueField
                    key={parameter.key}
                    label={parameter.name || texts.editor.parameters.group(index + 1, '')}
                    type={parameter.type}
                    none={texts.editor.parameters.noDefault}
                    inputWrapperOrder={HINT_BELOW}
                    description={
                      parameter.default === null ? undefined : t.valueHint(String(parameter.default))
                    }
                    {...form.getInputProps(`parameters.${index}.scheduled`)}
                  />
                ))}
              </SimpleGrid>
            </Stack>
          )}
          <DeliveryFields />
        </>
      )}
    </Stack>
  )
}
