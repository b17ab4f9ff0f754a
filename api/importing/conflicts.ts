import type { ActionInput } from '../../domain/action.ts'
import { type Collision, type NameKind, namesGivenBy } from '../../domain/placeholder-names.ts'
import { type FieldError, Problem } from '../../domain/problems.ts'
import type { GuruCatalogue } from '../../storage/catalogue.ts'
import type { ImportConflict, Room } from '../../storage/import-conflict.ts'
import { actionCollision, nameTaken } from '../../storage/name-collisions.ts'
import { nameOf, type Step } from './plan-import.ts'
import { type Element, within } from './read-file.ts'

/** All that keeps the steps from being carried out beside each other and beside what the guru has. */
export function conflictsOf(guru: GuruCatalogue, steps: Step[]): Problem | null {
  const errors = [...namesTwice(steps), ...namesTaken(steps), ...collisions(guru, steps)]
  const created = steps.filter(({ outcome }) => outcome === 'created').length
  const limit = guru.guru.action_limit
  const free = Math.max(0, limit - guru.actions.length)
  return refusal(errors, created > free ? { limit, wanted: created, free } : null)
}

/** The same for what turned out only when it was saved. */
export const conflictsFound = ({ conflicts, room }: ImportConflict, elements: Element[]): Problem | null =>
  refusal(
    conflicts.flatMap(({ index, problem }) =>
      within(
        elements[index]?.prefix ?? '',
        problem.errors.length > 0 ? problem.errors : [{ path: '', message: problem.message }],
      ),
    ),
    room,
  )

function refusal(errors: FieldError[], room: Room | null): Problem | null {
  if (errors.length === 0 && !room) return null
  const said = errors.map(({ path, message }) => `${path} ${message}`.trim())
  if (room)
    said.unshift(
      `this guru may have ${room.limit} actions, and ${room.free} of the ${room.wanted} new ones fit: delete some, or ask an administrator to raise its action_limit`,
    )
  const more = said.length > 1 ? ` (and ${said.length - 1} more)` : ''
  return new Problem('conflict', `Nothing was imported: ${said[0]}${more}.`, { errors })
}

function namesTwice(steps: Step[]): FieldError[] {
  const first = new Map<string, Element>()
  return steps.flatMap(({ element }) => {
    const name = nameOf(element.definition.name)
    const other = first.get(name)
    if (!other) first.set(name, element)
    return other
      ? within(element.prefix, [
          { path: 'name', message: `is also the name of ${other.prefix.slice(0, -1)}` },
        ])
      : []
  })
}

const namesTaken = (steps: Step[]): FieldError[] =>
  steps.flatMap(({ outcome, element }) =>
    outcome === 'refused' ? within(element.prefix, nameTaken(element.definition.name).errors) : [],
  )

/** Names that would stand for a secret here and for a parameter there. */
function collisions(guru: GuruCatalogue, steps: Step[]): FieldError[] {
  const saved = steps.flatMap((step) => ('saved' in step ? [step] : []))
  const replaced = new Set(steps.flatMap((step) => (step.outcome === 'replaced' ? [step.existing._id] : [])))
  const meaning = new Map<string, { kind: NameKind; by: Collision['by'] }>()
  const note = (definition: ActionInput) => {
    const names = namesGivenBy(definition)
    for (const kind of ['secret', 'parameter'] as const)
      for (const name of names[kind])
        if (!meaning.has(name)) meaning.set(name, { kind, by: { action: definition.name } })
  }
  for (const name of guru.secrets.keys()) meaning.set(name, { kind: 'secret', by: 'secret' })
  for (const { _id, definition } of guru.actions) if (!replaced.has(_id)) note(definition)
  return saved.flatMap(({ element, saved: { definition } }) => {
    const names = namesGivenBy(definition)
    const found = (['parameter', 'secret'] as const).flatMap((kind) =>
      names[kind].flatMap((name) => {
        const other = meaning.get(name)
        if (!other || other.kind === kind) return []
        return actionCollision(definition, { name, kind, by: other.by }).errors
      }),
    )
    note(definition)
    return within(element.prefix, found)
  })
}
