import { Router } from 'express'
import type { ActionInput } from '../../domain/action.ts'
import { Problem } from '../../domain/problems.ts'
import { secretsUsedBy } from '../../domain/secret-use.ts'
import { createAction, deleteAction, findAction, updateAction } from '../../storage/actions.ts'
import { missingSecretsReason } from '../../storage/secrets.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { knownGuru } from '../known-guru.ts'
import { mergePatch } from '../merge-patch.ts'
import { type CheckedAction, checkAction } from '../save-action.ts'
import { actionView } from '../views.ts'

/** A guru's actions: making, reading, changing them. */
export function actionRoutes(deps: ApiDependencies): Router {
  const { storage, temporal } = deps
  const router = Router({ mergeParams: true })

  const known = (slug: string) => knownGuru(deps, slug)

  router.get('/', async (_request, response) => {
    const { guru, actions, secrets } = await known(response.locals.guru._id)
    response.json({
      actions: actions.map((action) => actionView(action, secrets.keys())),
      used: actions.length,
      limit: guru.action_limit,
    })
  })

  router.post('/', async (request, response) => {
    const { guru, actions, secrets } = await known(response.locals.guru._id)
    const checked = await checkAction(temporal, { guru, actions, secrets }, request.body)
    const action = await createAction(storage, guru, actions.length, checked, response.locals.identity.label)
    response.status(201).json(actionView(action, secrets.keys(), checked.warnings))
  })

  router.get('/:id', async (request, response) => {
    const { secrets } = await known(response.locals.guru._id)
    const action = await findAction(storage, response.locals.guru._id, request.params.id)
    response.json(actionView(action, secrets.keys()))
  })

  const change = async (slug: string, id: string, by: string, next: (now: ActionInput) => unknown) => {
    const guru = await known(slug)
    const current = await findAction(storage, slug, id)
    const checked: CheckedAction = await checkAction(temporal, guru, next(current.definition))
    const action = await updateAction(storage, current, checked, by)
    return actionView(action, guru.secrets.keys(), checked.warnings)
  }

  router.put('/:id', async (request, response) => {
    const { guru, identity } = response.locals
    response.json(await change(guru._id, request.params.id, identity.label, () => request.body))
  })

  router.patch('/:id', async (request, response) => {
    const { guru, identity } = response.locals
    response.json(
      await change(guru._id, request.params.id, identity.label, (now) => mergePatch(now, request.body)),
    )
  })

  router.delete('/:id', async (request, response) => {
    await deleteAction(storage, await findAction(storage, response.locals.guru._id, request.params.id))
    response.status(204).end()
  })

  const setEnabled = async (slug: string, id: string, enabled: boolean, by: string) => {
    const { secrets } = await known(slug)
    const current = await findAction(storage, slug, id)
    const missing = secretsUsedBy(current.definition, secrets.keys()).filter((name) => !secrets.has(name))
    if (enabled && missing.length > 0)
      throw new Problem(
        'conflict',
        `'${current.definition.name}' can't be enabled. ${missingSecretsReason(missing)}`,
      )
    if (current.definition.enabled === enabled) return actionView(current, secrets.keys())
    const saved = { definition: { ...current.definition, enabled }, disabled_reason: null }
    return actionView(await updateAction(storage, current, saved, by), secrets.keys())
  }

  router.post('/:id/enable', async (request, response) => {
    const { guru, identity } = response.locals
    response.json(await setEnabled(guru._id, request.params.id, true, identity.label))
  })

  router.post('/:id/disable', async (request, response) => {
    const { guru, identity } = response.locals
    response.json(await setEnabled(guru._id, request.params.id, false, identity.label))
  })

  return router
}
