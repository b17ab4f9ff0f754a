import type { ActionInput } from '../domain/action.ts'
import { notFound, Problem } from '../domain/problems.ts'
import { touchGuru } from './catalogue.ts'
import { isDuplicate, type Storage } from './connection.ts'
import { randomId } from './ids.ts'
import type { ActionDocument, ActionVersionDocument, GuruDocument } from './models.ts'
import { nameReservation, release, reserve, reserveSlot } from './reservations.ts'

/** An action's definition as it is to be stored, and why it must not run yet. */
export interface Saved {
  definition: ActionInput
  disabled_reason: string | null
}

const nameTaken = (name: string): Problem =>
  new Problem('conflict', `An action named '${name}' exists already in this guru. Choose another name.`, {
    errors: [{ path: 'name', message: 'is taken' }],
  })

export async function createAction(
  storage: Storage,
  guru: GuruDocument,
  used: number,
  { definition, disabled_reason }: Saved,
  changedBy: string,
): Promise<ActionDocument> {
  const id = randomId()
  const nameId = nameReservation(guru._id, definition.name)
  if (!(await reserve(storage, nameId, id))) throw nameTaken(definition.name)
  const slot = await reserveSlot(storage, guru._id, guru.action_limit, used, id)
  if (!slot) {
    await release(storage, nameId, id)
    throw new Problem(
      'conflict',
      `This guru has its ${guru.action_limit} actions. Delete one, or ask an administrator to raise its action_limit.`,
    )
  }
  const now = new Date()
  const action: ActionDocument = {
    _id: id,
    guru: guru._id,
    version: 1,
    definition,
    slot,
    disabled_reason,
    created_at: now,
    updated_at: now,
  }
  await writeVersion(storage, action, changedBy)
  await storage.actions.create(action)
  await touchGuru(storage, guru._id)
  return action
}

/** Replaces the definition of `current`. A change that came in between is a 409 and loses nothing. */
export async function updateAction(
  storage: Storage,
  current: ActionDocument,
  { definition, disabled_reason }: Saved,
  changedBy: string,
): Promise<ActionDocument> {
  const oldName = nameReservation(current.guru, current.definition.name)
  const newName = nameReservation(current.guru, definition.name)
  if (newName !== oldName && !(await reserve(storage, newName, current._id))) throw nameTaken(definition.name)
  const next: ActionDocument = {
    ...current,
    version: current.version + 1,
    definition,
    disabled_reason,
    updated_at: new Date(),
  }
  const { matchedCount } = await storage.actions.updateOne(
    { _id: current._id, version: current.version },
    { $set: { version: next.version, definition, disabled_reason, updated_at: next.updated_at } },
  )
  if (matchedCount === 0) {
    if (newName !== oldName) await release(storage, newName, current._id)
    throw new Problem(
      'conflict',
      'The action was changed by somebody else meanwhile. Read it again and repeat your change.',
    )
  }
  await writeVersion(storage, next, changedBy)
  if (newName !== oldName) await release(storage, oldName, current._id)
  await touchGuru(storage, current.guru)
  return next
}

export async function deleteAction(storage: Storage, action: ActionDocument): Promise<void> {
  const { deletedCount } = await storage.actions.deleteOne({ _id: action._id })
  if (deletedCount === 0) throw notFound('The action')
  await release(storage, action.slot, action._id)
  await release(storage, nameReservation(action.guru, action.definition.name), action._id)
  await touchGuru(storage, action.guru)
}

export async function findAction(storage: Storage, guru: string, id: string): Promise<ActionDocument> {
  const action = await storage.actions.findById(id).lean<ActionDocument>()
  if (action?.guru !== guru) throw notFound(`Action '${id}'`)
  return action
}

/** The definition that a run was planned with, also where the action has changed or gone since. */
export async function findVersion(
  storage: Pick<Storage, 'actionVersions'>,
  id: string,
  version: number,
): Promise<ActionVersionDocument | null> {
  return storage.actionVersions.findById(`${id}.${version}`).lean<ActionVersionDocument>()
}

/** The code of enabled Python actions, of all gurus, those changed last first. Reads the whole collection. */
export async function enabledPythonCode(storage: Pick<Storage, 'actions'>, limit: number): Promise<string[]> {
  const actions = await storage.actions
    .find({ 'definition.type': 'python', 'definition.enabled': true })
    .sort({ updated_at: -1 })
    .limit(limit)
    .select({ 'definition.python.code': 1 })
    .lean<Pick<ActionDocument, 'definition'>[]>()
  return actions.flatMap(({ definition }) => definition.python?.code ?? [])
}

async function writeVersion(storage: Storage, action: ActionDocument, changedBy: string): Promise<void> {
  try {
    await storage.actionVersions.create({
      _id: `${action._id}.${action.version}`,
      guru: action.guru,
      action_id: action._id,
      version: action.version,
      definition: action.definition,
      changed_at: action.updated_at,
      changed_by: changedBy,
    })
  } catch (error) {
    if (!isDuplicate(error)) throw error
  }
}
