import { List, Loader, Stack, Text } from '@mantine/core'
import { useEffect } from 'react'
import { ProblemError } from '../../../api/client.ts'
import { useSchedulePreview } from '../../../api/schedule-preview.ts'
import { useGuru } from '../../../app/use-guru.ts'
import { fieldErrors } from '../../../components/field-errors.ts'
import { LOCALE } from '../../../components/locale.ts'
import { ProblemAlert } from '../../../components/problem-alert.tsx'
import { texts } from '../../../texts/en/index.ts'

const t = texts.editor.schedule
const SHOWN = 5

interface NextTimesProps {
  cron: string
  timezone: string
  /** Has what is wrong shown at its field. */
  onProblems: (problems: Record<string, string>) => void
}

/** What the schedule does, in words, and its next times. */
export function NextTimes({ cron, timezone, onProblems }: NextTimesProps) {
  const { data, error, isBehind } = useSchedulePreview(useGuru(), { cron, timezone })
  const isWrong = error instanceof ProblemError && error.problem.status === 422
  // What is changed counts as right until it was looked at.
  useEffect(
    () => onProblems(isWrong && !isBehind ? fieldErrors(error) : {}),
    [isWrong, isBehind, error, onProblems],
  )
  if (isWrong) return null
  if (error) return <ProblemAlert error={error} />
  return (
    <Stack gap={4} role="status">
      {data ? (
        <>
          <Text fw={500}>{data.description}</Text>
          {data.notes.map((note) => (
            <Text key={note} size="sm" c="dimmed">
              {note}
            </Text>
          ))}
          <Text size="sm" mt="xs">
            {t.next}
          </Text>
          <List size="sm" opacity={isBehind ? 0.6 : 1}>
            {data.next_runs.slice(0, SHOWN).map((at) => (
              <List.Item key={at}>
                <NextTime at={at} timezone={timezone} />
              </List.Item>
            ))}
          </List>
        </>
      ) : (
        <Loader role="img" size="sm" aria-label={t.loading} />
      )}
    </Stack>
  )
}

/** In the time zone of the schedule; in that of the browser as well where it is another time there. */
function NextTime({ at, timezone }: { at: string; timezone: string }) {
  const there = inZone(at, timezone)
  const here = inZone(at)
  return (
    <time dateTime={at}>
      {there}
      {here !== there && ` (${t.yourTime(sameDay(here, there) ? here.slice(-TIME_LENGTH) : here)})`}
    </time>
  )
}

const TIME_LENGTH = '08:30'.length
const sameDay = (one: string, other: string) => one.slice(0, -TIME_LENGTH) === other.slice(0, -TIME_LENGTH)

const inZone = (at: string, timeZone?: string): string =>
  new Intl.DateTimeFormat(LOCALE, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).format(new Date(at))
