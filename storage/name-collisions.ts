import type { ActionInput } from '../domain/action.ts'
import {
  type Collision,
  collisionMessage,
  collisionPath,
  type NameKind,
} from '../domain/placeholder-names.ts'
import { Problem } from '../domain/problems.ts'
import type { Storage } from './connection.ts'
import type { ActionDocument } from './models.ts'
import { ownerOf, type Refused, takeNames } from './placeholder-names.ts'

/** The 409 where a name of an action already stands for something else. */
export const actionCollision = (definition: ActionInput, collision: Collision): Problem =>
  new Problem('conflict', collisionMessage(collision), {
    errors: [
      {
        path: collisionPath(definition, collision),
        message: `is the name of a ${collision.kind === 'parameter' ? 'secret' : 'parameter'}`,
      },
    ],
  })

/** The 409 where another action has the name. */
export const nameTaken = (name: string): Problem =>
  new Problem('conflict', `An action named '${name}' exists already in this guru. Choose another name.`, {
    errors: [{ path: 'name', message: 'is taken' }],
  })

/** Takes these names of an action, all or none. @throws {Problem} 409 */
export async function takeActionNames(
  storage: Storage,
  guru: string,
  definition: ActionInput,
  names: Record<NameKind, string[]>,
  hold: string,
): Promise<void> {
  const refused = await takeNames(storage, guru, names, hold)
  if (refused) throw actionCollision(definition, await collisionFrom(storage, refused))
}

/** Takes a name for a secret. @throws {Problem} 409 */
export async function takeSecretName(
  storage: Storage,
  guru: string,
  name: string,
  hold: string,
): Promise<void> {
  const refused = await takeNames(storage, guru, { secret: [name], parameter: [] }, hold)
  if (refused) throw new Problem('conflict', collisionMessage(await collisionFrom(storage, refused)))
}

/** Says whose the holds are that are in the way. */
export async function collisionFrom(storage: Storage, { name, kind, holders }: Refused): Promise<Collision> {
  const owners = holders.map(ownerOf)
  if (owners.includes(null)) return { name, kind, by: 'secret' }
  for (const owner of owners) {
    const action = owner && (await storage.actions.findById(owner).lean<ActionDocument>())
    if (action) return { name, kind, by: { action: action.definition.name } }
  }
  return { name, kind, by: 'somebody' }
}
