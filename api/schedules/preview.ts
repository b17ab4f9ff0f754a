import { clockChangeNotes } from '../../domain/clock-change-notes.ts'
import type { Schedule } from '../../domain/schedule.ts'
import { scheduleWords } from '../../domain/schedule-words.ts'
import { SEARCH_ATTRIBUTES } from '../../domain/workflow-contract.ts'
import type { TemporalClient } from '../temporal/connection.ts'
import { previewIdOf } from './schedule-ids.ts'
import { scheduleTiming } from './schedule-spec.ts'

export interface SchedulePreview {
  /** In words. */
  description: string
  /** What the coming year's clock changes do to it. */
  notes: string[]
  /** The next ten. */
  next_runs: string[]
}

export type Timing = Pick<Schedule, 'cron' | 'timezone' | 'jitter_seconds'>

export const describeTiming = (timing: Timing): Omit<SchedulePreview, 'next_runs'> => ({
  description: scheduleWords(timing),
  notes: clockChangeNotes(timing, new Date()),
})

/** What a schedule would do, asked of Temporal itself by means of one that starts nothing. */
export async function previewSchedule(
  { client, soon }: TemporalClient,
  guru: string,
  timing: Timing,
): Promise<SchedulePreview> {
  const handle = await soon(() =>
    client.schedule.create({
      scheduleId: previewIdOf(guru),
      spec: { ...scheduleTiming(timing), jitter: 0 },
      state: { paused: true, note: 'A preview: goes by itself' },
      searchAttributes: { [SEARCH_ATTRIBUTES.guru]: [guru] },
      action: { type: 'startWorkflow', workflowType: 'preview', taskQueue: 'preview' },
    }),
  )
  try {
    const { info } = await soon(() => handle.describe())
    return {
      ...describeTiming(timing),
      next_runs: info.nextActionTimes.map((time) => time.toISOString()),
    }
  } finally {
    await soon(() => handle.delete()).catch(() => {})
  }
}
