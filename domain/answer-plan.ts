import type { Match, OfferedAction, OutputReference } from './language.ts'
import type { PlannedAction } from './workflow-contract.ts'

/** How many actions may stand one behind the other, each taking values from the one before. */
export const ROUNDS = 3

/** How many actions one question may start, whatever an engine makes of it. */
export const MATCHES_AT_MOST = 10

type Known = Pick<OfferedAction, 'id' | 'parameters'>

/**
 * A plan that can be carried out: matches of unknown actions and beyond ten gone, references that lead nowhere, in circles or over
 * more than three rounds dropped, and what then has no value missing. What may run is settled with this, before any
 * output is seen.
 */
export function soundMatches(matches: Match[], actions: Known[]): Match[] {
  const known = matches.slice(0, MATCHES_AT_MOST).flatMap((match, index) => {
    const action = actions.find(({ id }) => id === match.action_id)
    return action ? [{ match, action, index }] : []
  })
  const placeOf = new Map(known.map(({ index }, place) => [index, place]))
  const accepted: OutputReference[][] = known.map(() => [])
  for (const [place, { match, action }] of known.entries())
    for (const reference of match.from_outputs ?? []) {
      const source = reference.source === 'earlier_answers' ? reference.source : placeOf.get(reference.source)
      if (source === undefined || !isOpen(reference, match, action, accepted[place] ?? [])) continue
      if (source !== 'earlier_answers' && !isReachable(accepted, place, source)) continue
      accepted[place]?.push({ ...reference, source })
    }
  return known.map(({ match, action }, place) => withReferences(match, action, accepted[place] ?? []))
}

/** A value wins over a reference, unless it is only the default. */
function isOpen(
  { parameter }: OutputReference,
  { parameters }: Match,
  action: Known,
  others: OutputReference[],
): boolean {
  const declared = action.parameters.find(({ name }) => name === parameter)
  if (!declared || others.some((other) => other.parameter === parameter)) return false
  return !Object.hasOwn(parameters, parameter) || parameters[parameter] === declared.default
}

/** Whether the match at `place` may wait for the one at `source`: without a circle, within the rounds. */
function isReachable(accepted: OutputReference[][], place: number, source: number): boolean {
  const roundsBefore = (at: number, path: number[]): number => {
    if (path.includes(at)) return Number.POSITIVE_INFINITY
    const sources = sourcesOf(accepted[at] ?? [])
    return 1 + Math.max(0, ...sources.map((next) => roundsBefore(next, [...path, at])))
  }
  const roundsAfter = (at: number): number => {
    const waiting = accepted.flatMap((references, other) =>
      sourcesOf(references).includes(at) ? [other] : [],
    )
    return 1 + Math.max(0, ...waiting.map((other) => roundsAfter(other)))
  }
  return roundsBefore(source, [place]) + roundsAfter(place) <= ROUNDS
}

/** The places of the matches that these wait for, each once. */
export const sourcesOf = (references: OutputReference[]): number[] => [
  ...new Set(references.flatMap(({ source }) => (source === 'earlier_answers' ? [] : [source]))),
]

function withReferences(match: Match, action: Known, references: OutputReference[]): Match {
  const open = new Set(references.map(({ parameter }) => parameter))
  const { from_outputs: _, ...rest } = match
  const parameters = Object.fromEntries(Object.entries(match.parameters).filter(([name]) => !open.has(name)))
  for (const { name, default: fallback } of action.parameters)
    if (!open.has(name) && fallback !== null) parameters[name] ??= fallback
  const missing = action.parameters
    .filter(({ name, required }) => required && !open.has(name) && !Object.hasOwn(parameters, name))
    .map(({ name }) => name)
  return { ...rest, parameters, missing, ...(references.length > 0 && { from_outputs: references }) }
}

/**
 * What comes from outside must not decide a side effect alone: somebody has to approve it.
 * @param taken the parameters whose values came from outputs
 */
export const approvedFor = (plan: PlannedAction, taken: string[]): PlannedAction => ({
  ...plan,
  requires_approval: plan.requires_approval || (taken.length > 0 && plan.effect === 'side_effect'),
})
