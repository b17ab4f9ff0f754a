import type { RunRecord } from './run.ts'
import type { Delivery } from './schedule.ts'

/**
 * Whether a scheduled run is delivered.
 * @param previous what the schedule's run before it ended in, as Temporal kept it; anything else counts as none
 */
export function isDeliveryDue(
  when: Delivery['when'],
  run: Pick<RunRecord, 'status' | 'output'>,
  previous: unknown,
): boolean {
  switch (when) {
    case 'always':
      return true
    case 'failure':
      return run.status !== 'succeeded'
    case 'change':
      return !isRecord(previous) || previous.status !== run.status || previous.output !== run.output
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
