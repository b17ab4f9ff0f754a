import { type ActionInput, actionInputSchema } from '../../domain/action.ts'
import { deliveryProblems } from '../../domain/delivery.ts'
import { collisionMessage, collisionOf } from '../../domain/placeholder-names.ts'
import { READ_ONLY_FIELDS } from '../../domain/read-only-fields.ts'
import { templateProblems } from '../../domain/template.ts'
import { CliError } from '../failure.ts'
import type { FileAction } from './read-folder.ts'

const IGNORED: readonly string[] = READ_ONLY_FIELDS

/** An action as it is to be. */
export interface WantedAction {
  where: string
  /** Where the file says which action it is, so that its name may change. */
  id: string | null
  definition: ActionInput
}

/**
 * Checks everything that can be checked without the server, which checks again.
 * @param secrets the names of the guru's secrets
 * @throws {CliError} with all that is wrong in all files
 */
export function checkActions(files: FileAction[], secrets: string[]): WantedAction[] {
  const problems: string[] = []
  const wanted = files.flatMap(({ where, value }) => {
    const parsed = actionInputSchema.safeParse(withoutReadOnly(value))
    if (!parsed.success) {
      for (const { path, message } of parsed.error.issues)
        problems.push(`${where}: ${path.length > 0 ? `${path.join('.')}: ` : ''}${message}`)
      return []
    }
    for (const { path, message } of definitionProblems(parsed.data, secrets))
      problems.push(`${where}: ${path}: ${message}`)
    return [{ where, id: idIn(value), definition: parsed.data }]
  })
  problems.push(...collisions(wanted, secrets))
  if (problems.length > 0)
    throw new CliError(
      `The files have ${counted(problems.length)}. Nothing was changed.\n${problems.join('\n')}`,
    )
  return wanted
}

const counted = (count: number): string => (count === 1 ? 'a problem' : `${count} problems`)

const idIn = (value: unknown): string | null => {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : null
  return typeof id === 'string' ? id : null
}

/** Anything that is no object is left to the schema. */
function withoutReadOnly(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { '': value }
  return Object.fromEntries(Object.entries(value).filter(([name]) => !IGNORED.includes(name)))
}

const definitionProblems = (definition: ActionInput, secrets: string[]) => [
  ...deliveryProblems(definition, secrets),
  ...(definition.api_call
    ? templateProblems(definition.api_call, {
        parameters: definition.parameters,
        secrets: [...secrets, ...definition.secrets],
      })
    : []),
]

/** Two files that want one thing to be two. */
function collisions(wanted: WantedAction[], secrets: string[]): string[] {
  const known = new Set(secrets)
  return wanted.flatMap(({ where, id, definition }, index) => {
    const before = wanted.slice(0, index)
    const sameName = before.find((other) => nameKey(other.definition.name) === nameKey(definition.name))
    const sameId = id === null ? undefined : before.find((other) => other.id === id)
    const collision = collisionOf(
      definition,
      before.map((other) => other.definition),
      known,
    )
    return [
      ...(sameName
        ? [`${where}: name: '${definition.name}' is also the name of the action in ${sameName.where}`]
        : []),
      ...(sameId ? [`${where}: id: is also the id of the action in ${sameId.where}`] : []),
      ...(collision ? [`${where}: ${collisionMessage(collision)}`] : []),
    ]
  })
}

/** Names are unique in a guru whatever their case. */
export const nameKey = (name: string): string => name.trim().toLowerCase()
