import type { ConversationMessage, PastAction, PendingMatch } from '../domain/language.ts'
import type { AnsweredAction } from '../domain/run.ts'
import type { SessionDocument, SessionPii } from '../storage/models.ts'
import type { ActivityDependencies } from './dependencies.ts'

export interface Conversation {
  history: ConversationMessage[]
  pending: PendingMatch[]
  /** What its tokens of personal data stand for, sealed; newest last. */
  pii: SessionPii[]
}

/** What an engine may know of a session: its newest messages, oldest first. Empty without a session. */
export async function readSession(
  storage: ActivityDependencies['storage'],
  id: string | null,
  limit: number,
): Promise<Conversation> {
  const session = id === null ? null : await storage.sessions.findById(id).lean<SessionDocument>()
  const messages = session?.messages ?? []
  return {
    history: messages
      .slice(-limit)
      .map(({ role, content, actions }) =>
        actions?.length > 0 ? { role, content, actions: actions.map(pastAction) } : { role, content },
      ),
    pending: session?.pending ?? [],
    pii: session?.pii ?? [],
  }
}

/** What an engine is to know of an action in an earlier answer. */
function pastAction(action: AnsweredAction & Pick<PastAction, 'from_outputs'>): PastAction {
  const { id, name, status, parameters, from_outputs } = action
  return { id, name, status, parameters, ...(from_outputs && { from_outputs }) }
}
