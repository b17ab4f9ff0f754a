import type { ConversationMessage, PastAction } from '../../domain/language.ts'
import type { Mark } from './mark.ts'
import { EARLIER_ANSWERS } from './references.ts'
import { keepEnds } from './truncate.ts'
import type { PlainMessage } from './wire/request.ts'

/** Longest message of the history that is sent whole, and the most of the history that is sent. */
const MESSAGE_BYTES = 4 * 1024
const HISTORY_BYTES = 24 * 1024

/**
 * The session for a model that may choose actions: of an answer that tells of actions only what was run, in our words.
 * Their results are not shown, so that nothing in them can be taken for an order.
 */
export const historyForChoice = (history: ConversationMessage[]): PlainMessage[] =>
  recent(
    history.map(({ role, content, actions }) => ({
      role,
      content: actions?.length ? `[${actions.map(synopsis).join(' ')}]` : content,
    })),
  )

/** The session for a model that words an answer: earlier answers from results stand as data between marks. */
export const historyForWords = (history: ConversationMessage[], mark: Mark): PlainMessage[] =>
  recent(history).map((message) => {
    const { role, content, actions } = message as ConversationMessage
    return { role, content: actions?.length ? mark.around(content) : content }
  })

/** Whether there are answers from which a later action may take values. */
export const hasEarlierAnswers = (history: ConversationMessage[]): boolean =>
  history.some(({ actions }) => actions?.length)

function synopsis({ name, status, parameters, from_outputs = [] }: PastAction): string {
  const said = Object.entries(parameters).filter(([parameter]) => !from_outputs.includes(parameter))
  const values = keepEnds(JSON.stringify(Object.fromEntries(said)), 1024)
  if (status === 'needs_parameters') return `'${name}' with ${values} waits for values: the user was asked.`
  if (status === 'awaiting_approval' || status === 'running') return `'${name}' with ${values}: ${status}.`
  if (status !== 'succeeded') return `'${name}' with ${values} ended as ${status}.`
  return `Answered from '${name}' with ${values}; its result is not shown here: take values from it by ${EARLIER_ANSWERS}.`
}

/** The newest messages within the budget, in turns of user and assistant that begin with the user's. */
function recent<T extends PlainMessage>(history: T[]): T[] {
  const kept: T[] = []
  let bytes = 0
  for (const message of [...history].reverse()) {
    const content = keepEnds(message.content, MESSAGE_BYTES)
    bytes += new TextEncoder().encode(content).length
    if (bytes > HISTORY_BYTES) break
    kept.unshift({ ...message, content })
  }
  return kept
}

/** As many templates of models want it: by turns, and the user first. */
export function byTurns(messages: PlainMessage[]): PlainMessage[] {
  const turns: PlainMessage[] = messages[0]?.role === 'assistant' ? [{ role: 'user', content: '…' }] : []
  for (const { role, content } of messages) {
    const last = turns.at(-1)
    if (last?.role === role) last.content = `${last.content}\n\n${content}`
    else turns.push({ role, content })
  }
  return turns
}
