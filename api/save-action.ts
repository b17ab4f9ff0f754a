import type { z } from 'zod'
import { type ActionInput, actionInputSchema } from '../domain/action.ts'
import { type FieldError, Problem } from '../domain/problems.ts'
import { secretsUsedBy } from '../domain/secret-use.ts'
import { templateProblems } from '../domain/template.ts'
import type { Saved } from '../storage/actions.ts'
import type { GuruCatalogue } from '../storage/catalogue.ts'
import { missingSecretsReason } from '../storage/secrets.ts'
import { invalid, parse } from './parse.ts'
import { checkPython } from './temporal/check-python.ts'
import type { TemporalClient } from './temporal/connection.ts'

/** What reading an action back adds: ignored, so that what was read can be sent back changed. */
const READ_ONLY = [
  'id',
  'guru',
  'version',
  'disabled_reason',
  'created_at',
  'updated_at',
  'next_run_at',
  'warnings',
]

export interface CheckedAction extends Saved {
  warnings: string[]
}

/**
 * Checks an action as far as it can be without running it: its schema, its placeholders, its code, the names of
 * its secrets.
 * @throws {Problem} 422 with everything that is wrong; 409 where a parameter is named like a secret
 */
export async function checkAction(
  temporal: TemporalClient,
  { secrets }: GuruCatalogue,
  input: unknown,
): Promise<CheckedAction> {
  const definition = parse<z.ZodType<ActionInput>>(actionInputSchema, withoutReadOnly(input))
  const { problems, warnings } = await problemsOf(temporal, definition, [...secrets.keys()])
  if (problems.length > 0) throw invalid(problems)
  refuseSecretNames(definition, secrets)
  const missing = secretsUsedBy(definition, secrets.keys()).filter((name) => !secrets.has(name))
  if (missing.length === 0) return { definition, disabled_reason: null, warnings }
  const reason = missingSecretsReason(missing)
  return {
    definition: { ...definition, enabled: false },
    disabled_reason: reason,
    warnings: [
      ...warnings,
      `The action is disabled: ${reason} Create ${missing.length === 1 ? 'it' : 'them'}, then enable the action.`,
    ],
  }
}

function withoutReadOnly(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input
  return Object.fromEntries(Object.entries(input).filter(([name]) => !READ_ONLY.includes(name)))
}

async function problemsOf(
  temporal: TemporalClient,
  definition: ActionInput,
  secrets: string[],
): Promise<{ problems: FieldError[]; warnings: string[] }> {
  const problems: FieldError[] = []
  const warnings: string[] = []
  if (definition.api_call)
    problems.push(
      ...templateProblems(definition.api_call, {
        parameters: definition.parameters,
        secrets: [...secrets, ...definition.secrets],
      }),
    )
  if (definition.python) {
    const found = await checkPython(temporal, definition.python.code)
    if (found) problems.push(...found)
    else warnings.push('No sandbox was there to check the code. It is checked when it runs.')
  }
  if (definition.schedule.enabled)
    problems.push({
      path: 'schedule.enabled',
      message: 'must be false: this version does not run schedules yet',
    })
  return { problems, warnings }
}

function refuseSecretNames(definition: ActionInput, secrets: GuruCatalogue['secrets']): void {
  definition.parameters.forEach(({ name }, index) => {
    if (secrets.has(name))
      throw new Problem(
        'conflict',
        `The guru has a secret named '${name}'. Choose another name for the parameter.`,
        {
          errors: [{ path: `parameters.${index}.name`, message: 'is the name of a secret' }],
        },
      )
  })
}
