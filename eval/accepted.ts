import type { ExpectedAction, TextRule } from './line.ts'

/** What is right for one parameter. */
export type Accepted = NonNullable<ExpectedAction['parameters'][string]>

/** Whether a parameter's value is among those that are right. `undefined` is an absent one. */
export function isAccepted(value: unknown, accepted: Accepted, fallback: unknown): boolean {
  const mayBeAbsent = accepted.includes('')
  if (value === undefined) return mayBeAbsent
  // A default that was filled in is what an absent one means.
  if (mayBeAbsent && value === fallback) return true
  return accepted.some((one) =>
    typeof one === 'object' ? holds(one, value) : one !== '' && isSame(one, value),
  )
}

const isSame = (one: unknown, value: unknown): boolean =>
  typeof one === 'number' && typeof value === 'number' ? one === value : normal(one) === normal(value)

function holds({ contains, without }: TextRule, value: unknown): boolean {
  const text = normal(value)
  const isInText = (part: string): boolean => text.includes(normal(part))
  return contains.every(isInText) && !without.some(isInText)
}

/** Letter case, spaces and these marks make no difference: nobody is wrong for writing `audit log` for `audit_log`. */
const normal = (value: unknown): string =>
  (typeof value === 'string' ? value : JSON.stringify(value)).toLowerCase().replace(/[\s,./_*^'"“”‘’-]+/g, '')
