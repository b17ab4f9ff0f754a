import type { ActionInput } from '../domain/action.ts'
import type { ExecuteInput } from '../domain/activity-contract.ts'
import type { GuruCatalogue } from '../storage/catalogue.ts'
import { findVersion } from '../storage/versions.ts'
import type { ActivityDependencies } from './dependencies.ts'

/** The definition that a run was planned with, also where the action has changed since; null where it is gone. */
export async function findDefinition(
  storage: ActivityDependencies['storage'],
  known: GuruCatalogue | null,
  { plan: { id, version }, draft }: Pick<ExecuteInput, 'plan' | 'draft'>,
): Promise<ActionInput | null> {
  if (draft) return draft
  const current = known?.actions.find((action) => action._id === id && action.version === version)
  if (current) return current.definition
  if (id === null || version === null) return null
  return (await findVersion(storage, id, version))?.definition ?? null
}
