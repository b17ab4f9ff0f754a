import { Problem } from '../../domain/problems.ts'
import { completeSchedule } from '../../domain/schedule.ts'
import { findAction } from '../../storage/actions.ts'
import type { ActionDocument } from '../../storage/models.ts'
import { recordEvent } from '../audit/record-event.ts'
import { contract } from '../contract/index.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { refuseDisabled } from '../refuse-disabled.ts'
import { describeSchedule } from '../schedules/apply-schedule.ts'
import { backfill, MAX_BACKFILL, planBackfill } from '../schedules/backfill.ts'
import { runsBySchedule, upcoming } from '../schedules/next-runs.ts'
import { describeTiming, previewSchedule } from '../schedules/preview.ts'
import { scheduleIdOf } from '../schedules/schedule-ids.ts'
import { type Served, serve } from '../serve.ts'
import { listRuns } from '../temporal/list-runs.ts'
import { historyOf } from '../temporal/run-view.ts'
import { uiUrlOf } from '../temporal/ui-url.ts'

const RECENT_RUNS = 10

const stateOf = (action: ActionDocument): 'active' | 'paused' | 'off' => {
  if (!action.definition.schedule.enabled) return 'off'
  return runsBySchedule(action) ? 'active' : 'paused'
}

/** What an action's schedule does and has done, and running it for times that have passed. */
export function scheduleRoutes(deps: ApiDependencies): Served[] {
  const { storage, temporal, schedules, configuration } = deps
  const uiUrl = uiUrlOf(configuration, temporal)

  /** Temporal's schedule of the action, put right where it is not there yet. */
  const settled = async (action: ActionDocument) => {
    const id = scheduleIdOf(action.guru, action._id)
    const found = await describeSchedule(temporal, id)
    if (found) return found
    await schedules.settle(action.guru, action._id)
    return describeSchedule(temporal, id)
  }

  return [
    serve(contract.previewSchedule, ({ guru, body }) => previewSchedule(temporal, guru._id, body)),

    serve(contract.readSchedule, async ({ guru, params }) => {
      const action = await findAction(storage, guru._id, params.id)
      const schedule = completeSchedule(action.definition.schedule)
      const match = { action_id: action._id, trigger: 'schedule', limit: RECENT_RUNS } as const
      const [found, { runs }] = await Promise.all([
        schedule.enabled ? settled(action) : null,
        listRuns(temporal, historyOf(guru), match, uiUrl),
      ])
      return {
        schedule,
        state: stateOf(action),
        ...describeTiming(schedule),
        next_runs: found ? upcoming(found).map((next) => next.toISOString()) : [],
        recent_runs: runs,
        runs_started: found?.info.numActionsTaken ?? 0,
        runs_missed: found?.info.numActionsMissedCatchupWindow ?? 0,
        runs_skipped: found?.info.numActionsSkippedOverlap ?? 0,
      }
    }),

    serve(contract.backfillSchedule, async ({ guru, params, body, response }) => {
      const action = await findAction(storage, guru._id, params.id)
      const { _id: id, definition } = action
      if (!definition.schedule.enabled)
        throw new Problem('conflict', `'${definition.name}' has no schedule. Set schedule.enabled first.`)
      refuseDisabled(definition)
      await settled(action)
      const { due, present } = await planBackfill(temporal, historyOf(guru), id, body)
      if (due.length > MAX_BACKFILL)
        throw new Problem(
          'validation_failed',
          `This span has ${due.length} runs to catch up on; at most ${MAX_BACKFILL} are started at once. Make it shorter.`,
        )
      if (due.length > 0) await backfill(temporal, guru._id, id, due)
      await recordEvent(deps, response, {
        action: 'schedule.backfilled',
        subject: { type: 'action', id, name: definition.name },
        after: { ...body, started: due.length },
      })
      return {
        started: due.map((next) => next.toISOString()),
        left_out: present.map((next) => next.toISOString()),
      }
    }),
  ]
}
