import type { Response } from 'express'
import type { ActionInput } from '../../domain/action.ts'
import { missingSecretsAdvice, missingSecretsReason } from '../../domain/missing-secrets.ts'
import { Problem } from '../../domain/problems.ts'
import { secretsUsedBy } from '../../domain/secret-use.ts'
import { createAction, deleteAction, findAction, updateAction } from '../../storage/actions.ts'
import type { GuruCatalogue } from '../../storage/catalogue.ts'
import type { ActionDocument } from '../../storage/models.ts'
import { settleAction } from '../../storage/settle-actions.ts'
import { type Change, recordEvent } from '../audit/record-event.ts'
import { contract } from '../contract/index.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { knownGuru } from '../known-guru.ts'
import { mergePatch } from '../merge-patch.ts'
import { type CheckedAction, checkAction } from '../save-action.ts'
import { followChange } from '../schedules/follow-change.ts'
import { nextRunOf, nextRunsOf } from '../schedules/next-runs.ts'
import { type Call, type Served, serve } from '../serve.ts'
import { actionView } from '../views.ts'

type Changing = Call<typeof contract.replaceAction> | Call<typeof contract.changeAction>
type Switching = Call<typeof contract.enableAction> | Call<typeof contract.disableAction>
type Next = (now: ActionInput) => unknown

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

  /** Before the schedule follows: that may fail, and the change is made. */
  const record = (
    response: Response,
    { secretNames }: GuruCatalogue,
    action: Change['action'],
    before: ActionDocument | null,
    after: ActionDocument | null,
  ) => {
    const known = after ?? before
    return recordEvent(deps, response, {
      action,
      subject: { type: 'action', id: known?._id ?? '', name: known?.definition.name },
      before: before && actionView(before, secretNames),
      after: after && actionView(after, secretNames),
    })
  }

  const change = async ({ guru: { _id: slug }, params, identity, response }: Changing, next: Next) => {
    const { id } = params
    const by = identity.label
    const guru = await known(slug)
    const current = await findAction(storage, slug, id)
    const others = guru.actions.filter(({ _id }) => _id !== id)
    const checked: CheckedAction = await checkAction(temporal, guru, next(current.definition), others)
    const updated = await updateAction(storage, current, checked, by)
    const action = await settleAction(storage, updated, checked.uses, by)
    await record(response, guru, 'action.updated', current, action)
    return changedView(guru, checked.warnings, action, current)
  }

  const setEnabled = async (
    { guru: { _id: slug }, params, identity, response }: Switching,
    enabled: boolean,
  ) => {
    const by = identity.label
    const guru = await known(slug)
    const { secrets, secretNames } = guru
    const current = await findAction(storage, slug, params.id)
    const uses = secretsUsedBy(current.definition, secretNames)
    const missing = uses.filter((name) => !secrets.has(name))
    if (enabled && missing.length > 0)
      throw cannotEnable(current, `${missingSecretsReason(missing)} ${missingSecretsAdvice(missing)}`)
    if (current.definition.enabled === enabled) return changedView(guru, [], current)
    const saved = { definition: { ...current.definition, enabled }, disabled_reason: null }
    const updated = await updateAction(storage, current, saved, by)
    const action = enabled ? await settleAction(storage, updated, uses, by) : updated
    if (action.definition.enabled !== enabled) throw cannotEnable(action, action.disabled_reason ?? '')
    await record(response, guru, enabled ? 'action.enabled' : 'action.disabled', current, action)
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

    serve(contract.createAction, async ({ guru: { _id }, body, identity: { label }, response }) => {
      const guru = await known(_id)
      const checked = await checkAction(temporal, guru, body, guru.actions)
      const created = await createAction(storage, guru.guru, guru.actions.length, checked, label)
      const action = await settleAction(storage, created, checked.uses, label)
      await record(response, guru, 'action.created', null, action)
      return changedView(guru, checked.warnings, action)
    }),

    serve(contract.readAction, async ({ guru: { _id }, params }) => {
      const { secretNames } = await known(_id)
      const action = await findAction(storage, _id, params.id)
      return actionView(action, secretNames, { nextRun: await nextRunOf(temporal, action) })
    }),

    serve(contract.replaceAction, (call) => change(call, () => call.body)),
    serve(contract.changeAction, (call) => change(call, (now) => mergePatch(now, call.body))),

    serve(contract.deleteAction, async ({ guru, params, response }) => {
      const action = await findAction(storage, guru._id, params.id)
      const catalogue = await known(guru._id)
      await deleteAction(storage, action)
      await record(response, catalogue, 'action.deleted', action, null)
      await followChange(deps, action)
    }),

    serve(contract.enableAction, (call) => setEnabled(call, true)),
    serve(contract.disableAction, (call) => setEnabled(call, false)),
  ]
}

const cannotEnable = ({ definition }: ActionDocument, why: string): Problem =>
  new Problem('conflict', `'${definition.name}' can't be enabled. ${why}`)
