import type { ScheduleSummary } from '@temporalio/client'
import type { ActionDocument } from '../../storage/models.ts'
import type { TemporalClient } from '../temporal/connection.ts'
import { schedulesQuery } from '../temporal/visibility-query.ts'
import { describeSchedule } from './apply-schedule.ts'
import { ownerOf, scheduleIdOf } from './schedule-ids.ts'

type Scheduled = Pick<ActionDocument, '_id' | 'guru' | 'definition'>

/** Whether it runs by itself now. */
export const runsBySchedule = ({ definition }: Scheduled): boolean =>
  definition.enabled && definition.schedule.enabled

/** When it runs next, by Temporal; empty where it does not. */
export const upcoming = ({ state, info }: Pick<ScheduleSummary, 'state' | 'info'>): Date[] =>
  state.paused ? [] : info.nextActionTimes.filter((time) => time.getTime() > Date.now())

/** The next run of one action; null also where Temporal can't be asked: it says nothing about the action then. */
export async function nextRunOf(temporal: TemporalClient, action: Scheduled): Promise<Date | null> {
  if (!runsBySchedule(action)) return null
  const schedule = await describeSchedule(temporal, scheduleIdOf(action.guru, action._id)).catch(() => null)
  return (schedule && upcoming(schedule)[0]) ?? null
}

/** The same for all actions of one guru, by id, in one question to Temporal. */
export async function nextRunsOf(
  { client, soon }: TemporalClient,
  guru: string,
  actions: Scheduled[],
): Promise<Map<string, Date>> {
  const found = new Map<string, Date>()
  if (!actions.some(runsBySchedule)) return found
  const running = new Set(actions.filter(runsBySchedule).map(({ _id }) => _id))
  try {
    await soon(async () => {
      for await (const schedule of client.schedule.list({ query: schedulesQuery(guru) })) {
        const owner = ownerOf(schedule.scheduleId)
        const [next] = upcoming(schedule)
        if (owner && owner !== 'preview' && next && running.has(owner.actionId))
          found.set(owner.actionId, next)
      }
    })
  } catch {
    // The actions are in the database; a list without these times is better than none.
  }
  return found
}
