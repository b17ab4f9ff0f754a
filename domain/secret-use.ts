import type { ActionInput } from './action.ts'
import { placeholdersOf } from './template.ts'

const STRING_LITERAL = /(?:'([A-Za-z_][A-Za-z0-9_]{0,63})'|"([A-Za-z_][A-Za-z0-9_]{0,63})")/g

/**
 * The secrets that an action uses: placeholders that are no parameter, existing secrets whose name stands in
 * the Python code as a string literal, and those it declares. Sorted.
 */
export function secretsUsedBy(action: ActionInput, existing: Iterable<string>): string[] {
  const parameters = new Set(action.parameters.map((parameter) => parameter.name))
  const used = new Set(action.secrets)
  if (action.api_call)
    for (const { name } of placeholdersOf(action.api_call)) if (!parameters.has(name)) used.add(name)
  if (action.python) {
    const literals = new Set(
      Array.from(action.python.code.matchAll(STRING_LITERAL), ([, single, double]) => single ?? double ?? ''),
    )
    for (const name of existing) if (literals.has(name) && !parameters.has(name)) used.add(name)
  }
  return [...used].sort()
}
