import { createErrandClient, type Problem } from '../../../client/index.ts'
import { texts } from '../texts/en/index.ts'

const words = texts.common.problem

/** The typed client of our own API; the browser's cookie says who it is. */
export const client = createErrandClient({
  url: location.origin,
  // That the change comes from a page of ours.
  headers: { 'x-csrf-protection': '1' },
})

/** What the API has refused, or why it could not be asked. */
export class ProblemError extends Error {
  readonly problem: Problem
  /** Seconds until it is worth trying again, where the API has said so. */
  readonly retryAfter: number | null

  constructor(problem: Problem, retryAfter: number | null) {
    super(problem.detail)
    this.name = 'ProblemError'
    this.problem = problem
    this.retryAfter = retryAfter
  }
}

interface Asked<T> {
  data?: T
  error?: unknown
  response: Response
}

/**
 * What a call of `client` was answered.
 * @throws {ProblemError} where it was refused, or could not be made
 */
export async function ask<T>(call: Promise<Asked<T>>): Promise<T> {
  let asked: Asked<T>
  try {
    asked = await call
  } catch (error) {
    // A question that was given up is no failure.
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ProblemError(unreachable, null)
  }
  const { data, error, response } = asked
  if (response.ok) return data as T
  throw problemOf(error, response)
}

/** The problem that a response tells of; a made-up one where it is not one of ours, as of a proxy. */
export function problemOf(body: unknown, response: Response): ProblemError {
  const retryAfter = Number(response.headers.get('retry-after')) || null
  // A problem document of somebody else's, such as a gateway, says less than one of ours.
  if (isProblem(body)) return new ProblemError({ ...unreachable, msg: body.detail, ...body }, retryAfter)
  const detail = words.noReason(response.status)
  return new ProblemError({ ...unreachable, status: response.status, detail, msg: detail }, retryAfter)
}

const isProblem = (body: unknown): body is Pick<Problem, 'detail' | 'status'> & Partial<Problem> =>
  typeof body === 'object' && body !== null && 'detail' in body && 'status' in body

const unreachable: Problem = {
  type: 'about:blank',
  title: words.notReachedTitle,
  status: 503,
  detail: words.notReached,
  msg: words.notReached,
  errors: [],
}
