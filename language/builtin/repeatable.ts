import type { Match, OfferedAction } from '../../domain/language.ts'
import { CHANGING_VERBS, thirdPerson } from './match/changing-verbs.ts'
import { own } from './own.ts'
import type { Past } from './past.ts'

const CHANGES = new RegExp(`^\\W*(?:${CHANGING_VERBS.join('|')})\\b`, 'i')
const CHANGING = new RegExp(`^\\W*(?:${CHANGING_VERBS.map(thirdPerson).join('|')})\\b`, 'i')
/** Nouns as well: "Order status", "Return policy", "Log entries". */
const ABOUT =
  /^\W*\w+ (?:status|state|history|details?|info|information|polic(?:y|ies)|list|overview|report|entries|lookup|search)\b/i
const READS =
  /^\W*(?:search|find|get|look ?up|list|show|query|check|fetch|read|count|calculate|compute|convert|translate|compare|estimate|quote|validate|verify|view|display|summari[sz]e|analy[sz]e)(?:e?s)?\b/i

/**
 * Whether an action may run once more because somebody only says "again", or a bare number: not one that changes
 * something. Its kind tells where it is known; a request with a body may be a search all the same.
 */
export function isRepeatable({ name, description, changes }: OfferedAction): boolean {
  if (changes === false) return true
  const reads = READS.test(name) || ABOUT.test(name)
  if (changes) return reads && !CHANGING.test(description)
  return reads || !(CHANGES.test(name) || CHANGING.test(description))
}

/** "Is order 1042 refunded?", but not "is it possible to refund it?". */
const OF_STATE =
  /^\W*(?:is|are|was|were|has|have|had|did|does)\b(?!.*\b(?:possible|able to|please|can|could|would|will)\b)/is
const ONCE_MORE = /\b(?:again|once more|one more|another|repeat|redo|rerun)\b/i

/**
 * Whether a message would change something that it only speaks of: it asks how things are, or an action ran with the
 * same values before, of which the message names none, and which it does not ask for once more.
 */
export function onlySpeaksOf(message: string, match: Match, action: OfferedAction, past: Past[]): boolean {
  if (isRepeatable(action)) return false
  if (action.changes && OF_STATE.test(message)) return true
  const values = Object.entries(match.parameters)
  if (match.missing.length > 0 || values.length === 0 || ONCE_MORE.test(message)) return false
  if (values.some(([, value]) => message.includes(String(value)))) return false
  return past.some(
    (before) =>
      before.action.id === action.id &&
      before.status !== 'needs_parameters' &&
      values.every(([name, value]) => own(before.values, name) === value),
  )
}
