import { listSession } from '../storage/session-list.ts'
import type { SessionOwner } from '../storage/sessions.ts'
import type { ApiDependencies } from './dependencies.ts'

/** Puts a new session into its owner's list. Never rejects: a question is answered though its session is not listed. */
export const noteInList = (
  { storage, log }: Pick<ApiDependencies, 'storage' | 'log'>,
  sessionId: string,
  owner: SessionOwner,
): Promise<void> =>
  listSession(storage, sessionId, owner).catch((error) =>
    log.warn({ error_message: error?.message }, 'a session is missing from the list of sessions'),
  )
