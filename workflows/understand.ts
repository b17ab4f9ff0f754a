import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow'
import type { Activities, UnderstandInput, UnderstoodQuestion } from '../domain/activity-contract.ts'
import { languagePolicy, localPolicy } from './policies.ts'

/** One call of the language engine: inside this worker where it needs no network, else as an activity. */
export function understand(input: UnderstandInput, local: boolean): Promise<UnderstoodQuestion> {
  const summary = 'find the actions that fit'
  const { understandQuestion } = local
    ? proxyLocalActivities<Activities>({ ...localPolicy, summary })
    : proxyActivities<Activities>({ ...languagePolicy, summary })
  return understandQuestion(input)
}
