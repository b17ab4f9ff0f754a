import type { Response } from 'express'
import { WRONG_KEYS } from '../limits/lock-out.ts'
import type { AuditLog } from './audit-log.ts'
import { recordEvent } from './record-event.ts'

/** One event for many wrong keys: whoever guesses must not be able to fill the log that nothing is deleted from. */
export const recordLockOut = (
  deps: { audit: AuditLog },
  response: Pick<Response, 'locals' | 'req'>,
  network: string,
): Promise<void> =>
  recordEvent(deps, response, {
    action: 'network.locked_out',
    subject: { type: 'network', id: network },
    after: { wrong_keys: WRONG_KEYS },
  })
