import type { Asked } from '../../api/answer-stream.ts'

/** A question that is being answered. */
export interface KeptQuestion {
  guru: string
  /** As the audit log calls who has asked: nobody else goes on with it. */
  whose: string
  asked: Asked
  /** How many messages the conversation had before. */
  after: number
}

const KEY = 'errand-question'

/**
 * Keeps the question that this tab waits for, so that a reload, or a way elsewhere and back, finds it again: it is asked
 * with the same key, and so is the same question.
 */
export const keepQuestion = (kept: KeptQuestion): void => sessionStorage.setItem(KEY, JSON.stringify(kept))

export const forgetQuestion = (): void => sessionStorage.removeItem(KEY)

/** The question that is being answered in a conversation; in a new one where there is no `session`. */
export function keptQuestion(guru: string, whose: string, session: string | undefined): KeptQuestion | null {
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as KeptQuestion | null
  const isThis = kept?.guru === guru && kept.whose === whose && kept.asked.session_id === session
  return isThis ? kept : null
}
