import { notFound } from '../../domain/problems.ts'
import { createAction } from '../../storage/actions.ts'
import type { ActionDocument, ActionVersionDocument } from '../../storage/models.ts'
import { settleAction } from '../../storage/settle-actions.ts'
import { listVersions, versionsOfDeleted } from '../../storage/versions.ts'
import { answerChange, type ChangeCall, changeAction } from '../change-action.ts'
import { contract } from '../contract/index.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { exportedAction } from '../exported-action.ts'
import { knownGuru } from '../known-guru.ts'
import { checkAction } from '../save-action.ts'
import { type Served, serve } from '../serve.ts'

const PAGE = 50

/** What a guru's actions were before, and making that current again. */
export function actionVersionRoutes(deps: ApiDependencies): Served[] {
  const { storage, temporal } = deps

  /** An action that is there; null where it was deleted. */
  const current = async (slug: string, id: string): Promise<ActionDocument | null> => {
    const { actions } = await knownGuru(deps, slug)
    return actions.find((action) => action._id === id) ?? null
  }

  /** @throws {Problem} 404 where there never was such an action */
  const ofDeleted = async (slug: string, id: string): Promise<ActionVersionDocument[]> => {
    const versions = await versionsOfDeleted(storage, slug, id)
    if (versions.length === 0) throw notFound(`Action '${id}'`)
    return versions
  }

  const restoreDeleted = async (call: ChangeCall, version: ActionVersionDocument) => {
    const { label } = call.identity
    const guru = await knownGuru(deps, call.guru._id)
    const checked = await checkAction(temporal, guru, version.definition, guru.actions)
    const created = await createAction(storage, guru.guru, guru.actions.length, checked, label)
    const action = await settleAction(storage, created, checked.uses, label)
    call.response.status(201)
    return answerChange(deps, call, guru, { event: 'action.restored', action, warnings: checked.warnings })
  }

  return [
    serve(contract.listActionVersions, async ({ guru: { _id }, params: { id }, query }) => {
      const { limit = PAGE, cursor } = query
      const before = cursor === undefined ? undefined : Number(cursor)
      const { secretNames } = await knownGuru(deps, _id)
      const action = await current(_id, id)
      const found = action
        ? await listVersions(storage, action, { ...(before !== undefined && { before }), limit: limit + 1 })
        : (await ofDeleted(_id, id)).filter(({ version }) => before === undefined || version < before)
      const page = found.slice(0, limit)
      return {
        versions: page.map(({ version, changed_at, changed_by, definition }) => ({
          version,
          changed_at: changed_at.toISOString(),
          changed_by,
          action: { version, ...exportedAction(definition, secretNames) },
        })),
        next_cursor: found.length > limit ? String(page.at(-1)?.version) : null,
      }
    }),

    serve(contract.restoreActionVersion, async (call) => {
      const { guru, params } = call
      const number = /^[1-9]\d{0,8}$/.test(params.n) ? Number(params.n) : 0
      const action = await current(guru._id, params.id)
      const [version] = action
        ? await listVersions(storage, action, { before: number + 1, limit: 1 })
        : (await ofDeleted(guru._id, params.id)).filter(({ version: one }) => one === number)
      if (version?.version !== number) throw notFound(`Version ${params.n} of the action`)
      return action
        ? changeAction(deps, call, 'action.restored', () => version.definition)
        : restoreDeleted(call, version)
    }),
  ]
}
