import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ask, client } from './client.ts'

/** Somebody is still typing. */
const PAUSE_MS = 400

/** What a schedule would do: in words, and when next. `isBehind` while that is about what stood there before. */
export function useSchedulePreview(guru: string, timing: { cron: string; timezone: string }) {
  const [cron] = useDebouncedValue(timing.cron, PAUSE_MS)
  const [timezone] = useDebouncedValue(timing.timezone, PAUSE_MS)
  const query = useQuery({
    queryKey: ['guru', guru, 'schedule-preview', cron, timezone],
    queryFn: () =>
      ask(
        client.POST('/api/v1/{guru}/actions/schedule/preview', {
          params: { path: { guru } },
          body: { cron, timezone },
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
  return {
    ...query,
    isBehind: cron !== timing.cron || timezone !== timing.timezone || query.isPlaceholderData,
  }
}
