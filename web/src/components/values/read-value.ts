import type { ParameterValue } from '../../../../domain/parameter.ts'
import { readNumber } from './read-number.ts'

/** What a field holds: a number is the text that was typed in until it is read. Null where nothing is given. */
export type Entered = ParameterValue | null

export type ValueType = 'string' | 'number' | 'boolean'

/** What a field's value is as one of its type. What is none stays as it is, and `problem` says why. */
export function readValue(type: ValueType, entered: Entered): { value: Entered; problem: string | null } {
  if (type !== 'number' || typeof entered !== 'string') return { value: entered, problem: null }
  const read = readNumber(entered)
  return 'problem' in read ? { value: entered, problem: read.problem } : { value: read.number, problem: null }
}
