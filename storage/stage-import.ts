import pLimit from 'p-limit'
import type { Saved } from '../domain/missing-secrets.ts'
import { type NameKind, namesGivenBy } from '../domain/placeholder-names.ts'
import type { Problem } from '../domain/problems.ts'
import { ChangedMeanwhile } from './actions.ts'
import { stagingGuru } from './carry-out-import.ts'
import type { Storage } from './connection.ts'
import { giveUpNames } from './give-up-names.ts'
import { free, whileFree } from './held-actions.ts'
import { randomId } from './ids.ts'
import { type Conflict, ImportConflict, type Room } from './import-conflict.ts'
import { insertNew } from './insert-new.ts'
import type { ActionDocument, GuruDocument, NextVersion } from './models.ts'
import { actionCollision, collisionFrom, nameTaken } from './name-collisions.ts'
import { actionHold, takeName } from './placeholder-names.ts'
import { nameReservation, release, reserveAll } from './reservations.ts'
import { isUnderLimit, makeRoom, reserveSlots } from './slots.ts'

/** An action to be made, or to replace another. */
export interface Planned {
  saved: Saved
  replaces: ActionDocument | null
}

/** What an import has written and taken so far, which nobody sees. */
export interface Staged {
  /** The import's. */
  id: string
  guru: GuruDocument
  created: { plan: Planned; action: ActionDocument }[]
  replaced: { plan: Planned; action: ActionDocument; next: NextVersion }[]
}

const AT_ONCE = 8

/**
 * Takes all that the actions need, and writes them where nobody sees them.
 * @returns the limit of the guru's actions that they fit under
 * @throws {ImportConflict} with all that is in the way
 */
export async function stage(
  storage: Storage,
  staged: Staged,
  planned: Planned[],
  changedBy: string,
): Promise<number> {
  const now = new Date()
  for (const plan of planned) {
    const { definition, disabled_reason } = plan.saved
    const change = { definition, disabled_reason, changed_by: changedBy, updated_at: now }
    const current = plan.replaces
    if (current) {
      const next = { ...change, version: current.version + 1, hold: actionHold(current._id) }
      staged.replaced.push({ plan, action: current, next })
    } else {
      const _id = randomId()
      const action = {
        _id,
        guru: stagingGuru(staged.id),
        version: 1,
        ...change,
        slot: '',
        hold: actionHold(_id),
        import: { id: staged.id, guru: staged.guru._id, next: null },
        created_at: now,
      }
      staged.created.push({ plan, action })
    }
  }
  const conflicts = await takeAllNames(storage, staged, planned)
  const { room, limit } = await takePlaces(storage, staged)
  if (conflicts.length > 0 || room) throw new ImportConflict(conflicts, room)
  await insertNew(
    storage.actions,
    staged.created.map(({ action }) => action),
  )
  await holdAll(storage, staged)
  return limit
}

async function takeAllNames(storage: Storage, staged: Staged, planned: Planned[]): Promise<Conflict[]> {
  const slug = staged.guru._id
  const conflicts: Conflict[] = []
  const refuse = (plan: Planned, problem: Problem) =>
    conflicts.push({ index: planned.indexOf(plan), problem })
  // Each placeholder's name once, for all that use it.
  const users = new Map<string, { kind: NameKind; name: string; by: { plan: Planned; hold: string }[] }>()
  const next = [
    ...staged.created.map(({ plan, action: { hold = '' } }) => ({ plan, hold })),
    ...staged.replaced.map(({ plan, next: { hold = '' } }) => ({ plan, hold })),
  ]
  for (const { plan, hold } of next) {
    const names = namesGivenBy(plan.saved.definition)
    for (const kind of ['parameter', 'secret'] as const)
      for (const name of names[kind]) {
        const user = users.get(`${kind} ${name}`) ?? { kind, name, by: [] }
        user.by.push({ plan, hold })
        users.set(`${kind} ${name}`, user)
      }
  }
  const limit = pLimit(AT_ONCE)
  await allSettled(
    Array.from(users.values(), ({ kind, name, by }) =>
      limit(async () => {
        const holds = by.map(({ hold }) => hold)
        const holders = await takeName(storage, slug, name, kind, holds)
        if (!holders) return
        const collision = await collisionFrom(storage, { name, kind, holders })
        for (const { plan } of by) refuse(plan, actionCollision(plan.saved.definition, collision))
      }),
    ),
  )
  const names = staged.created.map(({ plan, action }) => ({
    id: nameReservation(slug, plan.saved.definition.name),
    actionId: action._id,
    plan,
  }))
  for (const { plan } of await reserveAll(storage, names)) refuse(plan, nameTaken(plan.saved.definition.name))
  return conflicts
}

/** Gives each new action a place. Answers what is missing where there are too few. */
async function takePlaces(
  storage: Storage,
  { guru: { _id }, created }: Staged,
): Promise<{ limit: number; room: Room | null }> {
  const guru = await storage.gurus.findById(_id).lean<GuruDocument>()
  if (!guru) throw new ChangedMeanwhile()
  const limit = guru.action_limit
  if (created.length === 0) return { limit, room: null }
  const fits = await makeRoom(storage, guru)
  const used = await storage.actions.countDocuments({ guru: _id })
  if (!fits) return { limit, room: { limit, wanted: created.length, free: 0 } }
  const ids = created.map(({ action }) => action._id)
  const places = await reserveSlots(storage, _id, limit, used, ids)
  for (const { action } of created) action.slot = places.get(action._id) ?? ''
  if (places.size < created.length)
    return { limit, room: { limit, wanted: created.length, free: places.size } }
  const now = await storage.gurus.findById(_id).lean<GuruDocument>()
  if (!now || created.some(({ action }) => !isUnderLimit(action.slot, now))) throw new ChangedMeanwhile()
  return { limit, room: null }
}

/** From here on nobody else changes what is to be replaced. @throws {ChangedMeanwhile} */
async function holdAll(storage: Storage, { id, guru, replaced }: Staged): Promise<void> {
  const limit = pLimit(AT_ONCE)
  await allSettled(
    replaced.map(({ action, next }) =>
      limit(async () => {
        const filter = { _id: action._id, guru: guru._id, version: action.version, import: null }
        const held = await whileFree(storage, action, async () => {
          const change = { $set: { import: { id, guru: guru._id, next } } }
          return (await storage.actions.updateOne(filter, change)).matchedCount > 0
        })
        if (!held) throw new ChangedMeanwhile()
      }),
    ),
  )
}

/** Undoes what was staged of an import that was called off. */
export async function giveBack(storage: Storage, { id, guru, created, replaced }: Staged): Promise<void> {
  const limit = pLimit(AT_ONCE)
  const slug = guru._id
  await allSettled([
    ...created.map(({ action }) => limit(() => forgetStaged(storage, slug, action))),
    ...replaced.map(({ action, next }) =>
      limit(async () => {
        await free(storage, { ...action, import: { id, guru: slug, next } })
        await giveUpNames(storage, slug, namesGivenBy(next.definition), next.hold)
      }),
    ),
  ])
}

/** Removes a new action of an import that was called off, with all that it holds. */
export async function forgetStaged(
  storage: Storage,
  slug: string,
  { _id, guru, slot, hold, definition }: ActionDocument,
): Promise<void> {
  await storage.actions.deleteOne({ _id, guru })
  if (slot) await release(storage, slot, _id)
  await release(storage, nameReservation(slug, definition.name), _id)
  await giveUpNames(storage, slug, namesGivenBy(definition), hold)
}

/** Waits for all, also where one fails: nothing may go on behind the back of what undoes it. */
async function allSettled(tasks: Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(tasks)
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
}
