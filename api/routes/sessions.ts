import { findSession } from '../../storage/sessions.ts'
import { contract } from '../contract/index.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { type Served, serve } from '../serve.ts'
import { sessionView } from '../views.ts'

/** The conversations that the asking key has opened. */
export const sessionRoutes = ({ storage }: ApiDependencies): Served[] => [
  serve(contract.readSession, async ({ guru, identity, params, query: { external_user_id = null } }) => {
    const owner = { guru: guru._id, owner: identity.holder, external_user_id }
    return sessionView(await findSession(storage, params.session_id, owner))
  }),
]
