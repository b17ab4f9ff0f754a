import { RUN_STATUSES, type RunStatus, TRIGGERS, type Trigger } from '../../../../../domain/run.ts'

/** Which runs the history shows, as its address has it. */
export interface RunFilters {
  action_id?: string
  trigger?: Trigger
  status?: RunStatus
  /** Days of the browser's calendar, `2026-11-29`; both belong to the range. */
  from?: string
  to?: string
}

export const FILTER_NAMES = [
  'action_id',
  'trigger',
  'status',
  'from',
  'to',
] as const satisfies (keyof RunFilters)[]

/** What an address asks for. What makes no sense in it is passed over. */
export function readFilters(query: URLSearchParams): RunFilters {
  const get = (name: keyof RunFilters) => query.get(name) ?? undefined
  return {
    action_id: get('action_id'),
    trigger: TRIGGERS.find((trigger) => trigger === get('trigger')),
    status: RUN_STATUSES.find((status) => status === get('status')),
    from: dayOf(get('from')),
    to: dayOf(get('to')),
  }
}

const dayOf = (text?: string): string | undefined => (text && startOf(text) ? text : undefined)

/** The filters as the API takes them: a day becomes the time at which it begins here, or ends. */
export function matchOf({ action_id, trigger, status, from, to }: RunFilters) {
  return {
    ...(action_id && { action_id }),
    ...(trigger && { trigger }),
    ...(status && { status }),
    ...(from && { from: startOf(from)?.toISOString() }),
    ...(to && { to: startOf(to, 1)?.toISOString() }),
  }
}

/** When a day begins in the browser's time zone, or the one so many days later; null where it is no day. */
export function startOf(day: string, daysLater = 0): Date | null {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day)?.map(Number) ?? []
  if (!year || !month || !date) return null
  const first = new Date(year, month - 1, date)
  // Past the end of a month or a year it would be another day.
  if (first.getMonth() !== month - 1 || first.getDate() !== date) return null
  return new Date(year, month - 1, date + daysLater)
}
