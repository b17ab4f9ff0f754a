import type { ActionInput } from './action.ts'

/** An action's definition as it is to be stored, and why it must not run yet. */
export interface Saved {
  definition: ActionInput
  disabled_reason: string | null
}

/** Why an action that uses these secrets is disabled. */
export const missingSecretsReason = (names: string[]): string =>
  names.length === 1
    ? `The secret ${names[0]} does not exist.`
    : `The secrets ${names.join(', ')} do not exist.`

const MISSING_SECRETS = /^The secrets? .+ do(es)? not exist\.$/

/** What helps, as a sentence to follow the reason. */
export const missingSecretsAdvice = (names: string[]): string => {
  const them = names.length === 1 ? 'it' : 'them'
  return `Create ${them}, or take ${them} out of the action and its 'secrets', then enable the action.`
}

/**
 * The action as it must be where these of its secrets are missing: disabled, with the reason. It declares them
 * from then on: a placeholder, or a name in Python code, means a secret only while there is one, and what the action
 * needs must not be forgotten with it. Where none is missing, a reason of this kind goes, and the action stays disabled until
 * somebody enables it.
 */
export function withMissingSecrets({ definition, disabled_reason }: Saved, missing: string[]): Saved {
  if (missing.length === 0)
    return {
      definition,
      disabled_reason: MISSING_SECRETS.test(disabled_reason ?? '') ? null : disabled_reason,
    }
  const undeclared = missing.filter((name) => !definition.secrets.includes(name))
  return {
    definition: { ...definition, enabled: false, secrets: [...definition.secrets, ...undeclared] },
    disabled_reason: missingSecretsReason(missing),
  }
}
