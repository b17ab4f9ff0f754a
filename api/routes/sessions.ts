import { readSessionList } from '../../storage/session-list.ts'
import { deleteSession, findSession } from '../../storage/sessions.ts'
import { recordEvent } from '../audit/record-event.ts'
import { contract } from '../contract/index.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { type Call, type Served, serve } from '../serve.ts'
import { listedSessionView, sessionView } from '../views.ts'

const PAGE = 20

type OfSession = typeof contract.listSessions | typeof contract.readSession | typeof contract.deleteSession

/** The conversations that the asking key has opened. */
export function sessionRoutes(deps: ApiDependencies): Served[] {
  const { storage } = deps
  return [
    serve(contract.listSessions, async (call) => {
      const { limit = PAGE, cursor } = call.query
      const below = cursor === undefined ? undefined : Number(cursor)
      const { sessions, next } = await readSessionList(storage, ownerOf(call), limit, below)
      return {
        sessions: sessions.map(listedSessionView),
        next_cursor: next === null ? null : String(next),
      }
    }),

    serve(contract.readSession, async (call) =>
      sessionView(await findSession(storage, call.params.session_id, ownerOf(call))),
    ),

    serve(contract.deleteSession, async (call) => {
      const session = await findSession(storage, call.params.session_id, ownerOf(call))
      await deleteSession(storage, session)
      // Not what was said: that is to be gone.
      const { started_at, messages } = listedSessionView(session)
      await recordEvent(deps, call.response, {
        action: 'conversation.deleted',
        subject: { type: 'conversation', id: session._id },
        before: { started_at, messages },
      })
      return undefined
    }),
  ]
}

const ownerOf = ({ guru, identity, query }: Pick<Call<OfSession>, 'guru' | 'identity' | 'query'>) => ({
  guru: guru._id,
  owner: identity.holder,
  external_user_id: query.external_user_id ?? null,
})
