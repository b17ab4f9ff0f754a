import { ApplicationFailure, Context } from '@temporalio/activity'
import { RunFailure } from '../domain/run-errors.ts'
import { FAILURES, LANGUAGE_ATTEMPTS } from '../domain/workflow-contract.ts'

/**
 * A model's failure as Temporal takes it: by type, tried again where that may help, and not before its provider said.
 * Anything else is answered as it is.
 */
export function asModelFailure(error: unknown): unknown {
  if (!(error instanceof RunFailure)) return error
  const { message, retry } = error
  return ApplicationFailure.create({
    type: FAILURES.modelFailed,
    message,
    nonRetryable: retry === null,
    ...(retry?.afterMs && { nextRetryDelay: retry.afterMs }),
  })
}

/** Whether Temporal will try once more after this failure. */
export const isTriedAgain = (error: RunFailure): boolean =>
  error.retry !== null && Context.current().info.attempt < LANGUAGE_ATTEMPTS
