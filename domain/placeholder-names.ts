import type { ActionInput } from './action.ts'
import { deliverySecrets } from './delivery.ts'
import { secretsUsedBy } from './secret-use.ts'

/** What a placeholder's name may stand for; within a guru it stands for one of them everywhere. */
export type NameKind = 'secret' | 'parameter'

/**
 * The names that an action gives a meaning to, whatever secrets there are. Names in Python code are not among
 * them: such a name means a secret only while there is one.
 */
export const namesGivenBy = (action: ActionInput): Record<NameKind, string[]> => ({
  parameter: action.parameters.map(({ name }) => name),
  secret: secretsUsedBy(action, []),
})

/** A name that already stands for the other kind of thing. */
export interface Collision {
  name: string
  /** What it can't be. */
  kind: NameKind
  /** The action that uses it as the other kind, the secret itself, or whoever is saving something right now. */
  by: { action: string } | 'secret' | 'somebody'
}

/** The first name of `action` that another action, or a secret, uses as something else; null where there is none. */
export function collisionOf(
  action: ActionInput,
  others: ActionInput[],
  secrets: Pick<Set<string>, 'has'>,
): Collision | null {
  const { parameter, secret } = namesGivenBy(action)
  const taken = parameter.find((name) => secrets.has(name))
  if (taken !== undefined) return { name: taken, kind: 'parameter', by: 'secret' }
  for (const other of others) {
    const theirs = namesGivenBy(other)
    const by = { action: other.name }
    const asSecret = parameter.find((name) => theirs.secret.includes(name))
    if (asSecret !== undefined) return { name: asSecret, kind: 'parameter', by }
    const asParameter = secret.find((name) => theirs.parameter.includes(name))
    if (asParameter !== undefined) return { name: asParameter, kind: 'secret', by }
  }
  return null
}

/** Says what is in the way, and what helps. */
export function collisionMessage({ name, kind, by }: Collision): string {
  const advice = `Choose another name for the ${kind}.`
  if (by === 'secret') return `The guru has a secret named '${name}'. ${advice}`
  if (kind === 'parameter')
    return by === 'somebody'
      ? `'${name}' is the name of a secret. ${advice}`
      : `The action '${by.action}' uses a secret named '${name}'. ${advice}`
  return by === 'somebody'
    ? `'${name}' is the name of a parameter. ${advice}`
    : `The action '${by.action}' has a parameter named '${name}'. ${advice}`
}

/** Dotted path of the place in `action` where the name is given its meaning. */
export function collisionPath(action: ActionInput, { name, kind }: Collision): string {
  if (kind === 'parameter')
    return `parameters.${action.parameters.findIndex((parameter) => parameter.name === name)}.name`
  const declared = action.secrets.indexOf(name)
  if (declared >= 0) return `secrets.${declared}`
  return deliverySecrets(action).includes(name) ? 'schedule.delivery' : 'api_call'
}
