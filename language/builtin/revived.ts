import type { ConversationMessage, OfferedAction, PendingMatch } from '../../domain/language.ts'
import type { Background } from './background.ts'
import { pastOf } from './past.ts'
import { isSmallTalk } from './talk.ts'

/** What still waits behind small talk: "one moment" or "thanks" changes no subject. */
export function revived(
  history: ConversationMessage[],
  actions: OfferedAction[],
  { read }: Background,
): PendingMatch[] {
  let end = history.length
  while (end >= 2 && isAside(history.slice(end - 2, end), read)) end -= 2
  if (end === history.length) return []
  const [answer] = pastOf(history.slice(Math.max(0, end - 1), end), actions)
  return (answer ?? [])
    .filter(({ status }) => status === 'needs_parameters')
    .map(({ action, values }) => ({
      action_id: action.id,
      parameters: values,
      missing: action.parameters
        .filter(
          ({ name, required, default: fallback }) =>
            required && fallback === null && !Object.hasOwn(values, name),
        )
        .map(({ name }) => name),
    }))
}

const isAside = ([said, answer]: ConversationMessage[], read: Background['read']): boolean =>
  said?.role === 'user' &&
  answer?.role === 'assistant' &&
  (answer.actions ?? []).length === 0 &&
  isSmallTalk(read(said.content).text)
