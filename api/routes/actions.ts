import { Router } from 'express'
import type { ActionInput } from '../../domain/action.ts'
import { missingSecretsAdvice, missingSecretsReason } from '../../domain/missing-secrets.ts'
import { Problem } from '../../domain/problems.ts'
import { secretsUsedBy } from '../../domain/secret-use.ts'
import { createAction, deleteAction, findAction, updateAction } from '../../storage/actions.ts'
import type { ActionDocument } from '../../storage/models.ts'
import { settleAction } from '../../storage/settle-actions.ts'
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
    const { guru, actions, secretNames } = await known(response.locals.guru._id)
    response.json({
      actions: actions.map((action) => actionView(action, secretNames)),
      used: actions.length,
      limit: guru.action_limit,
    })
  })

  router.post('/', async (request, response) => {
    const guru = await known(response.locals.guru._id)
    const { label } = response.locals.identity
    const checked = await checkAction(temporal, guru, request.body, guru.actions)
    const created = await createAction(storage, guru.guru, guru.actions.length, checked, label)
    const action = await settleAction(storage, created, checked.uses, label)
    response.status(201).json(actionView(action, guru.secretNames, checked.warnings))
  })

  router.get('/:id', async (request, response) => {
    const { secretNames } = await known(response.locals.guru._id)
    const action = await findAction(storage, response.locals.guru._id, request.params.id)
    response.json(actionView(action, secretNames))
  })

  const change = async (slug: string, id: string, by: string, next: (now: ActionInput) => unknown) => {
    const guru = await known(slug)
    const current = await findAction(storage, slug, id)
    const others = guru.actions.filter(({ _id }) => _id !== id)
    const checked: CheckedAction = await checkAction(temporal, guru, next(current.definition), others)
    const updated = await updateAction(storage, current, checked, by)
    const action = await settleAction(storage, updated, checked.uses, by)
    return actionView(action, guru.secretNames, checked.warnings)
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
    const { secrets, secretNames } = await known(slug)
    const current = await findAction(storage, slug, id)
    const uses = secretsUsedBy(current.definition, secretNames)
    const missing = uses.filter((name) => !secrets.has(name))
    if (enabled && missing.length > 0)
      throw cannotEnable(current, `${missingSecretsReason(missing)} ${missingSecretsAdvice(missing)}`)
    if (current.definition.enabled === enabled) return actionView(current, secretNames)
    const saved = { definition: { ...current.definition, enabled }, disabled_reason: null }
    const updated = await updateAction(storage, current, saved, by)
    const action = enabled ? await settleAction(storage, updated, uses, by) : updated
    if (action.definition.enabled !== enabled) throw cannotEnable(action, action.disabled_reason ?? '')
    return actionView(action, secretNames)
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

const cannotEnable = ({ definition }: ActionDocument, why: string): Problem =>
  new Problem('conflict', `'${definition.name}' can't be enabled. ${why}`)
