import { z } from 'zod'
import { RUN_STATUSES, type RunStatus, TRIGGERS } from '../../domain/run.ts'
import { SCHEDULED_FOR, SEARCH_ATTRIBUTES } from '../../domain/workflow-contract.ts'
import { isoTime } from '../iso-time.ts'
import { CLOCK_SKEW_MS, type HistoryOf } from './run-view.ts'

/** Which runs are looked for. Every value is of a known form before it comes near a query. */
export const matchFields = {
  action_id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'is not an action id')
    .optional()
    .meta({ description: 'Runs of this action only, whatever its version' }),
  trigger: z.enum(TRIGGERS).optional().meta({ description: 'Runs that were started so only' }),
  // Ranges can be laid end to end.
  from: isoTime.optional().meta({ description: 'Runs that started then or later' }),
  to: isoTime.optional().meta({ description: 'Runs that started before then' }),
}

/** A range must have an inside. */
export const inOrder = ({ from, to }: { from?: string; to?: string }): boolean =>
  from === undefined || to === undefined || Date.parse(from) < Date.parse(to)
export const OUT_OF_ORDER = { path: ['to'], message: 'must be after from' }

const exportFields = {
  ...matchFields,
  status: z.enum(RUN_STATUSES).optional().meta({ description: 'Runs that have this status only' }),
}

/** Which runs are exported, and how. */
export const exportSchema = z
  .strictObject({
    ...exportFields,
    full: z
      .enum(['true', 'false'])
      .default('false')
      .meta({ description: 'Whether each run comes with its output and steps' }),
  })
  .refine(inOrder, OUT_OF_ORDER)

/** The filters of a list of runs. */
export const runFilterSchema = z
  .strictObject({
    ...exportFields,
    limit: z.coerce
      .number<number>()
      .int()
      .min(1)
      .max(100)
      .default(20)
      .meta({ description: 'How many at most' }),
    cursor: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,2000}$/, 'is not a cursor of this list')
      .optional()
      .meta({ description: 'next_cursor of the page before, with the same filters' }),
  })
  .refine(inOrder, OUT_OF_ORDER)
export type RunFilter = z.infer<typeof runFilterSchema>

export interface RunMatch extends Pick<RunFilter, 'action_id' | 'trigger' | 'status' | 'from' | 'to'> {
  /** Only runs that have ended, however. */
  ended?: true
  /** The times that a schedule wanted them at; both ends belong to it. */
  scheduledFor?: { from: Date; to: Date }
}

/** How somebody ends a workflow by hand, in Temporal's words, by the status that stands for it. */
const ENDED_BY_HAND: Partial<Record<RunStatus, string[]>> = {
  cancelled: ['Terminated', 'Canceled'],
  timed_out: ['TimedOut'],
  failed: ['Failed'],
}

/**
 * The one place where visibility queries are made.
 *
 * SQLite, under the embedded server, has an index on each attribute, knows nothing of what is in them, and of several
 * that are asked for by `=` takes any. So one attribute leads, and the others are asked for by IN with the value twice,
 * which is the same and which it likes less: an outcome that is rare, or the action, or else the guru. Measured on
 * 100,000 runs: 0.1 ms instead of up to 160 ms. Other databases do as they did.
 */
export function visibilityQuery({ guru, since }: HistoryOf, match: RunMatch): string {
  const { action_id, trigger, status } = match
  const lead = status && RARE.includes(status) ? 'outcome' : action_id ? 'action' : 'guru'
  const is: Is = (name, value) =>
    name === lead
      ? `${SEARCH_ATTRIBUTES[name]} = ${quote(value)}`
      : `${SEARCH_ATTRIBUTES[name]} IN ${anyOf([value, value])}`
  return [
    is('guru', guru),
    `StartTime >= ${quote(since.toISOString())}`,
    action_id && is('action', action_id),
    // Only runs have a trigger. IS NOT NULL would lead the database to the runs of all gurus.
    trigger ? is('trigger', trigger) : `${SEARCH_ATTRIBUTES.trigger} IN ${anyOf(TRIGGERS)}`,
    status && statusClause(status, is),
    match.ended && "ExecutionStatus != 'Running'",
    match.from && `StartTime >= ${quote(new Date(match.from).toISOString())}`,
    match.to && `StartTime < ${quote(new Date(match.to).toISOString())}`,
    match.scheduledFor &&
      `${SCHEDULED_FOR} >= ${quote(match.scheduledFor.from.toISOString())} AND ${SCHEDULED_FOR} <= ${quote(match.scheduledFor.to.toISOString())}`,
  ]
    .filter(Boolean)
    .join(' AND ')
}

/** Selects our schedules, of one guru or of all. */
export const schedulesQuery = (guru?: string): string =>
  guru === undefined ? `${SEARCH_ATTRIBUTES.guru} IS NOT NULL` : `${SEARCH_ATTRIBUTES.guru} = ${quote(guru)}`

/**
 * For the pages that follow a run which ended at that time (milliseconds since the epoch): those have all started by
 * then. It changes nothing but the work: SQLite passes over the pages before by its index alone, 100,000 runs in 30 ms
 * instead of 140.
 */
export const startedBy = (time: number): string =>
  ` AND StartTime <= ${quote(new Date(time + CLOCK_SKEW_MS).toISOString())}`

type Is = (name: keyof typeof SEARCH_ATTRIBUTES, value: string) => string

/** Statuses that few runs have, beside those that are under way. */
const RARE: readonly RunStatus[] = ['rejected', 'interrupted']

const anyOf = (names: readonly string[]): string => `(${names.map(quote).join(', ')})`

/**
 * Selects the runs of which `statusOf` in run-view.ts says that status, and no other. The outcome attribute counts
 * unless somebody has ended the workflow by hand: then it still has what it had until then.
 */
function statusClause(status: RunStatus, is: Is): string {
  const outcome = is('outcome', status)
  // An index leads to the few workflows that are under way.
  if (status === 'running' || status === 'awaiting_approval')
    return `${outcome} AND ExecutionStatus = 'Running'`
  const byItself = `${outcome} AND ExecutionStatus NOT IN ${anyOf(Object.values(ENDED_BY_HAND).flat())}`
  const byHand = ENDED_BY_HAND[status]
  return byHand ? `((${byItself}) OR ExecutionStatus IN ${anyOf(byHand)})` : byItself
}

const SAFE = /^[A-Za-z0-9_.:-]+$/

/** Throws rather than quotes: nothing that needs escaping ever belongs into a query. */
function quote(value: string): string {
  if (!SAFE.test(value))
    throw new TypeError('A value in a visibility query has a character that is not allowed.')
  return `'${value}'`
}
