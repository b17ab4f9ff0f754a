import { FAILURES } from '../domain/workflow-contract.ts'

/**
 * A payload of the history can't be read: its key isn't here, or it is not what was written. The message says
 * what to restore; it holds key ids, which are no secret.
 */
export class UnreadableHistoryError extends Error {
  constructor(message: string) {
    super(message)
    // Crosses Temporal as the failure's type.
    this.name = FAILURES.unreadableHistory
  }
}

/** The error itself, or the one that a library has wrapped. */
export function unreadableHistoryIn(error: unknown): UnreadableHistoryError | null {
  if (error instanceof UnreadableHistoryError) return error
  return error instanceof Error ? unreadableHistoryIn(error.cause) : null
}
