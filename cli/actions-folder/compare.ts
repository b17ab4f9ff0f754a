import { type Action, type ActionInput, actionInputSchema } from '../../domain/action.ts'
import { secretsUsedBy } from '../../domain/secret-use.ts'

/** One field that differs; `before` or `after` is undefined where it is not there. */
export interface FieldChange {
  /** Dotted. */
  path: string
  before: unknown
  after: unknown
}

/** What was read from the API, as a file would have it. */
export function definitionOf(action: Action): ActionInput {
  const known = Object.keys(actionInputSchema.shape)
  return Object.fromEntries(Object.entries(action).filter(([name]) => known.includes(name))) as ActionInput
}

/**
 * The secrets that the action will use. A name in Python code that was a secret's stays one, also while the secret is
 * missing.
 * @param existing the names of the guru's secrets
 */
export const usesOf = (wanted: ActionInput, existing: string[], now?: Action): string[] =>
  secretsUsedBy(wanted, [...existing, ...(now?.secrets ?? [])])

/**
 * The fields in which an action is to change. One that is disabled because a secret is missing is what it can be until
 * the secret is there: that it should be enabled is then no change.
 */
export function changesOf(now: Action, wanted: ActionInput, existing: string[]): FieldChange[] {
  const uses = usesOf(wanted, existing, now)
  const waits = wanted.enabled && !now.enabled && uses.some((name) => !existing.includes(name))
  const after = { ...wanted, secrets: uses, ...(waits ? { enabled: false } : {}) }
  const before = { ...definitionOf(now), secrets: [...now.secrets].sort() }
  return differences('', before, after)
}

function differences(path: string, before: unknown, after: unknown): FieldChange[] {
  if (isObject(before) && isObject(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) =>
      differences(path ? `${path}.${name}` : name, before[name], after[name]),
    )
  if (isList(before) && isList(after) && before.length === after.length)
    return before.flatMap((item, index) => differences(`${path}.${index}`, item, after[index]))
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, before, after }]
}

const isList = (value: unknown): value is unknown[] => Array.isArray(value)
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
