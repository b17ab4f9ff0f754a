import type { OfferedAction } from '../domain/language.ts'
import { loadTemplates } from '../templates/catalogue.ts'
import type { Line } from './line.ts'

let templates: OfferedAction[] | null = null

/** The offered actions, each with its name as its id. */
export function offeredBy({ actions }: Pick<Line, 'actions'>): OfferedAction[] {
  if (actions !== 'templates') return actions.map((action) => ({ ...action, id: action.name }))
  templates ??= loadTemplates().map(({ action: { name, description, trigger, parameters } }) => ({
    id: name,
    name,
    description,
    trigger,
    parameters,
  }))
  return templates
}
