import type { Logger } from 'pino'
import { forgetOldClaims } from '../storage/claims.ts'
import type { Storage } from '../storage/connection.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** A run may last days before its record starts to age; claims outlive it. */
const SPARE_DAYS = 14

/** Forgets claims whose history is gone, every hour. */
export function keepClaimsShort(storage: Storage, retentionDays: number, log: Logger): NodeJS.Timeout {
  const timer = setInterval(() => {
    const before = new Date(Date.now() - (retentionDays + SPARE_DAYS) * DAY_MS)
    forgetOldClaims(storage, before).catch((error) =>
      log.warn({ error_message: error?.message }, 'old claims stay for now'),
    )
  }, HOUR_MS)
  timer.unref()
  return timer
}
