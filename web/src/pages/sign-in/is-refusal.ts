import { ProblemError } from '../../api/client.ts'

/** Too slow, or too often: the same may be taken later. */
const PASSING = [408, 429]

/** Whether a token was looked at and not taken: it will never be. All else may pass. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof ProblemError &&
  error.problem.status >= 400 &&
  error.problem.status < 500 &&
  !PASSING.includes(error.problem.status)
