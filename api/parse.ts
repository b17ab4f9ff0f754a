import type { z } from 'zod'
import { type FieldError, Problem } from '../domain/problems.ts'

/** Parses a body or query with its schema. @throws {Problem} 422 with everything that is wrong, at once */
export function parse<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const parsed = schema.safeParse(value ?? {})
  if (parsed.success) return parsed.data
  throw invalid(parsed.error.issues.flatMap(fieldErrors))
}

/** A 422. Its text names the first problem, so that a client that shows only that still helps. */
export function invalid(errors: FieldError[]): Problem {
  const [first] = errors
  const where = first?.path ? `${first.path} ` : ''
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
  return new Problem(
    'validation_failed',
    first ? `${where}${first.message}${more}` : 'The input is not valid.',
    { errors },
  )
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.join('.')
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      path: [...issue.path, key].join('.'),
      message: 'is not a known field',
    }))
  return [{ path, message: messageOf(issue) }]
}

const ARTICLES: Record<string, string> = {
  array: 'an array',
  object: 'an object',
  int: 'a whole number',
  record: 'an object',
}

/** The library's own messages, in the words of ours: each goes on where the path ends. */
function messageOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (/received undefined/.test(issue.message)) return 'is required'
      return `must be ${ARTICLES[issue.expected] ?? `a ${issue.expected}`}`
    case 'too_big':
      return /^Too big/.test(issue.message)
        ? `must ${boundOf(issue.origin, 'at most', issue.maximum)}`
        : issue.message
    case 'too_small':
      return /^Too small/.test(issue.message)
        ? `must ${boundOf(issue.origin, 'at least', issue.minimum)}`
        : issue.message
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`
    case 'invalid_union':
      return 'has a wrong type'
    default:
      return issue.message
  }
}

function boundOf(origin: string, word: string, bound: number | bigint): string {
  if (origin === 'string') return `have ${word} ${bound} characters`
  if (origin === 'array') return `have ${word} ${bound} elements`
  return `be ${word} ${bound}`
}
