import type { ActionInput } from '../../domain/action.ts'
import { type FieldError, Problem } from '../../domain/problems.ts'
import { MOST_IMPORTED } from '../contract/action-files.ts'
import { invalid } from '../parse.ts'
import { readAction } from '../save-action.ts'

/** One action of a file. */
export interface Element {
  /** Where it stands: `3.`, `actions.3.`, or nothing where it is the whole file. */
  prefix: string
  definition: ActionInput
}

/** Its problems, as those of the whole file. */
export const within = (prefix: string, errors: FieldError[]): FieldError[] =>
  errors.map(({ path, message }) => ({ path: `${prefix}${path}`.replace(/\.$/, ''), message }))

/**
 * Reads a file: one action, an array of actions, or an object with such an array.
 * @returns its actions, and what is wrong with those that are missing among them
 * @throws {Problem} 422 where it is no such file
 */
export function readFile(body: unknown): { elements: Element[]; problems: FieldError[] } {
  const elements: Element[] = []
  const problems: FieldError[] = []
  for (const [prefix, input] of inputsOf(body)) {
    try {
      elements.push({ prefix, definition: readAction(input) })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      problems.push(...within(prefix, error.errors))
    }
  }
  return { elements, problems }
}

function inputsOf(body: unknown): [string, unknown][] {
  const isFile = typeof body === 'object' && body !== null && 'actions' in body && !Array.isArray(body)
  const list = isFile ? body.actions : body
  if (isFile && !Array.isArray(list)) throw invalid([{ path: 'actions', message: 'must be an array' }])
  if (!Array.isArray(list)) return [['', body]]
  const path = isFile ? 'actions' : ''
  if (isFile) {
    const others = Object.keys(body).filter((name) => name !== 'actions')
    if (others.length > 0)
      throw invalid(others.map((other) => ({ path: other, message: 'is not a known field' })))
  }
  if (list.length === 0) throw invalid([{ path, message: 'must have at least 1 element' }])
  if (list.length > MOST_IMPORTED)
    throw invalid([{ path, message: `must have at most ${MOST_IMPORTED} elements` }])
  return list.map((input, index) => [isFile ? `actions.${index}.` : `${index}.`, input])
}
