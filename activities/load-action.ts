import type { ActionInput, ParameterValues } from '../domain/action.ts'
import type { ExecuteInput } from '../domain/activity-contract.ts'
import { missingSecretsReason } from '../domain/missing-secrets.ts'
import { piiSettingsOf } from '../domain/pii/settings.ts'
import { RunFailure } from '../domain/run-errors.ts'
import { secretsForExecution, secretsUsedBy } from '../domain/secret-use.ts'
import type { GuruCatalogue } from '../storage/catalogue.ts'
import type { ActivityDependencies } from './dependencies.ts'
import { findDefinition } from './find-definition.ts'
import { openPersonalData, type PersonalData } from './personal-data.ts'

/** A secret in the clear. Lives only as long as the activity that asked for it. */
export interface OpenedSecret {
  name: string
  value: string
  mask: boolean
  allowed_hosts: string[]
}

export interface LoadedAction {
  definition: ActionInput
  /** What the execution may use. */
  secrets: OpenedSecret[]
  /** What only its delivery may use: known here to be masked. */
  withheld: OpenedSecret[]
  /** With the values that tokens stand for: never to be shown. */
  parameters: ParameterValues
  /** Null where there is nothing to do about any. */
  personal: PersonalData | null
}

type Loading = Pick<ActivityDependencies, 'storage' | 'catalogue' | 'opener'>

/**
 * The definition that the run was planned with, and its secrets and parameters, opened.
 * @throws {RunFailure} `secret_missing`, or `invalid_request` where the guru or action is gone
 */
export async function loadAction(
  { storage, catalogue, opener }: Loading,
  { guru, plan, draft, parameters, pii }: ExecuteInput,
): Promise<LoadedAction> {
  const known = await catalogue.get(guru)
  if (!known) throw new RunFailure('invalid_request', `The guru '${guru}' does not exist any more.`)
  const definition = await findDefinition(storage, known, { plan, draft })
  if (!definition)
    throw new RunFailure('invalid_request', `The action '${plan.name}' does not exist any more.`)
  const used = secretsForExecution(definition, known.secretNames)
  const missing = used.filter((name) => !known.secrets.has(name))
  if (missing.length > 0)
    throw new RunFailure('secret_missing', `'${plan.name}' can't run. ${missingSecretsReason(missing)}`)
  const secrets = openSecrets(opener, known, used)
  const withheld = openSecrets(
    opener,
    known,
    secretsUsedBy(definition, known.secretNames).filter((name) => !used.includes(name)),
  )
  const personal = await openPersonalData(
    opener,
    piiSettingsOf(known.guru),
    { plan, parameters, pii },
    definition.parameters,
  )
  return { definition, secrets, withheld, parameters: personal?.parameters ?? parameters, personal }
}

/** Those of the names that are there. */
export const openSecrets = (
  opener: ActivityDependencies['opener'],
  { secrets }: Pick<GuruCatalogue, 'secrets'>,
  names: string[],
): OpenedSecret[] =>
  names.flatMap((name) => {
    const secret = secrets.get(name)
    if (!secret) return []
    const { mask, allowed_hosts } = secret
    return [{ name, value: opener.open(secret.sealed), mask, allowed_hosts }]
  })
