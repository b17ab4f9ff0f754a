import type { ActionInput } from './action.ts'
import { deliverySecrets } from './delivery.ts'
import { placeholdersOf } from './template.ts'

const STRING_LITERAL = /(?:'([A-Za-z_][A-Za-z0-9_]{0,63})'|"([A-Za-z_][A-Za-z0-9_]{0,63})")/g

/** The secrets that an action uses, be it in its execution or in the delivery of its scheduled runs. Sorted. */
export const secretsUsedBy = (action: ActionInput, existing: Iterable<string>): string[] =>
  [...new Set([...secretsForExecution(action, existing), ...deliverySecrets(action)])].sort()

/**
 * The secrets that an execution is given: placeholders that are no parameter, existing secrets whose name stands in
 * the Python code as a string literal, and those it declares. A secret of its delivery is none of them by being
 * declared: whoever reads an action finds it in `secrets`, and may send that back. Sorted.
 */
export function secretsForExecution(action: ActionInput, existing: Iterable<string>): string[] {
  const parameters = new Set(action.parameters.map((parameter) => parameter.name))
  const ofDelivery = new Set(deliverySecrets(action))
  const used = new Set(action.secrets.filter((name) => !ofDelivery.has(name)))
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
