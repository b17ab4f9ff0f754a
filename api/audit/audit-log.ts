import type { Logger } from 'pino'
import type { AuditEvent } from '../../domain/audit.ts'
import { insertEvent, nextEventId } from '../../storage/audit.ts'
import type { Storage } from '../../storage/connection.ts'

const RETRY_EVERY_MS = 5_000
/** Events that wait for the database. Beyond that only the log has them. */
const WAITING = 1_000

export interface AuditLog {
  /**
   * Keeps an event. It comes after the change that it tells of, which no failure here can undo or may hide: what the
   * database doesn't take is logged whole, as an error, and tried again for as long as the process lives.
   */
  append(event: AuditEvent): Promise<void>
  close(): void
}

export function createAuditLog(
  storage: Pick<Storage, 'auditEvents' | 'auditCounters'>,
  log: Pick<Logger, 'error'>,
): AuditLog {
  const waiting: { event: AuditEvent; _id?: string }[] = []
  let retrying = false

  /** The number stays with its event: one that was written after all is not written again. */
  const write = async (entry: { event: AuditEvent; _id?: string }): Promise<void> => {
    entry._id ??= await nextEventId(storage, entry.event.guru)
    await insertEvent(storage, { _id: entry._id, ...entry.event })
  }
  const writeWaiting = async (): Promise<void> => {
    if (retrying) return
    retrying = true
    try {
      for (let entry = waiting[0]; entry; entry = waiting[0]) {
        await write(entry)
        waiting.shift()
      }
    } catch {
      // The next round tries again.
    } finally {
      retrying = false
    }
  }
  const timer = setInterval(() => void writeWaiting(), RETRY_EVERY_MS)
  timer.unref()
  return {
    async append(event) {
      const entry = { event }
      try {
        await write(entry)
      } catch (error) {
        const stays = waiting.length < WAITING
        if (stays) waiting.push(entry)
        log.error(
          { audit_event: event, error_message: error instanceof Error ? error.message : 'unknown' },
          stays ? 'an audit event is not stored yet' : 'an audit event is in this log only',
        )
      }
    },
    close: () => clearInterval(timer),
  }
}
