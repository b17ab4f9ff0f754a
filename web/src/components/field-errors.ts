import { ProblemError } from '../api/client.ts'

/**
 * What the API finds wrong, by the path of the field: `parameters.0.name`, as forms name their fields too. Of several
 * problems of one field the first.
 */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ProblemError)) return {}
  const errors: Record<string, string> = {}
  for (const { path, message } of error.problem.errors) errors[path] ??= message
  return errors
}
