import { isDeepStrictEqual } from 'node:util'
import type { ActionInput } from '../../domain/action.ts'
import type { GuruCatalogue } from '../../storage/catalogue.ts'
import type { ActionDocument } from '../../storage/models.ts'
import type { Planned } from '../../storage/stage-import.ts'
import { exportedAction } from '../exported-action.ts'
import { type CheckedAction, savedIn } from '../save-action.ts'
import type { Element } from './read-file.ts'

export interface ImportOptions {
  dryRun: boolean
  onConflict: 'fail' | 'replace' | 'skip'
  startSchedules: boolean
}

/** What becomes of one action of a file. */
export type Step = { element: Element; warnings: string[] } & (
  | { outcome: 'created'; saved: CheckedAction; plan: Planned }
  | { outcome: 'replaced'; saved: CheckedAction; plan: Planned; existing: ActionDocument }
  | { outcome: 'unchanged' | 'skipped' | 'refused'; existing: ActionDocument }
)

export const nameOf = (name: string): string => name.toLowerCase()

/** Decides what becomes of each action of a file in the guru as it is now. */
export function planImport(
  guru: GuruCatalogue,
  elements: Element[],
  { onConflict, startSchedules }: ImportOptions,
): Step[] {
  const byName = new Map(guru.actions.map((action) => [nameOf(action.definition.name), action]))
  return elements.map((element): Step => {
    const existing = byName.get(nameOf(element.definition.name))
    if (existing && onConflict !== 'replace')
      return { element, existing, outcome: onConflict === 'skip' ? 'skipped' : 'refused', warnings: [] }
    const { definition, warnings } = startSchedules
      ? { definition: element.definition, warnings: [] }
      : withoutStart(element.definition, existing)
    const saved = savedIn(guru, definition)
    if (existing && isSame(guru, saved, existing))
      return { element, existing, outcome: 'unchanged', warnings: [] }
    const plan: Planned = { saved, replaces: existing ?? null }
    const said = [...warnings, ...saved.warnings]
    return existing
      ? { element, existing, outcome: 'replaced', saved, plan, warnings: said }
      : { element, outcome: 'created', saved, plan, warnings: said }
  })
}

/** Nobody who imports a file wants to find out at night that it runs by itself. */
function withoutStart(
  definition: ActionInput,
  existing: ActionDocument | undefined,
): { definition: ActionInput; warnings: string[] } {
  const { schedule } = definition
  if (!schedule.enabled || existing?.definition.schedule.enabled) return { definition, warnings: [] }
  return {
    definition: { ...definition, schedule: { ...schedule, enabled: false } },
    warnings: [
      'Its schedule is switched off: an import starts none. Switch it on in the action, or import with start_schedules=true.',
    ],
  }
}

const isSame = ({ secretNames }: GuruCatalogue, saved: CheckedAction, existing: ActionDocument): boolean =>
  saved.disabled_reason === existing.disabled_reason &&
  isDeepStrictEqual(
    exportedAction(saved.definition, secretNames),
    exportedAction(existing.definition, secretNames),
  )
