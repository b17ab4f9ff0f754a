import { z } from 'zod'
import { scheduleSchema } from '../../domain/schedule.ts'
import { isoTime } from '../iso-time.ts'
import { actionId, time } from './common.ts'
import { operation } from './operation.ts'
import { runSchema } from './run-schema.ts'

const tag = 'Schedules'
const params = { id: actionId }

const timing = {
  description: z.string().meta({ description: 'What the schedule does, in words' }),
  notes: z.array(z.string()).meta({ description: "What the coming year's clock changes do to it" }),
  next_runs: z.array(time).meta({ description: 'The next ten times' }),
}

const moment = isoTime.transform((text) => new Date(text))

const spanSchema = z
  .strictObject({
    from: moment.meta({ description: 'Runs that were due then or later' }),
    to: moment.meta({ description: 'Runs that were due then or before. Not in the future' }),
  })
  .superRefine(({ from, to }, context) => {
    const problem = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    if (from > to) problem('from', 'must not be after `to`')
    if (to instanceof Date && to.getTime() > Date.now()) problem('to', 'must not be in the future')
  })

export const schedules = {
  previewSchedule: operation({
    id: 'previewSchedule',
    method: 'post',
    path: '/{guru}/actions/schedule/preview',
    access: 'manage',
    tag,
    audit: { none: 'it changes nothing' },
    summary: 'Tell what a schedule would do, without saving it',
    body: scheduleSchema,
    answers: {
      200: {
        description: 'What it would do',
        schema: z.strictObject(timing).meta({ id: 'SchedulePreview' }),
      },
    },
    problems: [],
  }),
  readSchedule: operation({
    id: 'readSchedule',
    method: 'get',
    path: '/{guru}/actions/{id}/schedule',
    params,
    access: 'manage',
    tag,
    summary: "Read what an action's schedule does and has done",
    answers: {
      200: {
        description: 'The schedule',
        schema: z
          .strictObject({
            schedule: scheduleSchema,
            state: z.enum(['active', 'paused', 'off']),
            ...timing,
            recent_runs: z.array(runSchema).meta({ description: 'The latest ten, as in a list' }),
            runs_started: z.int(),
            runs_missed: z.int().meta({ description: 'Too late after an outage' }),
            runs_skipped: z.int().meta({ description: 'Left out since one still ran' }),
          })
          .meta({ id: 'ScheduleState' }),
      },
    },
    problems: [],
  }),
  backfillSchedule: operation({
    id: 'backfillSchedule',
    method: 'post',
    path: '/{guru}/actions/{id}/schedule/backfill',
    params,
    access: 'manage',
    tag,
    audit: ['schedule.backfilled'],
    summary: 'Run an action for the times that its schedule has missed',
    description:
      'A run for each time in the span at which the schedule was due and has no run, one after another, at most 500. A 409 where the action has no schedule or is disabled.',
    body: spanSchema,
    answers: {
      202: {
        description: 'The times that a run is started for, and those that have one',
        schema: z.strictObject({ started: z.array(time), left_out: z.array(time) }).meta({ id: 'Backfill' }),
      },
    },
    problems: ['conflict'],
  }),
}
