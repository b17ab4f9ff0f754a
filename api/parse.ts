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
  if (issue.code === 'invalid_type' && /received undefined/.test(issue.message))
    return [{ path, message: 'is required' }]
  return [{ path, message: issue.message }]
}
