import type { Saved } from '../domain/missing-secrets.ts'
import { namesGivenBy } from '../domain/placeholder-names.ts'
import { notFound, Problem } from '../domain/problems.ts'
import { isStaged, settleImport } from './carry-out-import.ts'
import { touchGuru } from './catalogue.ts'
import type { Storage } from './connection.ts'
import { giveUpNames } from './give-up-names.ts'
import { whileFree } from './held-actions.ts'
import { randomId } from './ids.ts'
import type { ActionDocument, GuruDocument } from './models.ts'
import { nameTaken, takeActionNames } from './name-collisions.ts'
import { actionHold } from './placeholder-names.ts'
import { nameReservation, release, reserve, reservedAt } from './reservations.ts'
import { isUnderLimit, makeRoom, reserveSlot } from './slots.ts'
import { keepVersions } from './versions.ts'

/** Somebody else changed what was to be changed: it has to be read again. */
export class ChangedMeanwhile extends Problem {
  constructor() {
    super(
      'conflict',
      'The action was changed by somebody else meanwhile. Read it again and repeat your change.',
    )
  }
}

const limitReached = ({ action_limit }: GuruDocument): Problem =>
  new Problem(
    'conflict',
    `This guru has its ${action_limit} actions. Delete one, or ask an administrator to raise its action_limit.`,
  )

/**
 * To be followed by `settleAction`, like every change of an action: its secrets may have gone meanwhile.
 * @param used how many actions there are, about: where a free place is looked for first
 */
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
  const slot = await placeFor(storage, guru, used, id)
  if (slot instanceof Problem) {
    await release(storage, nameId, id)
    await giveUpNames(storage, guru._id, namesGivenBy(definition), hold)
    throw slot
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
    changed_by: changedBy,
    created_at: now,
    updated_at: now,
  }
  await keepVersions(storage, [action])
  await storage.actions.create(action)
  await touchGuru(storage, guru._id)
  return action
}

/** A place under the limit as it is when the place has been taken, or why there is none. */
async function placeFor(
  storage: Storage,
  { _id }: GuruDocument,
  used: number,
  actionId: string,
): Promise<string | Problem> {
  let guru = await storage.gurus.findById(_id).lean<GuruDocument>()
  while (guru) {
    if (!(await makeRoom(storage, guru))) return limitReached(guru)
    const slot = await reserveSlot(storage, _id, guru.action_limit, used, actionId)
    const now: GuruDocument | null = await storage.gurus.findById(_id).lean<GuruDocument>()
    if (now && slot && isUnderLimit(slot, now)) return slot
    if (slot) await release(storage, slot, actionId)
    if (now && !slot && now.action_limit <= guru.action_limit) return limitReached(now)
    guru = now
  }
  return notFound(`Guru '${_id}'`)
}

/**
 * Replaces the definition of `current`. To be followed by `settleAction`.
 * @throws {ChangedMeanwhile} where it isn't what it was any more; nothing is lost
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
  const renamed = newName !== oldName
  const [oldNames, newNames] = [namesGivenBy(current.definition), namesGivenBy(definition)]
  const kept = JSON.stringify(oldNames) === JSON.stringify(newNames) ? current.hold : undefined
  const hold = kept ?? actionHold(current._id)
  const giveUpNew = async () => {
    if (!kept) await giveUpNames(storage, guru, newNames, hold)
  }
  if (!kept) await takeActionNames(storage, guru, definition, newNames, hold)
  const since = renamed ? await reservedAt(storage, oldName, current._id) : undefined
  if (renamed && !(await reserve(storage, newName, current._id))) {
    await giveUpNew()
    throw nameTaken(definition.name)
  }
  await keepVersions(storage, [current])
  const change = {
    version: current.version + 1,
    definition,
    hold,
    disabled_reason,
    changed_by: changedBy,
    updated_at: new Date(),
  }
  const changed = await whileFree(storage, current, async () => {
    const filter = { _id: current._id, guru, version: current.version, import: null }
    return (await storage.actions.updateOne(filter, { $set: change })).matchedCount > 0
  })
  if (!changed) {
    if (renamed) await releaseNewName(storage, newName, current)
    await giveUpNew()
    throw new ChangedMeanwhile()
  }
  const next = { ...current, ...change, import: null }
  await keepVersions(storage, [next])
  if (since) await release(storage, oldName, current._id, since)
  if (!kept) await giveUpNames(storage, guru, oldNames, current.hold)
  await touchGuru(storage, guru)
  return next
}

/** Whoever was quicker may have given the action this very name. */
async function releaseNewName(
  storage: Storage,
  nameId: string,
  { _id, guru }: ActionDocument,
): Promise<void> {
  const since = await reservedAt(storage, nameId, _id)
  const now = await storage.actions.findById(_id).lean<ActionDocument>()
  if (since && (!now || nameReservation(guru, now.definition.name) !== nameId))
    await release(storage, nameId, _id, since)
}

/**
 * @param version only this one
 * @throws {ChangedMeanwhile} where it has another version by now
 */
export async function deleteAction(
  storage: Storage,
  { _id, guru }: ActionDocument,
  version?: number,
): Promise<void> {
  const filter = { _id, guru, import: null, ...(version !== undefined && { version }) }
  const found: ActionDocument[] = []
  await whileFree(storage, { _id, version }, async () => {
    const action = await storage.actions.findOneAndDelete(filter).lean<ActionDocument>()
    if (action) found.push(action)
    return action !== null
  })
  const [deleted] = found
  if (!deleted) {
    if (await storage.actions.findById(_id).lean<ActionDocument>()) throw new ChangedMeanwhile()
    throw notFound('The action')
  }
  await keepVersions(storage, [deleted])
  const { slot, definition, hold } = deleted
  await release(storage, slot, _id)
  await release(storage, nameReservation(guru, definition.name), _id)
  await giveUpNames(storage, guru, namesGivenBy(definition), hold)
  await touchGuru(storage, guru)
}

/** @throws {Problem} 404 */
export async function findAction(storage: Storage, guru: string, id: string): Promise<ActionDocument> {
  const find = () => storage.actions.findById(id).lean<ActionDocument>()
  let action = await find()
  if (action?.import) {
    await settleImport(storage, action.import.guru)
    action = await find()
  }
  if (action?.guru !== guru) throw notFound(`Action '${id}'`)
  return action
}

/** The code of enabled Python actions, of all gurus, those changed last first. Reads the whole collection. */
export async function enabledPythonCode(storage: Pick<Storage, 'actions'>, limit: number): Promise<string[]> {
  const actions = await storage.actions
    .find({ 'definition.type': 'python', 'definition.enabled': true })
    .sort({ updated_at: -1 })
    .limit(limit)
    .select({ guru: 1, 'definition.python.code': 1 })
    .lean<Pick<ActionDocument, 'guru' | 'definition'>[]>()
  return actions.flatMap((action) => (isStaged(action) ? [] : (action.definition.python?.code ?? [])))
}
