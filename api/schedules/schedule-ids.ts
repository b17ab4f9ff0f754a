import { randomId } from '../../storage/ids.ts'

/** Slugs and action ids have no dot. */
export const scheduleIdOf = (guru: string, actionId: string): string => `${guru}.${actionId}`

/** Of schedules that only exist while somebody is shown what they would do. */
const PREVIEW = 'preview'
export const previewIdOf = (guru: string): string => `${guru}.${PREVIEW}.${randomId()}`

export type ScheduleOwner = { guru: string; actionId: string } | 'preview'

/** Whose schedule it is, or null where its id is none of ours. */
export function ownerOf(scheduleId: string): ScheduleOwner | null {
  const [guru, second, third, ...more] = scheduleId.split('.')
  if (!guru || !second || more.length > 0) return null
  if (third !== undefined) return second === PREVIEW ? 'preview' : null
  return { guru, actionId: second }
}
