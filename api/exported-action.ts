import type { ActionInput } from '../domain/action.ts'
import { actionInputSchema } from '../domain/action.ts'
import { completeSchedule } from '../domain/schedule.ts'
import { secretsUsedBy } from '../domain/secret-use.ts'

const FIELDS = Object.keys(actionInputSchema.shape) as (keyof ActionInput)[]

/**
 * An action as a file has it: its fields always in the same order, all of its secrets declared by name, and nothing that
 * only means something in this guru.
 */
export function exportedAction(definition: ActionInput, existingSecrets: Iterable<string>): ActionInput {
  const whole = {
    ...definition,
    schedule: completeSchedule(definition.schedule),
    secrets: secretsUsedBy(definition, existingSecrets),
  }
  return Object.fromEntries(FIELDS.map((field) => [field, whole[field]])) as ActionInput
}

const LONGEST_FILE_NAME = 60

/** A name for that file that is safe on every system: `GitHub profile` is `github-profile.json`. */
export function exportFileName(name: string): string {
  const words = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g)
  return `${words?.join('-').slice(0, LONGEST_FILE_NAME).replace(/-$/, '') || 'action'}.json`
}
