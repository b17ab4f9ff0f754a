import { Router } from 'express'
import { findSession } from '../../storage/sessions.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { sessionView } from '../views.ts'

/** The conversations that the asking key has opened. */
export function sessionRoutes({ storage }: ApiDependencies): Router {
  const router = Router({ mergeParams: true })

  router.get('/:id', async (request, response) => {
    const { guru, identity } = response.locals
    const external_user_id =
      typeof request.query.external_user_id === 'string' ? request.query.external_user_id : null
    const owner = { guru: guru._id, owner: identity.holder, external_user_id }
    response.json(sessionView(await findSession(storage, request.params.id, owner)))
  })

  return router
}
