import type { Action } from '../domain/action.ts'
import type { Client } from './client/client.ts'
import { path } from './client/path.ts'
import { CliError } from './failure.ts'

export interface ActionList {
  actions: Action[]
  used: number
  limit: number
}

export const listActions = (client: Client, guru: string): Promise<ActionList> =>
  client.json('GET', path`/${guru}/actions`)

/**
 * The action with that id or, whatever its case, that name.
 * @throws {CliError} naming what there is
 */
export async function findAction(client: Client, guru: string, idOrName: string): Promise<Action> {
  const { actions } = await listActions(client, guru)
  const name = idOrName.trim().toLowerCase()
  const found =
    actions.find(({ id }) => id === idOrName) ?? actions.find((action) => action.name.toLowerCase() === name)
  if (found) return found
  const names = actions.map((action) => `'${action.name}'`).join(', ')
  throw new CliError(`${guru} has no action '${idOrName}'. It has ${names || 'none'}.`)
}
