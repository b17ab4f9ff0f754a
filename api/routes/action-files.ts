import type { Response } from 'express'
import { findAction } from '../../storage/actions.ts'
import { recordEvent } from '../audit/record-event.ts'
import { contract } from '../contract/index.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { exportedAction, exportFileName } from '../exported-action.ts'
import { importFile } from '../importing/import-file.ts'
import { knownGuru } from '../known-guru.ts'
import { type Served, serve } from '../serve.ts'

/** Actions as files: out of a guru, and into one. */
export function actionFileRoutes(deps: ApiDependencies): Served[] {
  const { storage } = deps
  return [
    serve(contract.exportAction, async ({ guru: { _id }, params, response }) => {
      const { secretNames } = await knownGuru(deps, _id)
      const { definition } = await findAction(storage, _id, params.id)
      sendFile(response, exportFileName(definition.name), exportedAction(definition, secretNames))
      return undefined
    }),

    serve(contract.exportActions, async ({ guru: { _id }, response }) => {
      const { actions, secretNames } = await knownGuru(deps, _id)
      const exported = actions.map(({ definition }) => exportedAction(definition, secretNames))
      sendFile(response, `${_id}-actions.json`, { actions: exported.toSorted(byName) })
      return undefined
    }),

    serve(contract.importActions, async ({ guru: { _id }, body, query, identity, response }) => {
      const options = {
        dryRun: query.dry_run === 'true',
        onConflict: query.on_conflict,
        startSchedules: query.start_schedules === 'true',
      }
      const result = await importFile(deps, _id, body, options, identity.label)
      response.status(options.dryRun ? 200 : 201)
      if (!options.dryRun)
        await recordEvent(deps, response, {
          action: 'action.imported',
          subject: { type: 'guru', id: _id },
          after: { actions: result.imported },
        })
      return result
    }),
  ]
}

/** The same on every machine, so that a file only changes where an action does. */
const byName = (one: { name: string }, other: { name: string }): number => {
  const [a, b] = [one.name.toLowerCase(), other.name.toLowerCase()]
  return a < b ? -1 : a > b ? 1 : 0
}

function sendFile(response: Response, name: string, content: unknown): void {
  response.attachment(name)
  response.type('application/json').send(`${JSON.stringify(content, null, 2)}\n`)
}
