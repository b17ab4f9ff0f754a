import type { ActionInput } from '../../domain/action.ts'
import { missingSecretsAdvice, missingSecretsReason } from '../../domain/missing-secrets.ts'
import { Problem } from '../../domain/problems.ts'
import { secretsUsedBy } from '../../domain/secret-use.ts'
import { createAction, deleteAction, findAction, updateAction } from '../../storage/actions.ts'
import type { GuruCatalogue } from '../../storage/catalogue.ts'
import type { ActionDocument } from '../../storage/models.ts'
import { settleAction } from '../../storage/settle-actions.ts'
import { contract } from '../contract/index.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { knownGuru } from '../known-guru.ts'
import { mergePatch } from '../merge-patch.ts'
import { type CheckedAction, checkAction } from '../save-action.ts'
import { followChange } from '../schedules/follow-change.ts'
import { nextRunOf, nextRunsOf } from '../schedules/next-runs.ts'
import { type Served, serve } from '../serve.ts'
import { actionView } from '../views.ts'

/** A guru's actions: making, reading, changing them. */
export function actionRoutes(deps: ApiDependencies): Served[] {
  const { storage, temporal } = deps
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

  const change = async (slug: string, id: string, by: string, next: (now: ActionInput) => unknown) => {
    const guru = await known(slug)
    const current = await findAction(storage, slug, id)
    const others = guru.actions.filter(({ _id }) => _id !== id)
    const checked: CheckedAction = await checkAction(temporal, guru, next(current.definition), others)
    const updated = await updateAction(storage, current, checked, by)
    const action = await settleAction(storage, updated, checked.uses, by)
    return changedView(guru, checked.warnings, action, current)
  }

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

  return [
    serve(contract.listActions, async ({ guru: { _id } }) => {
      const { guru, actions, secretNames } = await known(_id)
      const next = await nextRunsOf(temporal, guru._id, actions)
      return {
        actions: actions.map((action) =>
          actionView(action, secretNames, { nextRun: next.get(action._id) ?? null }),
        ),
        used: actions.length,
        limit: guru.action_limit,
      }
    }),

    serve(contract.createAction, async ({ guru: { _id }, body, identity: { label } }) => {
      const guru = await known(_id)
      const checked = await checkAction(temporal, guru, body, guru.actions)
      const created = await createAction(storage, guru.guru, guru.actions.length, checked, label)
      const action = await settleAction(storage, created, checked.uses, label)
      return changedView(guru, checked.warnings, action)
    }),

    serve(contract.readAction, async ({ guru: { _id }, params }) => {
      const { secretNames } = await known(_id)
      const action = await findAction(storage, _id, params.id)
      return actionView(action, secretNames, { nextRun: await nextRunOf(temporal, action) })
    }),

    serve(contract.replaceAction, ({ guru, params, body, identity }) =>
      change(guru._id, params.id, identity.label, () => body),
    ),

    serve(contract.changeAction, ({ guru, params, body, identity }) =>
      change(guru._id, params.id, identity.label, (now) => mergePatch(now, body)),
    ),

    serve(contract.deleteAction, async ({ guru, params }) => {
      const action = await findAction(storage, guru._id, params.id)
      await deleteAction(storage, action)
      await followChange(deps, action)
    }),

    serve(contract.enableAction, ({ guru, params, identity }) =>
      setEnabled(guru._id, params.id, true, identity.label),
    ),

    serve(contract.disableAction, ({ guru, params, identity }) =>
      setEnabled(guru._id, params.id, false, identity.label),
    ),
  ]
}

const cannotEnable = ({ definition }: ActionDocument, why: string): Problem =>
  new Problem('conflict', `'${definition.name}' can't be enabled. ${why}`)
