import { z } from 'zod'
import { RUN_STATUSES, type RunStatus, TRIGGERS } from '../../domain/run.ts'
import { SEARCH_ATTRIBUTES } from '../../domain/workflow-contract.ts'
import type { HistoryOf } from './run-view.ts'

/** Where a time zone could move a year out of what Temporal reads. */
const FIRST_YEAR = 1970
const LAST_YEAR = 9999

const date = z.iso
  .datetime({ offset: true, abort: true, message: 'must be an ISO 8601 time, such as 2026-01-31T09:00:00Z' })
  .refine(
    (text) => {
      const year = new Date(text).getUTCFullYear()
      return year >= FIRST_YEAR && year <= LAST_YEAR
    },
    { message: `must be in the years ${FIRST_YEAR} to ${LAST_YEAR}` },
  )

/** Which runs are looked for. Every value is of a known form before it comes near a query. */
export const matchFields = {
  action_id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'is not an action id')
    .optional(),
  trigger: z.enum(TRIGGERS).optional(),
  /** When a run started: `from` belongs to the range, `to` does not, so that ranges can be laid end to end. */
  from: date.optional(),
  to: date.optional(),
}

/** A range must have an inside. */
export const inOrder = ({ from, to }: { from?: string; to?: string }): boolean =>
  from === undefined || to === undefined || Date.parse(from) < Date.parse(to)
export const OUT_OF_ORDER = { path: ['to'], message: 'must be after from' }

export const exportFields = { ...matchFields, status: z.enum(RUN_STATUSES).optional() }

/** The filters of a list of runs. */
export const runFilterSchema = z
  .strictObject({
    ...exportFields,
    limit: z.coerce.number().int().min(1).max(100).default(20),
    cursor: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,2000}$/, 'is not a cursor of this list')
      .optional(),
  })
  .refine(inOrder, OUT_OF_ORDER)
export type RunFilter = z.infer<typeof runFilterSchema>

export interface RunMatch extends Pick<RunFilter, 'action_id' | 'trigger' | 'status' | 'from' | 'to'> {
  /** Only runs that have ended, however. */
  ended?: true
}

/** How somebody ends a workflow by hand, in Temporal's words, by the status that stands for it. */
const ENDED_BY_HAND: Partial<Record<RunStatus, string[]>> = {
  cancelled: ['Terminated', 'Canceled'],
  timed_out: ['TimedOut'],
  failed: ['Failed'],
}

/** The one place where visibility queries are made. */
export function visibilityQuery({ guru, since }: HistoryOf, match: RunMatch): string {
  const { guru: guruName, action, trigger } = SEARCH_ATTRIBUTES
  return [
    `${guruName} = ${quote(guru)}`,
    `StartTime >= ${quote(since.toISOString())}`,
    match.action_id ? `${action} = ${quote(match.action_id)}` : `${action} IS NOT NULL`,
    match.trigger && `${trigger} = ${quote(match.trigger)}`,
    match.status && statusClause(match.status),
    match.ended && "ExecutionStatus != 'Running'",
    match.from && `StartTime >= ${quote(new Date(match.from).toISOString())}`,
    match.to && `StartTime < ${quote(new Date(match.to).toISOString())}`,
  ]
    .filter(Boolean)
    .join(' AND ')
}

const anyOf = (names: string[]): string => `(${names.map(quote).join(', ')})`

/**
 * Selects the runs of which `statusOf` in run-view.ts says that status, and no other. The outcome attribute counts
 * unless somebody has ended the workflow by hand: then it still has what it had until then.
 */
function statusClause(status: RunStatus): string {
  const byHand = ENDED_BY_HAND[status]
  const byItself = [
    `${SEARCH_ATTRIBUTES.outcome} = ${quote(status)}`,
    `ExecutionStatus NOT IN ${anyOf(Object.values(ENDED_BY_HAND).flat())}`,
  ].join(' AND ')
  return byHand ? `((${byItself}) OR ExecutionStatus IN ${anyOf(byHand)})` : byItself
}

const SAFE = /^[A-Za-z0-9_.:-]+$/

/** Throws rather than quotes: nothing that needs escaping ever belongs into a query. */
function quote(value: string): string {
  if (!SAFE.test(value))
    throw new TypeError('A value in a visibility query has a character that is not allowed.')
  return `'${value}'`
}
