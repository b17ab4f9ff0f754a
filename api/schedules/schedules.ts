import pLimit from 'p-limit'
import { isStaged } from '../../storage/carry-out-import.ts'
import type { ActionDocument, GuruDocument } from '../../storage/models.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { schedulesQuery } from '../temporal/visibility-query.ts'
import { applySchedule } from './apply-schedule.ts'
import { type DesiredScheduleDependencies, desiredSchedule } from './desired-schedule.ts'
import { ownerOf, scheduleIdOf } from './schedule-ids.ts'

/** Temporal's schedules, which follow the actions in the database. */
export interface Schedules {
  /** Makes Temporal agree with one action, be it there or not. */
  settle(guru: string, actionId: string): Promise<void>
  /** The same for all actions of a guru, be it there or not. */
  settleGuru(guru: string): Promise<void>
  /** The same for everything. @returns how many schedules had to change */
  settleAll(): Promise<number>
}

type Deps = Pick<ApiDependencies, 'storage' | 'temporal'> & DesiredScheduleDependencies

/** Whoever changes an action settles it afterwards, so more rounds than writers at once are never needed. */
const MAX_ROUNDS = 10
const AT_ONCE = 4

export function createSchedules(deps: Deps): Schedules {
  const { storage, temporal } = deps

  async function settle(guru: string, actionId: string): Promise<boolean> {
    const read = async () => {
      const [action, owner] = await Promise.all([
        storage.actions.findById(actionId).lean<ActionDocument>(),
        storage.gurus.findById(guru).lean<GuruDocument>(),
      ])
      return desiredSchedule(deps, owner, action?.guru === guru ? action : null)
    }
    let changed = false
    let desired = await read()
    for (let round = 0; round < MAX_ROUNDS; round++) {
      if (await applySchedule(temporal, scheduleIdOf(guru, actionId), { guru, actionId }, desired))
        changed = true
      else break
      // It may have changed meanwhile, by another request that was quicker with Temporal.
      desired = await read()
    }
    return changed
  }

  async function settleEach(where: { guru?: string }): Promise<number> {
    const found = await storage.actions
      .find({ ...where, 'definition.schedule.enabled': true }, { guru: 1 })
      .lean<Pick<ActionDocument, '_id' | 'guru'>[]>()
    const wanted = found.filter((action) => !isStaged(action))
    const ids = new Set(wanted.map(({ guru, _id }) => scheduleIdOf(guru, _id)))
    for (const id of await scheduleIds(deps, where.guru)) ids.add(id)
    const limit = pLimit(AT_ONCE)
    const settled = await Promise.all(
      Array.from(ids, (id) =>
        limit(async () => {
          const owner = ownerOf(id)
          if (owner === null) return false
          return owner === 'preview' ? leaveOrForget(deps, id) : settle(owner.guru, owner.actionId)
        }),
      ),
    )
    return settled.filter(Boolean).length
  }

  return {
    settle: async (guru, actionId) => void (await settle(guru, actionId)),
    settleGuru: async (guru) => void (await settleEach({ guru })),
    settleAll: () => settleEach({}),
  }
}

/** The ids of our schedules in Temporal; a list may lag some moments behind. */
async function scheduleIds({ temporal: { client } }: Deps, guru?: string): Promise<string[]> {
  const ids: string[] = []
  for await (const { scheduleId } of client.schedule.list({ query: schedulesQuery(guru) }))
    ids.push(scheduleId)
  return ids
}

/** Longer than a preview takes: whoever made it has died. */
const PREVIEW_MS = 60_000

async function leaveOrForget({ temporal: { client } }: Deps, id: string): Promise<boolean> {
  const handle = client.schedule.getHandle(id)
  const description = await handle.describe().catch(() => null)
  if (!description || Date.now() - description.info.createdAt.getTime() < PREVIEW_MS) return false
  await handle.delete().catch(() => {})
  return true
}
