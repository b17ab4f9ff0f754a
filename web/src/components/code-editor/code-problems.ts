import { ProblemError } from '../../api/client.ts'

/** What is wrong in a line of Python code; lines are counted from 1. */
export interface CodeProblem {
  line: number
  message: string
}

const PATH = 'python.code'
const PLACE = /^line (\d+), column \d+: /

/** What saving or testing an action has found in the lines of its code; what concerns it as a whole is not among them. */
export function codeProblems(error: unknown): CodeProblem[] {
  if (!(error instanceof ProblemError)) return []
  return error.problem.errors.flatMap(({ path, message }) => {
    const place = path === PATH ? PLACE.exec(message) : null
    return place ? [{ line: Number(place[1]), message: message.slice(place[0].length) }] : []
  })
}
