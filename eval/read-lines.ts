import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import { type Line, lineSchema } from './line.ts'
import { offeredBy } from './offered.ts'

const MOST_PROBLEMS = 20

/** A file that can't be used as it is. The message names each line that is to be mended. */
export class LineError extends Error {}

/** The lines of a JSONL file. @throws {LineError} naming the lines that can't be used, and what to change */
export function readLines(path: string): Line[] {
  const problems: string[] = []
  const places = new Map<string, number>()
  const lines = textOf(path)
    .split('\n')
    .flatMap((text, index) => {
      if (!text.trim()) return []
      const line = lineOf(text, (problem) => problems.push(`${path}:${index + 1}: ${problem}`))
      if (!line) return []
      const first = places.get(line.id)
      if (first) problems.push(`${path}:${index + 1}: the id '${line.id}' is that of line ${first}, too.`)
      places.set(line.id, first ?? index + 1)
      return [line]
    })
  if (problems.length > 0) throw new LineError(firstOf(problems))
  if (lines.length === 0) throw new LineError(`${path} has no lines.`)
  return lines
}

function firstOf(problems: string[]): string {
  const more = problems.length - MOST_PROBLEMS
  return [...problems.slice(0, MOST_PROBLEMS), ...(more > 0 ? [`And ${more} more.`] : [])].join('\n')
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new LineError(`${path} can't be read: ${(error as Error).message}`)
  }
}

function lineOf(text: string, report: (problem: string) => void): Line | null {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    report(`is not JSON (${(error as Error).message}). Each question is one JSON object on one line.`)
    return null
  }
  const { success, data, error } = lineSchema.safeParse(json)
  const problems = success ? strangersIn(data) : error.issues.map(said)
  for (const problem of problems) report(problem)
  return problems.length === 0 && success ? data : null
}

const said = ({ path, message }: z.core.$ZodIssue): string =>
  `${path.length > 0 ? `'${path.join('.')}'` : 'the line'} does not fit: ${message}.`

/** Names that no offered action or parameter has: the line could never go right. */
function strangersIn(line: Line): string[] {
  const actions = offeredBy(line)
  return line.expected.flatMap(({ name, parameters, missing = [] }) => {
    const action = actions.find((one) => one.name === name)
    if (!action) {
      const offered = actions.map((one) => `'${one.name}'`).join(', ') || 'none'
      return [`expects '${name}', which is not offered. Offered: ${offered}.`]
    }
    const known = action.parameters.map((one) => one.name)
    return [...Object.keys(parameters), ...missing]
      .filter((one) => !known.includes(one))
      .map((one) => `'${name}' has no parameter '${one}'. It has: ${known.join(', ') || 'none'}.`)
  })
}
