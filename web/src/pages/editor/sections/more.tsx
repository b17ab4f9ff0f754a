import { Accordion, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useSchedulePreview } from '../../../api/schedule-preview.ts'
import { useGuru } from '../../../app/use-guru.ts'
import { texts } from '../../../texts/en/index.ts'
import { useActionFormContext } from '../form/form-context.ts'
import { ScheduleFields } from '../schedule/schedule-fields.tsx'
import { ApprovalFields } from './approval-fields.tsx'
import { durationInWords } from './duration-units.ts'
import { LimitFields } from './limit-fields.tsx'

const t = texts.editor

interface MoreProps {
  opened: string[]
  onChange: (opened: string[]) => void
}

/** What most actions leave as it is: closed, with a line that says how it stands. */
export function More({ opened, onChange }: MoreProps) {
  const { values } = useActionFormContext()
  const { approval_timeout_seconds: patience, timeout_seconds: seconds } = values
  return (
    <Accordion
      multiple
      variant="separated"
      order={2}
      transitionDuration={0}
      keepMounted={false}
      value={opened}
      onChange={onChange}
    >
      <Part value="schedule" title={t.schedule.title} summary={<ScheduleSummary />}>
        <ScheduleFields />
      </Part>
      <Part
        value="approval"
        title={t.approval.title}
        summary={values.requires_approval ? t.approval.on(durationInWords(patience ?? 0)) : t.approval.off}
      >
        <ApprovalFields />
      </Part>
      <Part
        value="limits"
        title={t.limits.title}
        summary={seconds === null ? t.limits.none : t.limits.summary(durationInWords(seconds))}
      >
        <LimitFields />
      </Part>
    </Accordion>
  )
}

interface PartProps {
  value: string
  title: string
  summary: ReactNode
  children: ReactNode
}

function Part({ value, title, summary, children }: PartProps) {
  return (
    <Accordion.Item value={value}>
      <Accordion.Control>
        <Stack gap={0}>
          <Text fw={600}>{title}</Text>
          <Text size="sm" c="dimmed">
            {summary}
          </Text>
        </Stack>
      </Accordion.Control>
      <Accordion.Panel>{children}</Accordion.Panel>
    </Accordion.Item>
  )
}

function ScheduleSummary() {
  const { schedule } = useActionFormContext().values
  return schedule.enabled ? <InWords cron={schedule.cron} timezone={schedule.timezone} /> : t.schedule.off
}

function InWords(timing: { cron: string; timezone: string }) {
  const { data } = useSchedulePreview(useGuru(), timing)
  return data?.description ?? timing.cron
}
