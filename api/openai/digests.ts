import { createHmac } from 'node:crypto'
import { sha256 } from '../../storage/ids.ts'
import type { SessionOwner } from '../../storage/sessions.ts'
import type { Said } from './read-request.ts'

/**
 * The digests of a conversation: of its beginning, and after each thing that was said. Each is made from the one before
 * it, and the first from whom the conversation belongs to and a key of ours: nobody can tell from them what was said by
 * trying, and nobody comes upon a conversation of another key or user.
 */
export function digestsOf(adminKey: string, owner: SessionOwner, said: Said[]): string[] {
  const { guru, owner: holder, external_user_id } = owner
  const start = createHmac('sha256', adminKey)
    .update(JSON.stringify(['conversation', guru, holder, external_user_id]))
    .digest('hex')
  const digests = [start]
  for (const one of said) digests.push(digestAfter(digests.at(-1) ?? start, one))
  return digests
}

/** Front ends may trim what they keep, or break its lines anew. */
export const digestAfter = (before: string, { role, text }: Said): string =>
  sha256(JSON.stringify([before, role, text.trim().replaceAll(/\s+/g, ' ')]))
