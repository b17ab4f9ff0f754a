import { tsToMs } from '@temporalio/common/lib/time.js'
import type { TemporalClient } from '../temporal/connection.ts'

const timestamp = (time: Date) => ({
  seconds: Math.floor(time.getTime() / 1_000) as never,
  nanos: (time.getTime() % 1_000) * 1e6,
})

/** When Temporal would run a schedule in a span of time: after `from`, and up to `to`. */
export async function matchingTimes(
  { client, namespace, soon }: TemporalClient,
  scheduleId: string,
  { from, to }: { from: Date; to: Date },
): Promise<Date[]> {
  const { startTime } = await soon(() =>
    client.workflowService.listScheduleMatchingTimes({
      namespace,
      scheduleId,
      startTime: timestamp(from),
      endTime: timestamp(to),
    }),
  )
  return startTime.map((time) => new Date(tsToMs(time)))
}
