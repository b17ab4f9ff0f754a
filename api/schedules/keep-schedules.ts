import type { Logger } from 'pino'
import type { Schedules } from './schedules.ts'

/** Every few minutes; whoever died between a change and its schedule leaves it wrong for so long. */
const EVERY_MS = 3 * 60_000
/** Where Temporal or the database was away. */
const AGAIN_MS = 15_000
/** After a start Temporal first begins what was due meanwhile: a change would make it forget that. */
const FIRST_MS = 5_000

/** Makes Temporal's schedules agree with the database again and again. @returns how to stop that */
export function keepSchedules(schedules: Schedules, log: Logger): () => void {
  let timer: NodeJS.Timeout
  const next = (afterMs: number): void => {
    timer = setTimeout(settle, afterMs)
    timer.unref()
  }
  const settle = async (): Promise<void> => {
    try {
      const changed = await schedules.settleAll()
      if (changed > 0) log.info({ changed }, 'schedules: brought up to date')
      next(EVERY_MS)
    } catch (error) {
      log.warn(
        { error_message: error instanceof Error ? error.message : String(error) },
        'schedules: could not be compared with the database, trying again',
      )
      next(AGAIN_MS)
    }
  }
  next(FIRST_MS)
  return () => clearTimeout(timer)
}
