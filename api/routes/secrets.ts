import { Router } from 'express'
import { secretNameSchema } from '../../domain/action.ts'
import { deleteSecret, putSecret, refuseParameterName, secretInputSchema } from '../../storage/secrets.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { knownGuru } from '../known-guru.ts'
import { parse } from '../parse.ts'
import { secretView } from '../views.ts'

/** A guru's secrets. Values go in and never come out. */
export function secretRoutes(deps: ApiDependencies): Router {
  const { storage, catalogue, sealer } = deps
  const router = Router({ mergeParams: true })

  const known = (slug: string) => knownGuru(deps, slug)

  router.get('/', async (_request, response) => {
    const guru = await known(response.locals.guru._id)
    const secrets = [...guru.secrets.values()].sort((a, b) => a.name.localeCompare(b.name))
    response.json({ secrets: secrets.map((secret) => secretView(secret, guru)) })
  })

  router.put('/:name', async (request, response) => {
    const name = parse(secretNameSchema, request.params.name)
    const input = parse(secretInputSchema, request.body)
    const guru = await known(response.locals.guru._id)
    refuseParameterName(guru.actions, name)
    const { secret, created } = await putSecret(storage, sealer, guru.guru._id, name, input)
    response.status(created ? 201 : 200).json(secretView(secret, guru))
  })

  router.delete('/:name', async (request, response) => {
    const { guru, identity } = response.locals
    const disabled = await deleteSecret(storage, catalogue, guru._id, request.params.name, identity.label)
    response.json({
      disabled_actions: disabled.map(({ _id, definition }) => ({ id: _id, name: definition.name })),
    })
  })

  return router
}
