import type { Request, Response } from 'express'
import { type AuditAction, type AuditSubject, EVERY_GURU } from '../../domain/audit.ts'
import { withoutCredentials } from '../../domain/audit-mask.ts'
import { addressOf } from '../limits/client-address.ts'
import type { AuditLog } from './audit-log.ts'

export interface Change {
  /** The guru's slug; by default the one in the request's path, else `*`. */
  guru?: string
  action: AuditAction
  subject: AuditSubject
  /** What the API shows of it; missing where there was nothing. */
  before?: unknown
  after?: unknown
}

/** Characters of JSON that are kept of what was before, and after. */
const MOST = 64_000
const MOST_OF_AGENT = 300

/**
 * Writes a change into the audit log, once it is made: who, what, when, from where, before and after. To be given what
 * the API shows, never what it was sent: a secret's value has no place here. What looks like a credential in an
 * action's texts is masked.
 */
export async function recordEvent(
  { audit }: { audit: AuditLog },
  { locals, req }: Pick<Response, 'locals' | 'req'>,
  { guru, action, subject, before = null, after = null }: Change,
): Promise<void> {
  await audit.append({
    guru: guru ?? locals.guru?._id ?? EVERY_GURU,
    at: new Date(),
    actor: locals.identity?.label ?? 'nobody',
    actor_id: locals.identity?.holder ?? 'nobody',
    action,
    subject,
    before: shown(before),
    after: shown(after),
    from: originOf(req),
    request_id: locals.request_id,
  })
}

const originOf = (request: Request) => ({
  address: addressOf(request),
  user_agent: request.get('user-agent')?.slice(0, MOST_OF_AGENT) ?? null,
})

function shown(view: unknown): unknown {
  const characters = view === null ? 0 : JSON.stringify(view).length
  return characters > MOST ? { too_large: true, characters } : withoutCredentials(view)
}
