import { missingSecretsAdvice, missingSecretsReason } from '../../domain/missing-secrets.ts'
import { secretsUsedBy } from '../../domain/secret-use.ts'
import { createAction, deleteAction, findAction, updateAction } from '../../storage/actions.ts'
import { settleAction } from '../../storage/settle-actions.ts'
import { recordEvent } from '../audit/record-event.ts'
import { answerChange, type ChangeCall, cannotEnable, changeAction, withAction } from '../change-action.ts'
import { contract } from '../contract/index.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { actionTag, hasAlready, isConditional, setEntityTag } from '../entity-tag.ts'
import { knownGuru } from '../known-guru.ts'
import { mergePatch } from '../merge-patch.ts'
import { checkAction } from '../save-action.ts'
import { followChange } from '../schedules/follow-change.ts'
import { nextRunOf, nextRunsOf } from '../schedules/next-runs.ts'
import { type Served, serve } from '../serve.ts'
import { actionView } from '../views.ts'

/** A guru's actions: making, reading, changing them. */
export function actionRoutes(deps: ApiDependencies): Served[] {
  const { storage, temporal, catalogue } = deps
  const known = (slug: string) => knownGuru(deps, slug)

  const setEnabled = (call: ChangeCall, enabled: boolean) =>
    withAction(deps, call, async (guru, current) => {
      const { secrets, secretNames } = guru
      const { label } = call.identity
      const event = enabled ? 'action.enabled' : 'action.disabled'
      const uses = secretsUsedBy(current.definition, secretNames)
      const missing = uses.filter((name) => !secrets.has(name))
      if (enabled && missing.length > 0)
        throw cannotEnable(current, `${missingSecretsReason(missing)} ${missingSecretsAdvice(missing)}`)
      if (current.definition.enabled === enabled) {
        await followChange(deps, current)
        const view = actionView(current, secretNames, { nextRun: await nextRunOf(temporal, current) })
        setEntityTag(call.response, actionTag(view))
        return view
      }
      const saved = { definition: { ...current.definition, enabled }, disabled_reason: null }
      const updated = await updateAction(storage, current, saved, label)
      const action = enabled ? await settleAction(storage, updated, uses, label) : updated
      if (action.definition.enabled !== enabled) throw cannotEnable(action, action.disabled_reason ?? '')
      return answerChange(deps, call, guru, { event, action, before: current, warnings: [] })
    })

  return [
    serve(contract.listActions, async ({ guru: owner }) => {
      // It was read a moment ago, to let the request in.
      const { guru, actions, secretNames } = await catalogue.of(owner)
      const next = await nextRunsOf(temporal, guru._id, actions)
      return {
        actions: actions.map((action) =>
          actionView(action, secretNames, { nextRun: next.get(action._id) ?? null }),
        ),
        used: actions.length,
        limit: guru.action_limit,
      }
    }),

    serve(contract.createAction, async (call) => {
      const guru = await known(call.guru._id)
      const { label } = call.identity
      const checked = await checkAction(temporal, guru, call.body, guru.actions)
      const created = await createAction(storage, guru.guru, guru.actions.length, checked, label)
      const action = await settleAction(storage, created, checked.uses, label)
      const { warnings } = checked
      const made = { ...call, params: { id: action._id } }
      return answerChange(deps, made, guru, { event: 'action.created', action, warnings })
    }),

    serve(contract.readAction, async ({ guru: { _id }, params, request, response }) => {
      const { secretNames } = await known(_id)
      const action = await findAction(storage, _id, params.id)
      const view = actionView(action, secretNames, { nextRun: await nextRunOf(temporal, action) })
      setEntityTag(response, actionTag(view))
      // Nobody has one that runs by itself: when next is not part of its tag.
      if (!hasAlready(request, actionTag(view), view.next_run_at === null)) return view
      response.status(304)
      return undefined
    }),

    serve(contract.replaceAction, (call) => changeAction(deps, call, 'action.updated', () => call.body)),

    serve(contract.changeAction, (call) =>
      changeAction(deps, call, 'action.updated', (now) => mergePatch(now, call.body)),
    ),

    serve(contract.deleteAction, (call) =>
      withAction(deps, call, async ({ secretNames }, action) => {
        await deleteAction(storage, action, isConditional(call.request) ? action.version : undefined)
        await recordEvent(deps, call.response, {
          action: 'action.deleted',
          subject: { type: 'action', id: action._id, name: action.definition.name },
          before: actionView(action, secretNames),
        })
        // It may fail, and the change is made.
        await followChange(deps, action)
        return undefined
      }),
    ),

    serve(contract.enableAction, (call) => setEnabled(call, true)),
    serve(contract.disableAction, (call) => setEnabled(call, false)),
  ]
}
