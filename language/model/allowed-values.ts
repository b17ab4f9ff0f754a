import type { Parameter, ParameterValue } from '../../domain/action.ts'
import { allowedWords } from '../builtin/extract/enums.ts'

/** A list that says that it is none of all values. */
const OPEN_END =
  /^(?:etc\.?|and so on|so on|\.\.\.|…|more|others?|any(?:thing)? other)$|(?:\betc\.?|\.\.\.|…)$/i

/** The values that a parameter's description lists ("One of: small, large."); empty where it may be any. */
export function allowedValues({ type, description }: Parameter): (string | number)[] {
  if (type === 'boolean') return []
  const words = allowedWords(description)
  if (words.some((word) => OPEN_END.test(word))) return []
  if (type === 'string') return [...new Set(words)]
  const numbers = words.map(Number)
  return numbers.every(Number.isFinite) ? [...new Set(numbers)] : []
}

/** The listed value that is meant, however it is spelt; null where none is. */
export function allowedValue(value: ParameterValue, allowed: (string | number)[]): ParameterValue | null {
  const meant = spelt(value)
  return allowed.find((candidate) => spelt(candidate) === meant) ?? null
}

const spelt = (value: ParameterValue): string => String(value).trim().toLowerCase()
