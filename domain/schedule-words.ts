import cronstrue from 'cronstrue'
import type { Schedule } from './schedule.ts'

/** What a schedule does, in words: "At 09:00, Monday through Friday (Europe/Berlin)". */
export const scheduleWords = ({ cron, timezone }: Pick<Schedule, 'cron' | 'timezone'>): string =>
  `${cronstrue.toString(cron, { use24HourTimeFormat: true })} (${timezone})`
