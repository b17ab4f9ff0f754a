import { ScheduleOverlapPolicy } from '@temporalio/client'
import { scheduledFor } from '../../domain/scheduled-for.ts'
import type { TemporalClient } from '../temporal/connection.ts'
import type { HistoryOf } from '../temporal/run-view.ts'
import { visibilityQuery } from '../temporal/visibility-query.ts'
import { matchingTimes } from './matching-times.ts'
import { scheduleIdOf } from './schedule-ids.ts'

/** Temporal keeps at most 1,000 runs waiting for a schedule. */
export const MAX_BACKFILL = 500

export interface BackfillPlan {
  /** Due times that have no run yet, ascending. */
  due: Date[]
  /** Due times that have one: they are not run again. */
  present: Date[]
}

interface Span {
  from: Date
  to: Date
}

/** @param span both ends belong to it */
export async function planBackfill(
  temporal: TemporalClient,
  history: HistoryOf,
  actionId: string,
  span: Span,
): Promise<BackfillPlan> {
  const before = new Date(span.from.getTime() - 1)
  const due = await matchingTimes(temporal, scheduleIdOf(history.guru, actionId), {
    from: before,
    to: span.to,
  })
  const ran = await timesWithRun(temporal, history, actionId, span)
  return {
    due: due.filter((time) => !ran.has(time.getTime())),
    present: due.filter((time) => ran.has(time.getTime())),
  }
}

/** Starts a run for each of these times, one after another. */
export async function backfill(
  { client, soon }: TemporalClient,
  guru: string,
  actionId: string,
  due: Date[],
): Promise<void> {
  const handle = client.schedule.getHandle(scheduleIdOf(guru, actionId))
  await soon(() =>
    handle.backfill(
      due.map((time) => ({
        start: new Date(time.getTime() - 1),
        end: time,
        overlap: ScheduleOverlapPolicy.BUFFER_ALL,
      })),
    ),
  )
}

async function timesWithRun(
  { client }: TemporalClient,
  history: HistoryOf,
  action_id: string,
  span: Span,
): Promise<Set<number>> {
  const query = visibilityQuery(history, { action_id, trigger: 'schedule', scheduledFor: span })
  const times = new Set<number>()
  for await (const { searchAttributes } of client.workflow.list({ query })) {
    const time = scheduledFor(searchAttributes)
    if (time) times.add(time.getTime())
  }
  return times
}
