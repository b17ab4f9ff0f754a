import type { Logger } from 'pino'
import { forgetOldArtifacts } from '../storage/artifacts.ts'
import { forgetOldSessions } from '../storage/browser-sessions.ts'
import { forgetOldChats } from '../storage/chats.ts'
import { forgetOldClaims } from '../storage/claims.ts'
import type { Storage } from '../storage/connection.ts'
import { forgetOldLimits } from '../storage/limits.ts'
import { finishDeletions } from '../storage/secrets.ts'
import { sweepImports } from '../storage/sweep-imports.ts'
import { forgetOldReports } from '../storage/worker-reports.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** A run may last days before its record starts to age; claims outlive it. */
const SPARE_DAYS_OF_CLAIMS = 14
/** Files are kept when the code has ended, its run ends somewhat later; they outlive it as well. */
const SPARE_DAYS_OF_ARTIFACTS = 1

/**
 * Forgets what belongs to runs whose history is gone, and what is over by now, every hour: not every database does
 * that by itself. Completes deletions that broke off.
 */
export function keepHouse(storage: Storage, retentionDays: number, log: Logger): NodeJS.Timeout {
  const timer = setInterval(() => {
    const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS)
    forgetOldClaims(storage, daysAgo(retentionDays + SPARE_DAYS_OF_CLAIMS)).catch((error) =>
      log.warn({ error_message: error?.message }, 'old claims stay for now'),
    )
    forgetOldArtifacts(storage, daysAgo(retentionDays + SPARE_DAYS_OF_ARTIFACTS)).catch((error) =>
      log.warn({ error_message: error?.message }, 'old files of runs stay for now'),
    )
    forgetOldReports(storage).catch((error) =>
      log.warn({ error_message: error?.message }, 'reports of lost workers stay for now'),
    )
    forgetOldLimits(storage).catch((error) =>
      log.warn({ error_message: error?.message }, 'old counts of limits stay for now'),
    )
    forgetOldSessions(storage).catch((error) =>
      log.warn({ error_message: error?.message }, 'sessions that have ended stay for now'),
    )
    forgetOldChats(storage, daysAgo(retentionDays)).catch((error) =>
      log.warn({ error_message: error?.message }, 'old places in conversations stay for now'),
    )
    sweepImports(storage).catch((error) =>
      log.warn({ error_message: error?.message }, 'what imports have left over stays for now'),
    )
    finishDeletions(storage).catch((error) =>
      log.warn({ error_message: error?.message }, 'secrets stay half deleted for now'),
    )
  }, HOUR_MS)
  timer.unref()
  return timer
}
