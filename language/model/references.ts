import type { Parameter } from '../../domain/action.ts'
import { type JsonSchema, strictObject } from './schema.ts'

/** Where a call says which values come from results. Parameters have no digits in their names: none can be meant. */
export const REFERENCES = 'from_results_1'
export const EARLIER_ANSWERS = 'earlier_answers'

/** That a value is to be taken from a result, as the model says it. */
export interface RawReference {
  parameter: string
  tool: string
  what: string
}

const WHAT_CHARACTERS = 200

export const referencesSchema = (parameters: Parameter[]): JsonSchema => ({
  type: ['array', 'null'],
  description: 'The parameters whose values are in a result that is not known yet. Mostly null.',
  items: strictObject({
    parameter: { type: 'string', enum: parameters.map(({ name }) => name) },
    tool: { type: 'string' },
    what: { type: 'string' },
  }),
})

/** The references in a call's arguments, each parameter once; what is none is left out. */
export function rawReferences(input: Record<string, unknown>, parameters: Parameter[]): RawReference[] {
  const given = Object.hasOwn(input, REFERENCES) ? input[REFERENCES] : null
  const list: unknown[] = Array.isArray(given) ? given : given === null ? [] : [given]
  const found = new Map<string, RawReference>()
  for (const entry of list) {
    if (typeof entry !== 'object' || entry === null) continue
    const { parameter, tool, what } = entry as Record<string, unknown>
    if (typeof parameter !== 'string' || typeof tool !== 'string' || found.has(parameter)) continue
    if (!parameters.some(({ name }) => name === parameter)) continue
    const wanted = typeof what === 'string' ? what.replace(/\s+/g, ' ').trim() : ''
    found.set(parameter, { parameter, tool, what: (wanted || parameter).slice(0, WHAT_CHARACTERS) })
  }
  return [...found.values()]
}
