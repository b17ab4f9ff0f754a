import { Router } from 'express'
import type { ActionInput } from '../../domain/action.ts'
import { missingSecretsAdvice, missingSecretsReason } from '../../domain/missing-secrets.ts'
import { Problem } from '../../domain/problems.ts'
import { secretsUsedBy } from '../../domain/secret-use.ts'
import { createAction, deleteAction, findAction, updateAction } from '../../storage/actions.ts'
import type { GuruCatalogue } from '../../storage/catalogue.ts'
import type { ActionDocument } from '../../storage/models.ts'
import { settleAction } from '../../storage/settle-actions.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { knownGuru } from '../known-guru.ts'
import { mergePatch } from '../merge-patch.ts'
import { type CheckedAction, checkAction } from '../save-action.ts'
import { followChange } from '../schedules/follow-change.ts'
import { nextRunOf, nextRunsOf } from '../schedules/next-runs.ts'
import { actionView } from '../views.ts'

/** A guru's actions: making, reading, changing them. */
export function actionRoutes(deps: ApiDependencies): Router {
  const { storage, temporal } = deps
  const router = Router({ mergeParams: true })

  const known = (slug: string) => knownGuru(deps, slug)

  /** An action after a change, which its schedule has followed. */
  const changedView = async (
    { secretNames }: GuruCatalogue,
    warnings: string[],
    action: ActionDocument,
    before = action,
  ) => {
    const told = await followChange(deps, action, before)
    const nextRun = await nextRunOf(temporal, action)
    return actionView(action, secretNames, { warnings: [...warnings, ...told], nextRun })
  }

  router.get('/', async (_request, response) => {
    const { guru, actions, secretNames } = await known(response.locals.guru._id)
    const next = await nextRunsOf(temporal, guru._id, actions)
    response.json({
      actions: actions.map((action) =>
        actionView(action, secretNames, { nextRun: next.get(action._id) ?? null }),
      ),
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
    response.status(201).json(await changedView(guru, checked.warnings, action))
  })

  router.get('/:id', async (request, response) => {
    const { secretNames } = await known(response.locals.guru._id)
    const action = await findAction(storage, response.locals.guru._id, request.params.id)
    response.json(actionView(action, secretNames, { nextRun: await nextRunOf(temporal, action) }))
  })

  const change = async (slug: string, id: string, by: string, next: (now: ActionInput) => unknown) => {
    const guru = await known(slug)
    const current = await findAction(storage, slug, id)
    const others = guru.actions.filter(({ _id }) => _id !== id)
    const checked: CheckedAction = await checkAction(temporal, guru, next(current.definition), others)
    const updated = await updateAction(storage, current, checked, by)
    const action = await settleAction(storage, updated, checked.uses, by)
    return changedView(guru, checked.warnings, action, current)
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
    const action = await findAction(storage, response.locals.guru._id, request.params.id)
    await deleteAction(storage, action)
    await followChange(deps, action)
    response.status(204).end()
  })

  const setEnabled = async (slug: string, id: string, enabled: boolean, by: string) => {
    const guru = await known(slug)
    const { secrets, secretNames } = guru
    const current = await findAction(storage, slug, id)
    const uses = secretsUsedBy(current.definition, secretNames)
    const missing = uses.filter((name) => !secrets.has(name))
    if (enabled && missing.length > 0)
      throw cannotEnable(current, `${missingSecretsReason(missing)} ${missingSecretsAdvice(missing)}`)
    if (current.definition.enabled === enabled) return changedView(guru, [], current)
    const saved = { definition: { ...current.definition, enabled }, disabled_reason: null }
    const updated = await updateAction(storage, current, saved, by)
    const action = enabled ? await settleAction(storage, updated, uses, by) : updated
    if (action.definition.enabled !== enabled) throw cannotEnable(action, action.disabled_reason ?? '')
    return changedView(guru, [], action, current)
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
