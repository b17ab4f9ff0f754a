import { ActivityFailure, isCancellation, proxyActivities } from '@temporalio/workflow'
import type { Activities, FilledParameters, UnderstoodMatch } from '../domain/activity-contract.ts'
import { shorten } from '../domain/shorten.ts'
import type { AnswerInput } from '../domain/workflow-contract.ts'
import type { Part } from './answer-part.ts'
import { languagePolicy } from './policies.ts'

/** What a model reads of one output at most, in characters; it also goes into the history once more. */
const OUTPUT_CHARACTERS = 32_000

/** All parameters of a match, those it takes from outputs filled in. What a failing model leaves open is missing. */
export async function fill(
  { guru, session_id, question }: AnswerInput,
  { plan, parameters, from_outputs: references = [] }: UnderstoodMatch,
  sources: Part[],
): Promise<FilledParameters> {
  const { fillParameters } = proxyActivities<Activities>({
    ...languagePolicy,
    summary: 'take values from results',
  })
  try {
    const filled = await fillParameters({
      guru,
      session_id,
      question,
      plan,
      parameters,
      open: references.map(({ parameter, what }) => ({ parameter, what })),
      outputs: sources.map(({ action, output }) => ({
        name: action.name,
        text: shorten(output ?? '', OUTPUT_CHARACTERS),
      })),
      earlier_answers: references.some(({ source }) => source === 'earlier_answers'),
    })
    return { ...filled, parameters: { ...parameters, ...filled.parameters } }
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error
    const missing = references.map(({ parameter, what }) => ({ name: parameter, description: what }))
    return { parameters, missing, steps: [] }
  }
}
