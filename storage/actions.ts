import type { Saved } from '../domain/missing-secrets.ts'
import { namesGivenBy } from '../domain/placeholder-names.ts'
import { notFound, Problem } from '../domain/problems.ts'
import { touchGuru } from './catalogue.ts'
import { isDuplicate, type Storage } from './connection.ts'
import { randomId } from './ids.ts'
import type { ActionDocument, ActionVersionDocument, GuruDocument } from './models.ts'
import { takeActionNames } from './name-collisions.ts'
import { actionHold, giveUpNames } from './placeholder-names.ts'
import { nameReservation, release, reserve, reserveSlot } from './reservations.ts'

const nameTaken = (name: string): Problem =>
  new Problem('conflict', `An action named '${name}' exists already in this guru. Choose another name.`, {
    errors: [{ path: 'name', message: 'is taken' }],
  })

/** To be followed by `settleAction`, like every change of an action: its secrets may have gone meanwhile. */
export async function createAction(
  storage: Storage,
  guru: GuruDocument,
  used: number,
  { definition, disabled_reason }: Saved,
  changedBy: string,
): Promise<ActionDocument> {
  const id = randomId()
  const hold = actionHold(id)
  await takeActionNames(storage, guru._id, definition, namesGivenBy(definition), hold)
  const nameId = nameReservation(guru._id, definition.name)
  if (!(await reserve(storage, nameId, id))) {
    await giveUpNames(storage, guru._id, namesGivenBy(definition), hold)
    throw nameTaken(definition.name)
  }
  const slot = await reserveSlot(storage, guru._id, guru.action_limit, used, id)
  if (!slot) {
    await release(storage, nameId, id)
    await giveUpNames(storage, guru._id, namesGivenBy(definition), hold)
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
    hold,
    disabled_reason,
    created_at: now,
    updated_at: now,
  }
  await writeVersion(storage, action, changedBy)
  await storage.actions.create(action)
  await touchGuru(storage, guru._id)
  return action
}

/**
 * Replaces the definition of `current`. A change that came in between is a 409 and loses nothing. To be followed by
 * `settleAction`.
 */
export async function updateAction(
  storage: Storage,
  current: ActionDocument,
  { definition, disabled_reason }: Saved,
  changedBy: string,
): Promise<ActionDocument> {
  const { guru } = current
  const oldName = nameReservation(guru, current.definition.name)
  const newName = nameReservation(guru, definition.name)
  const [oldNames, newNames] = [namesGivenBy(current.definition), namesGivenBy(definition)]
  const kept = JSON.stringify(oldNames) === JSON.stringify(newNames) ? current.hold : undefined
  const hold = kept ?? actionHold(current._id)
  const giveUpNew = async () => {
    if (!kept) await giveUpNames(storage, guru, newNames, hold)
  }
  if (!kept) await takeActionNames(storage, guru, definition, newNames, hold)
  if (newName !== oldName && !(await reserve(storage, newName, current._id))) {
    await giveUpNew()
    throw nameTaken(definition.name)
  }
  const next: ActionDocument = {
    ...current,
    version: current.version + 1,
    definition,
    hold,
    disabled_reason,
    updated_at: new Date(),
  }
  const { matchedCount } = await storage.actions.updateOne(
    { _id: current._id, version: current.version },
    { $set: { version: next.version, definition, hold, disabled_reason, updated_at: next.updated_at } },
  )
  if (matchedCount === 0) {
    if (newName !== oldName) await release(storage, newName, current._id)
    await giveUpNew()
    throw new Problem(
      'conflict',
      'The action was changed by somebody else meanwhile. Read it again and repeat your change.',
    )
  }
  await writeVersion(storage, next, changedBy)
  if (newName !== oldName) await release(storage, oldName, current._id)
  if (!kept) await giveUpNames(storage, guru, oldNames, current.hold)
  await touchGuru(storage, guru)
  return next
}

export async function deleteAction(storage: Storage, { _id, guru }: ActionDocument): Promise<void> {
  const deleted = await storage.actions.findOneAndDelete({ _id }).lean<ActionDocument>()
  if (!deleted) throw notFound('The action')
  await release(storage, deleted.slot, _id)
  await release(storage, nameReservation(guru, deleted.definition.name), _id)
  await giveUpNames(storage, guru, namesGivenBy(deleted.definition), deleted.hold)
  await touchGuru(storage, guru)
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
