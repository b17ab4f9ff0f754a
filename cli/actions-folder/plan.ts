import type { Action } from '../../domain/action.ts'
import { CliError } from '../failure.ts'
import { nameKey, type WantedAction } from './check.ts'
import { changesOf, type FieldChange, usesOf } from './compare.ts'

export interface Create {
  kind: 'create'
  wanted: WantedAction
}
export interface Change {
  kind: 'change'
  now: Action
  wanted: WantedAction
  changes: FieldChange[]
  /** What it will use. */
  secrets: string[]
}
export interface Delete {
  kind: 'delete'
  now: Action
}
export type Step = Create | Change | Delete

export interface Plan {
  /** In the order in which they are carried out. */
  steps: Step[]
  unchanged: number
  /** What is in the guru only, and stays without `--prune`. */
  extra: Action[]
  /** What the user should know, such as secrets that are still to be set. */
  notes: string[]
}

export interface Guru {
  actions: Action[]
  limit: number
  /** The names of its secrets. */
  secrets: string[]
}

/**
 * What has to happen so that the guru has the wanted actions. A file's action is the one with its `id`, else the one
 * with its name; with `prune`, one that differs from a surplus one in nothing but its name is that one, renamed.
 * @throws {CliError} where it can't be carried out as a whole
 */
export function planFor(wanted: WantedAction[], guru: Guru, prune: boolean): Plan {
  const pairs = pairUp(wanted, guru, prune)
  const kept = new Set(pairs.map(({ now }) => now?.id))
  const extra = guru.actions.filter(({ id }) => !kept.has(id))
  const changes = pairs.flatMap(({ now, wanted }): Change[] => {
    const found = now ? changesOf(now, wanted.definition, guru.secrets) : []
    if (!now || found.length === 0) return []
    const secrets = usesOf(wanted.definition, guru.secrets, now)
    return [{ kind: 'change', now, wanted, changes: found, secrets }]
  })
  const creates = pairs.flatMap(({ now, wanted }): Create[] => (now ? [] : [{ kind: 'create', wanted }]))
  const deletes = prune ? extra.map((now): Delete => ({ kind: 'delete', now })) : []
  refuseTooMany(guru, creates.length - deletes.length)
  refuseTakenNames([...changes, ...creates], guru.actions, deletes)
  return {
    // What frees a name or a place comes before what takes it.
    steps: [...deletes, ...inOrderOfNames(changes), ...creates],
    unchanged: pairs.length - changes.length - creates.length,
    extra: prune ? [] : extra,
    notes: notesOn(pairs, guru.secrets),
  }
}

type Pair = { wanted: WantedAction; now: Action | undefined }

function pairUp(wanted: WantedAction[], { actions, secrets }: Guru, prune: boolean): Pair[] {
  const byId = new Map(actions.map((action) => [action.id, action]))
  const free = new Map(actions.map((action) => [nameKey(action.name), action]))
  const take = (action: Action | undefined): Action | undefined => {
    if (action) free.delete(nameKey(action.name))
    return action
  }
  // Those with an id first: their names may be another's soon.
  const ofId = new Map(wanted.map((file) => [file, file.id === null ? undefined : take(byId.get(file.id))]))
  const pairs = wanted.map((file) => ({
    wanted: file,
    now: ofId.get(file) ?? take(free.get(nameKey(file.definition.name))),
  }))
  if (!prune) return pairs
  return pairs.map(({ wanted: file, now }) => ({
    wanted: file,
    now: now ?? take(renamed(file, free, secrets)),
  }))
}

const renamed = (file: WantedAction, free: Map<string, Action>, secrets: string[]): Action | undefined =>
  [...free.values()].find((action) =>
    changesOf(action, file.definition, secrets).every(({ path }) => path === 'name'),
  )

function refuseTooMany({ actions, limit }: Guru, more: number): void {
  if (more > 0 && actions.length + more > limit)
    throw new CliError(
      `That would be ${actions.length + more} actions, and this guru may have ${limit}. Ask an administrator to raise its action_limit. Nothing was changed.`,
    )
}

/** A name that another action has and keeps would be refused in the middle. */
function refuseTakenNames(steps: (Create | Change)[], actions: Action[], deletes: Delete[]): void {
  const gone = new Set(deletes.map(({ now }) => now.id))
  const moving = new Map(
    steps.flatMap((step) => (step.kind === 'change' ? [[step.now.id, step.wanted]] : [])),
  )
  for (const step of steps) {
    const { name } = step.wanted.definition
    const holder = actions.find((action) => nameKey(action.name) === nameKey(name) && !gone.has(action.id))
    if (!holder || (step.kind === 'change' && holder.id === step.now.id)) continue
    const next = moving.get(holder.id)?.definition.name
    if (next === undefined || nameKey(next) === nameKey(name))
      throw new CliError(
        `${step.wanted.where}: name: '${name}' is the name of another action, which keeps it. Nothing was changed.`,
      )
  }
}

/** @throws {CliError} where names go round in a circle */
function inOrderOfNames(changes: Change[]): Change[] {
  const ordered: Change[] = []
  let rest = changes
  while (rest.length > 0) {
    const held = new Map(rest.map((change) => [nameKey(change.now.name), change]))
    const ready = rest.filter((change) => {
      const holder = held.get(nameKey(change.wanted.definition.name))
      return !holder || holder === change
    })
    if (ready.length === 0)
      throw new CliError(
        `These actions take each other's names: ${rest.map(({ now }) => `'${now.name}'`).join(', ')}. Rename one of them to something else first. Nothing was changed.`,
      )
    ordered.push(...ready)
    rest = rest.filter((change) => !ready.includes(change))
  }
  return ordered
}

const notesOn = (pairs: Pair[], secrets: string[]): string[] =>
  pairs.flatMap(({ wanted: { definition }, now }) => {
    const missing = usesOf(definition, secrets, now).filter((name) => !secrets.includes(name))
    return definition.enabled && missing.length > 0
      ? [`'${definition.name}' stays disabled until there is ${missing.join(', ')} (errand secrets set).`]
      : []
  })
