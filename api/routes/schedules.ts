import { Router } from 'express'
import { z } from 'zod'
import { Problem } from '../../domain/problems.ts'
import { completeSchedule, scheduleSchema } from '../../domain/schedule.ts'
import { findAction } from '../../storage/actions.ts'
import type { ActionDocument } from '../../storage/models.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { isoTime } from '../iso-time.ts'
import { parse } from '../parse.ts'
import { refuseDisabled } from '../refuse-disabled.ts'
import { describeSchedule } from '../schedules/apply-schedule.ts'
import { backfill, MAX_BACKFILL, planBackfill } from '../schedules/backfill.ts'
import { runsBySchedule, upcoming } from '../schedules/next-runs.ts'
import { describeTiming, previewSchedule } from '../schedules/preview.ts'
import { scheduleIdOf } from '../schedules/schedule-ids.ts'
import { listRuns } from '../temporal/list-runs.ts'
import { historyOf } from '../temporal/run-view.ts'
import { uiUrlOf } from '../temporal/ui-url.ts'

const RECENT_RUNS = 10

const time = isoTime.transform((text) => new Date(text))

const spanSchema = z.strictObject({ from: time, to: time }).superRefine(({ from, to }, context) => {
  const problem = (path: string, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message })
  if (from > to) problem('from', 'must not be after `to`')
  if (to.getTime() > Date.now()) problem('to', 'must not be in the future')
})

/** What an action's schedule does and has done, and running it for times that have passed. */
export function scheduleRoutes(deps: ApiDependencies): Router {
  const { storage, temporal, schedules, configuration } = deps
  const router = Router({ mergeParams: true })
  const uiUrl = uiUrlOf(configuration, temporal)

  router.post('/schedule/preview', async (request, response) => {
    response.json(
      await previewSchedule(temporal, response.locals.guru._id, parse(scheduleSchema, request.body)),
    )
  })

  router.get('/:id/schedule', async (request, response) => {
    const { guru } = response.locals
    const action = await findAction(storage, guru._id, request.params.id)
    const schedule = completeSchedule(action.definition.schedule)
    const [found, { runs }] = await Promise.all([
      schedule.enabled ? settled(action) : null,
      listRuns(
        temporal,
        historyOf(guru),
        { action_id: action._id, trigger: 'schedule', limit: RECENT_RUNS },
        uiUrl,
      ),
    ])
    response.json({
      schedule,
      state: !schedule.enabled ? 'off' : runsBySchedule(action) ? 'active' : 'paused',
      ...describeTiming(schedule),
      next_runs: found ? upcoming(found).map((next) => next.toISOString()) : [],
      recent_runs: runs,
      runs_started: found?.info.numActionsTaken ?? 0,
      runs_missed: found?.info.numActionsMissedCatchupWindow ?? 0,
      runs_skipped: found?.info.numActionsSkippedOverlap ?? 0,
    })
  })

  /** Temporal's schedule of the action, put right where it is not there yet. */
  const settled = async (action: ActionDocument) => {
    const id = scheduleIdOf(action.guru, action._id)
    const found = await describeSchedule(temporal, id)
    if (found) return found
    await schedules.settle(action.guru, action._id)
    return describeSchedule(temporal, id)
  }

  router.post('/:id/schedule/backfill', async (request, response) => {
    const span = parse(spanSchema, request.body)
    const action = await findAction(storage, response.locals.guru._id, request.params.id)
    const { guru, _id: id, definition } = action
    if (!definition.schedule.enabled)
      throw new Problem('conflict', `'${definition.name}' has no schedule. Set schedule.enabled first.`)
    refuseDisabled(definition)
    await settled(action)
    const { due, present } = await planBackfill(temporal, historyOf(response.locals.guru), id, span)
    if (due.length > MAX_BACKFILL)
      throw new Problem(
        'validation_failed',
        `This span has ${due.length} runs to catch up on; at most ${MAX_BACKFILL} are started at once. Make it shorter.`,
      )
    if (due.length > 0) await backfill(temporal, guru, id, due)
    response.status(202).json({
      started: due.map((next) => next.toISOString()),
      left_out: present.map((next) => next.toISOString()),
    })
  })

  return router
}
