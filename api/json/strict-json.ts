import { parse as parseSafely } from 'secure-json-parse'
import { type FieldError, Problem } from '../../domain/problems.ts'
import { invalid } from '../parse.ts'
import { duplicateKey, outOfBounds } from './scan-json.ts'

/**
 * Reads JSON of which there is one reading only, and nothing that could be taken for more than data: a key twice, a
 * number that no double holds, names that reach prototypes, and text that is none are refused, not mended.
 * @throws {Problem} 400 where it is no such JSON; 422 where a text in it can't be kept
 */
export function parseStrictly(bytes: Uint8Array): unknown {
  const text = decoded(bytes)
  const bound = outOfBounds(text)
  if (bound) throw unreadable(bound)
  const value = parsed(text)
  const twice = duplicateKey(text)
  if (twice !== null) throw unreadable(`The body has the key ${JSON.stringify(twice)} twice in one object.`)
  const problems: FieldError[] = []
  look(value, [], problems)
  if (problems.length > 0) throw invalid(problems)
  return value
}

const unreadable = (detail: string): Problem => new Problem('unreadable_json', detail)

function decoded(bytes: Uint8Array): string {
  try {
    // A byte order mark is skipped, as RFC 8259 allows.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw unreadable('The body is not UTF-8.')
  }
}

function parsed(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw unreadable('The body is not valid JSON.')
  }
  if (typeof value !== 'object' || value === null)
    throw unreadable('The body must be a JSON object or array.')
  try {
    return parseSafely(text)
  } catch {
    throw unreadable('The body has a key that reaches a prototype: __proto__, or constructor with prototype.')
  }
}

const MOST_PROBLEMS = 20

function look(value: unknown, path: string[], problems: FieldError[]): void {
  if (problems.length >= MOST_PROBLEMS) return
  if (typeof value === 'string') addProblem(value, path, problems)
  else if (typeof value === 'number' && !Number.isFinite(value))
    problems.push({ path: path.join('.'), message: 'is a number that is too large' })
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) {
      const readable = key.toWellFormed().replaceAll('\0', '\uFFFD')
      addProblem(key, [...path, readable], problems)
      look(inner, [...path, readable], problems)
    }
}

function addProblem(text: string, path: string[], problems: FieldError[]): void {
  if (text.includes('\0')) problems.push({ path: path.join('.'), message: 'must not contain a NUL' })
  else if (!text.isWellFormed())
    problems.push({ path: path.join('.'), message: 'must be text: it has half of a surrogate pair' })
}
