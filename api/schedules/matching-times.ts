import { msToTs, tsToMs } from '@temporalio/common/lib/time.js'
import type { TemporalClient } from '../temporal/connection.ts'

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
      startTime: msToTs(from.getTime()),
      endTime: msToTs(to.getTime()),
    }),
  )
  return startTime.map((time) => new Date(tsToMs(time)))
}
