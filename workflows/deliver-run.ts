import { ActivityFailure, ApplicationFailure, isCancellation, proxyActivities } from '@temporalio/workflow'
import type { Activities } from '../domain/activity-contract.ts'
import { summaryText } from '../domain/summary-text.ts'
import type { DeliverInput } from '../domain/workflow-contract.ts'
import { deliveryPolicy } from './policies.ts'

/**
 * Sends a run to its receiver, again and again for a day. One that was not taken by then, or can't be, ends as Failed,
 * with the reason.
 */
export async function deliverRun(input: DeliverInput): Promise<void> {
  try {
    await proxyActivities<Activities>(deliveryPolicy(deliverySummary(input))).deliverRun(input)
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error
    const known = error.cause instanceof ApplicationFailure ? error.cause : null
    throw ApplicationFailure.create({
      type: known?.type ?? 'timeout',
      message: `The run '${input.run.id}' of '${input.run.action.name}' was not delivered to ${hostOf(input)}: ${known?.message ?? 'no attempt ended in time.'}`,
      nonRetryable: true,
    })
  }
}

/** For Temporal's UI: names the receiver by its host alone, since the rest of its URL may be a credential. */
export const deliverySummary = (input: DeliverInput): string =>
  summaryText(`deliver ${input.run.action.name} to ${hostOf(input)}`)

/** As the action writes it, so that a secret stays a placeholder. Saving has refused user names in it. */
const hostOf = ({ delivery: { url } }: DeliverInput): string =>
  /^https?:\/\/(?:[^/?#\\]*@)?([^/?#\\\s]+)/i.exec(url)?.[1] ?? 'its receiver'
