import type { Parameter } from '../domain/action.ts'
import type { Match, OfferedAction } from '../domain/language.ts'
import { type Accepted, isAccepted } from './accepted.ts'
import type { ExpectedAction, Line } from './line.ts'
import { offeredBy } from './offered.ts'

/** How one line went. */
export interface Score {
  line: Line
  /** Whether something was to run. Else silence was right. */
  isAsking: boolean
  /** The right actions and no others; where none is right, none. */
  rightAction: boolean
  /** And all of their parameters. False where none is right. */
  exact: boolean
  /** What was wrong, for people. */
  problems: string[]
}

export function score(line: Line, matches: Match[]): Score {
  const isAsking = line.expected.length > 0
  const wanted = line.expected.map(({ name }) => name).sort()
  const got = matches.map(({ action_id }) => action_id).sort()
  const rightAction = JSON.stringify(wanted) === JSON.stringify(got)
  const problems = rightAction
    ? problemsOf(line, matches)
    : [`expected ${wanted.join(', ') || 'silence'}, got ${got.join(', ') || 'silence'}`]
  return { line, isAsking, rightAction, exact: isAsking && problems.length === 0, problems }
}

/** A line on which the engine failed is wrong, also where silence was right. */
export const failed = (line: Line, error: unknown): Score => ({
  line,
  isAsking: line.expected.length > 0,
  rightAction: false,
  exact: false,
  problems: [`the engine failed: ${error instanceof Error ? error.message : String(error)}`],
})

/** Of the expected ones of a name, each takes the match of that name that suits it best: their order is free. */
function problemsOf(line: Line, matches: Match[]): string[] {
  const actions = offeredBy(line)
  const left = [...matches]
  return line.expected.flatMap((expected) => {
    const action = actions.find(({ name }) => name === expected.name)
    const [best] = left
      .filter(({ action_id }) => action_id === expected.name)
      .map((match) => ({ match, problems: parameterProblems(expected, match, action) }))
      .sort((a, b) => a.problems.length - b.problems.length)
    if (!best) return [`${expected.name} is not among the matches`]
    left.splice(left.indexOf(best.match), 1)
    return best.problems
  })
}

function parameterProblems(
  { parameters, missing }: ExpectedAction,
  match: Match,
  action: OfferedAction | undefined,
): string[] {
  const named = (name: string): Parameter | undefined => action?.parameters.find((one) => one.name === name)
  const problems: string[] = []
  for (const [name, accepted] of Object.entries(parameters)) {
    const value = Object.hasOwn(match.parameters, name) ? match.parameters[name] : undefined
    if (isAccepted(value, accepted, named(name)?.default)) continue
    problems.push(`${name}: expected ${told(accepted)}, got ${JSON.stringify(value) ?? 'nothing'}`)
  }
  for (const [name, value] of Object.entries(match.parameters))
    if (!Object.hasOwn(parameters, name) && value !== named(name)?.default)
      problems.push(`${name}: expected nothing, got ${JSON.stringify(value)}`)
  if (missing && JSON.stringify([...missing].sort()) !== JSON.stringify([...match.missing].sort()))
    problems.push(`missing: expected ${JSON.stringify(missing)}, got ${JSON.stringify(match.missing)}`)
  return problems
}

const SPELLINGS_TOLD = 3

/** What is accepted, for people: the first spellings stand for many. */
function told(accepted: Accepted): string {
  const shown = accepted.slice(0, SPELLINGS_TOLD).map((one) => (one === '' ? 'nothing' : JSON.stringify(one)))
  return [...shown, ...(accepted.length > SPELLINGS_TOLD ? ['…'] : [])].join(' or ')
}
