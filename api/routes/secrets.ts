import { Router } from 'express'
import { z } from 'zod'
import { secretNameSchema } from '../../domain/action.ts'
import { deleteSecret, putSecret, secretInputSchema } from '../../storage/secrets.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { knownGuru } from '../known-guru.ts'
import { parse } from '../parse.ts'
import { refuseParameterName } from '../save-action.ts'
import { followChange } from '../schedules/follow-change.ts'
import { secretView } from '../views.ts'

const pathSchema = z.object({ name: secretNameSchema })

/** A guru's secrets. Values go in and never come out. */
export function secretRoutes(deps: ApiDependencies): Router {
  const { storage, sealer } = deps
  const router = Router({ mergeParams: true })

  const known = (slug: string) => knownGuru(deps, slug)

  router.get('/', async (_request, response) => {
    const guru = await known(response.locals.guru._id)
    const secrets = [...guru.secrets.values()].sort((a, b) => a.name.localeCompare(b.name))
    response.json({ secrets: secrets.map((secret) => secretView(secret, guru)) })
  })

  router.put('/:name', async (request, response) => {
    const { name } = parse(pathSchema, request.params)
    const input = parse(secretInputSchema, request.body)
    const guru = await known(response.locals.guru._id)
    refuseParameterName(guru.actions, name)
    const { label } = response.locals.identity
    const { secret, created } = await putSecret(storage, sealer, guru.guru._id, name, input, label)
    response.status(created ? 201 : 200).json(secretView(secret, guru))
  })

  router.delete('/:name', async (request, response) => {
    const { guru, identity } = response.locals
    const disabled = await deleteSecret(storage, guru._id, request.params.name, identity.label)
    await Promise.all(disabled.map((action) => followChange(deps, action)))
    response.json({
      disabled_actions: disabled.map(({ _id, definition }) => ({ id: _id, name: definition.name })),
    })
  })

  return router
}
