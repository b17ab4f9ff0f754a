import type { UnderstoodMatch, UnderstoodQuestion } from '../domain/activity-contract.ts'
import { approvedFor, sourcesOf } from '../domain/answer-plan.ts'
import type { RunRecord } from '../domain/run.ts'
import type { AnswerInput, InvokeInput } from '../domain/workflow-contract.ts'
import { askFor, type Part, runAsChild, runInline, withoutSource } from './answer-part.ts'
import { fill } from './fill.ts'

/**
 * Carries out what a question was understood as: side by side what needs nothing of the others, the rest as soon as
 * the outputs are there that it takes values from. Which actions run is settled before the first of them begins.
 * @param onInline told of the run that this workflow holds itself
 */
export function carryOut(
  input: AnswerInput,
  understood: UnderstoodQuestion,
  onInline: (run: RunRecord) => void,
): Promise<Part[]> {
  const { matches, language } = understood
  const complete = matches.filter(({ missing }) => missing.length === 0)
  const independent = complete.filter(({ from_outputs = [] }) => from_outputs.length === 0)
  // A run of this workflow's own saves a child; positions of the others are part of their ids.
  const inline = independent[0] ?? complete[0]
  const inOrder = [...independent, ...complete.filter((match) => !independent.includes(match))]
  const begun = new Map<UnderstoodMatch, Promise<Part>>()
  const partOf = (match: UnderstoodMatch): Promise<Part> => {
    const known = begun.get(match)
    if (known) return known
    const part = perform(match)
    begun.set(match, part)
    return part
  }

  async function perform(match: UnderstoodMatch): Promise<Part> {
    const { from_outputs: references = [] } = match
    if (match.missing.length > 0) return askFor(match, language)
    if (references.length === 0) return run(match, invocationOf(input, match, understood))
    const sources = await Promise.all(
      sourcesOf(references).flatMap((place) => (matches[place] ? [partOf(matches[place])] : [])),
    )
    const failed = sources.filter(({ action }) => action.status !== 'succeeded')
    if (failed.length > 0) return withoutSource(match, failed, language)
    const filled = await fill(input, match, sources)
    if (filled.missing.length > 0)
      return { ...askFor(inWordsOf(match), language), usage: filled.usage ?? null }
    return run(match, filledInvocation(invocationOf(input, match, understood), match, filled), filled.steps)
  }

  function run(match: UnderstoodMatch, invocation: InvokeInput, filling: RunRecord['steps'] = []) {
    if (match !== inline) return runAsChild(invocation, inOrder.indexOf(match) + 1)
    const { session_id } = input
    const steps = [...understood.steps, ...filling]
    return runInline({ ...invocation, session_id, steps }, understood.usage, onInline)
  }

  return Promise.all(matches.map(partOf))
}

const invocationOf = (
  input: AnswerInput,
  { plan, parameters }: UnderstoodMatch,
  { pii }: UnderstoodQuestion,
): InvokeInput => ({
  guru: input.guru,
  plan,
  trigger: 'question',
  parameters,
  question: input.question,
  draft: null,
  local_language: input.local_language,
  ...(input.stream && { stream: true }),
  ...(pii && { pii }),
})

/**
 * The match with all that it takes from outputs missing, also what was found: what waits in a session is taken for the
 * user's own words later on.
 */
const inWordsOf = (match: UnderstoodMatch): UnderstoodMatch => ({
  ...match,
  missing: (match.from_outputs ?? []).map(({ parameter, what }) => ({ name: parameter, description: what })),
})

function filledInvocation(
  invocation: InvokeInput,
  { from_outputs = [] }: UnderstoodMatch,
  { parameters, pii, usage }: Awaited<ReturnType<typeof fill>>,
): InvokeInput {
  const names = from_outputs.map(({ parameter }) => parameter)
  const taken = names.filter((name) => Object.hasOwn(parameters, name))
  return {
    ...invocation,
    plan: approvedFor(invocation.plan, taken),
    parameters,
    from_outputs: taken,
    ...(pii && { pii: [...(invocation.pii ?? []), ...pii] }),
    ...(usage && { usage }),
  }
}
