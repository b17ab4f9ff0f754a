import type { z } from 'zod'
import { type ActionInput, actionInputSchema } from '../domain/action.ts'
import { deliveryProblems } from '../domain/delivery.ts'
import { missingSecretsAdvice, type Saved, withMissingSecrets } from '../domain/missing-secrets.ts'
import { secretsForAnyHost } from '../domain/open-host.ts'
import { collisionMessage, collisionOf } from '../domain/placeholder-names.ts'
import { type FieldError, Problem } from '../domain/problems.ts'
import { READ_ONLY_FIELDS } from '../domain/read-only-fields.ts'
import { secretsUsedBy } from '../domain/secret-use.ts'
import { templateProblems } from '../domain/template.ts'
import { advise } from '../language/advice/advise.ts'
import type { GuruCatalogue } from '../storage/catalogue.ts'
import type { ActionDocument } from '../storage/models.ts'
import { actionCollision } from '../storage/name-collisions.ts'
import { invalid, parse } from './parse.ts'
import { checkPython } from './temporal/check-python.ts'
import type { TemporalClient } from './temporal/connection.ts'

const IGNORED: readonly string[] = READ_ONLY_FIELDS

export interface CheckedAction extends Saved {
  /** The secrets that it uses, be they there or not. */
  uses: string[]
  warnings: string[]
}

/** What the sandbox's Python refuses in code; null where no sandbox could look. */
export type CheckCode = (code: string) => Promise<FieldError[] | null>

/**
 * Checks an action as far as it can be without running it: its schema, its placeholders, its code, the names of
 * its secrets.
 * @param others the actions beside which it is to be saved; none for a draft
 * @throws {Problem} 422 with everything that is wrong; 409 where a secret and a parameter have one name
 */
export async function checkAction(
  temporal: TemporalClient,
  guru: GuruCatalogue,
  input: unknown,
  others: ActionDocument[],
  checkCode: CheckCode = (code) => checkPython(temporal, code),
): Promise<CheckedAction> {
  const definition = readAction(input)
  const { problems, warnings } = await problemsOf(checkCode, definition, [...guru.secrets.keys()])
  if (problems.length > 0) throw invalid(problems)
  const definitions = others.map((other) => other.definition)
  const collision = collisionOf(definition, definitions, guru.secrets)
  if (collision) throw actionCollision(definition, collision)
  const saved = savedIn(guru, definition)
  const advice = advise(definition, enabledAmong(definitions))
  return { ...saved, warnings: [...warnings, ...saved.warnings, ...advice] }
}

/** An action as it is sent, with its defaults. @throws {Problem} 422 with everything that is wrong */
export const readAction = (input: unknown): ActionInput =>
  parse<z.ZodType<ActionInput>>(actionInputSchema, withoutReadOnly(input))

/** What is saved of an action in this guru: disabled where secrets are missing. */
export function savedIn({ secrets, secretNames }: GuruCatalogue, definition: ActionInput): CheckedAction {
  const uses = secretsUsedBy(definition, secretNames)
  const missing = uses.filter((name) => !secrets.has(name))
  const saved = withMissingSecrets({ definition, disabled_reason: null }, missing)
  const warnings = openHostWarnings(definition, secrets)
  if (missing.length > 0)
    warnings.unshift(`The action is disabled: ${saved.disabled_reason} ${missingSecretsAdvice(missing)}`)
  return { ...saved, uses, warnings }
}

/** Those that answer questions: the only ones that advice compares with. */
export const enabledAmong = (actions: ActionInput[]): ActionInput[] =>
  actions.filter(({ enabled }) => enabled)

function withoutReadOnly(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input
  return Object.fromEntries(Object.entries(input).filter(([name]) => !IGNORED.includes(name)))
}

/** What is wrong with an action beyond its schema, and what could not be looked at. */
export async function problemsOf(
  checkCode: CheckCode,
  definition: ActionInput,
  secrets: string[],
): Promise<{ problems: FieldError[]; warnings: string[] }> {
  const problems: FieldError[] = deliveryProblems(definition, secrets)
  const warnings: string[] = []
  if (definition.api_call)
    problems.push(
      ...templateProblems(definition.api_call, {
        parameters: definition.parameters,
        secrets: [...secrets, ...definition.secrets],
      }),
    )
  if (definition.python) {
    const found = await checkCode(definition.python.code)
    if (found) problems.push(...found)
    else warnings.push('No sandbox was there to check the code. It is checked when it runs.')
  }
  return { problems, warnings }
}

function openHostWarnings(
  { api_call, parameters }: ActionInput,
  secrets: GuruCatalogue['secrets'],
): string[] {
  const unbound = [...secrets.values()].filter((secret) => secret.allowed_hosts.length === 0)
  const found =
    api_call &&
    secretsForAnyHost(
      api_call,
      parameters,
      unbound.map(({ name }) => name),
    )
  if (!found) return []
  const names = found.secrets.join(', ')
  return [
    `Whoever gives the parameter '${found.parameter}' decides which host is sent ${names}. Bind ${names} by allowed_hosts.`,
  ]
}

/** @throws {Problem} 409 where an action has a parameter of that name */
export function refuseParameterName(actions: ActionDocument[], name: string): void {
  const user = actions.find(({ definition }) =>
    definition.parameters.some((parameter) => parameter.name === name),
  )
  if (user)
    throw new Problem(
      'conflict',
      collisionMessage({ name, kind: 'secret', by: { action: user.definition.name } }),
    )
}
