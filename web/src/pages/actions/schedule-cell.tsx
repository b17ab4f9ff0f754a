import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Action } from '../../api/actions.ts'
import { Time } from '../../components/time.tsx'
import { texts } from '../../texts/en/index.ts'

/** When an action runs by itself, in words, and when next. */
export function ScheduleCell({ action: { schedule, enabled, next_run_at } }: { action: Action }) {
  const { cron, timezone } = schedule
  const { data: words } = useQuery({
    queryKey: ['schedule-words', cron, timezone],
    queryFn: async () =>
      (await import('../../../../domain/schedule-words.ts')).scheduleWords({ cron, timezone }),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: schedule.enabled,
  })
  if (!schedule.enabled)
    return (
      <Text size="sm" c="dimmed">
        {texts.actions.unscheduled}
      </Text>
    )
  return (
    <Stack gap={2}>
      <Text size="sm">{words ?? cron}</Text>
      <Text size="xs" c="dimmed">
        {!enabled && texts.actions.schedulePaused}
        {enabled && next_run_at && (
          <>
            {texts.actions.nextRun}: <Time at={next_run_at} />
          </>
        )}
      </Text>
    </Stack>
  )
}
