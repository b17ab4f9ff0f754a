import { z } from 'zod'
import { RUN_STATUSES, type RunStatus, TRIGGERS } from '../../domain/run.ts'
import { SEARCH_ATTRIBUTES } from '../../domain/workflow-contract.ts'
import type { HistoryOf } from './run-view.ts'

const date = z.iso.datetime({
  offset: true,
  message: 'must be an ISO 8601 time, such as 2026-01-31T09:00:00Z',
})

/** The filters of a list of runs. Every value is of a known form before it comes near a query. */
export const runFilterSchema = z.strictObject({
  action_id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'is not an action id')
    .optional(),
  trigger: z.enum(TRIGGERS).optional(),
  status: z.enum(RUN_STATUSES).optional(),
  from: date.optional(),
  to: date.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,2000}$/, 'is not a cursor of this list')
    .optional(),
})
export type RunFilter = z.infer<typeof runFilterSchema>

/** How Temporal closes a workflow that somebody ended, by the status that stands for it. */
const CLOSED_AS: Partial<Record<RunStatus, string[]>> = {
  cancelled: ['Terminated', 'Canceled'],
  timed_out: ['TimedOut'],
  failed: ['Failed'],
}

/** The one place where visibility queries are made. */
export function visibilityQuery(
  { guru, since }: HistoryOf,
  filter: Pick<RunFilter, 'action_id' | 'trigger' | 'status' | 'from' | 'to'>,
): string {
  const { guru: guruName, action, trigger } = SEARCH_ATTRIBUTES
  return [
    `${guruName} = ${quote(guru)}`,
    `StartTime >= ${quote(since.toISOString())}`,
    filter.action_id ? `${action} = ${quote(filter.action_id)}` : `${action} IS NOT NULL`,
    filter.trigger && `${trigger} = ${quote(filter.trigger)}`,
    filter.status && statusClause(filter.status),
    filter.from && `StartTime >= ${quote(new Date(filter.from).toISOString())}`,
    filter.to && `StartTime <= ${quote(new Date(filter.to).toISOString())}`,
  ]
    .filter(Boolean)
    .join(' AND ')
}

function statusClause(status: RunStatus): string {
  const outcome = `${SEARCH_ATTRIBUTES.outcome} = ${quote(status)}`
  if (status === 'running' || status === 'awaiting_approval')
    return `(${outcome} AND ExecutionStatus = 'Running')`
  const closed = CLOSED_AS[status]?.map((name) => `ExecutionStatus = ${quote(name)}`) ?? []
  return closed.length > 0 ? `(${outcome} OR ${closed.join(' OR ')})` : outcome
}

const SAFE = /^[A-Za-z0-9_.:-]+$/

/** Throws rather than quotes: nothing that needs escaping ever belongs into a query. */
function quote(value: string): string {
  if (!SAFE.test(value))
    throw new TypeError('A value in a visibility query has a character that is not allowed.')
  return `'${value}'`
}
