import { SCHEDULED_FOR } from './workflow-contract.ts'

/** The time that a schedule wanted a workflow at, by Temporal's attribute; null of what no schedule has started. */
export function scheduledFor(
  searchAttributes: Record<string, readonly unknown[] | undefined> | undefined,
): Date | null {
  const time = searchAttributes?.[SCHEDULED_FOR]?.[0]
  return time instanceof Date ? time : null
}
