import type { RunError } from '../../domain/run-errors.ts'
import type { HistoryEvent } from './event-history.ts'

/** Whoever may end a workflow in Temporal may write these texts: only so much of them is shown. */
const WHO_LENGTH = 80
const WHY_LENGTH = 300

/** A text of a stranger in one line: without control characters and what turns the direction of writing. */
export function shownText(text: string | null | undefined, limit: number): string {
  const line = (text ?? '')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .toWellFormed()
  const characters = Array.from(line.slice(0, 2 * (limit + 1)))
  return characters.length > limit ? `${characters.slice(0, limit - 1).join('')}…` : line
}

/** By whom, in parentheses, and why. */
const sentence = (what: string, who: string | null | undefined, why: string | null | undefined): string => {
  const by = shownText(who, WHO_LENGTH)
  const reason = shownText(why, WHY_LENGTH)
  return `${what}${by && ` by ${by}`}${reason ? `: ${reason}` : '.'}`
}

/** Follows a workflow's events for what ended it by hand: who did it, and the reason that they gave. */
export function createEnding(): { take(event: HistoryEvent): void; error(): RunError | null } {
  let asked: { who: string | null | undefined; why: string | null | undefined } | undefined
  let error: RunError | null = null
  return {
    take(event) {
      const request = event.workflowExecutionCancelRequestedEventAttributes
      if (request) asked = { who: request.identity, why: request.cause }
      const terminated = event.workflowExecutionTerminatedEventAttributes
      if (terminated)
        error = {
          code: 'cancelled',
          message: sentence('The run was terminated in Temporal', terminated.identity, terminated.reason),
        }
      if (event.workflowExecutionCanceledEventAttributes)
        error = {
          code: 'cancelled',
          message: sentence('The run was cancelled in Temporal', asked?.who, asked?.why),
        }
      if (event.workflowExecutionTimedOutEventAttributes)
        error = { code: 'timeout', message: 'The workflow reached its time limit in Temporal.' }
      if (event.workflowExecutionFailedEventAttributes)
        error = {
          code: 'engine_unavailable',
          message: 'The workflow failed. Its history in Temporal has more.',
        }
    },
    error: () => error,
  }
}
