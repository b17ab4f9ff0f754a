import type { OfferedAction } from '../../domain/language.ts'

const VERBS =
  `create add send buy pay cancel delete remove update change submit restart deploy make reserve open close
  start stop book post order file refund transfer schedule set charge approve reject assign escalate reset disable enable
  block unblock revoke grant invite publish release upload write trigger notify reply archive move rename apply redeem
  credit issue ship return report log register unregister subscribe unsubscribe reboot purge drop clear edit insert
  replace activate deactivate lock unlock void renew extend reopen resolve merge deduct withdraw donate place`
    .split(/\s+/)
    .map((verb) => verb.trim())
/** "Creates", "pays", "cancels", "applies", "reaches". */
const thirdPerson = (verb: string): string =>
  /[^aeo]y$/.test(verb) ? `${verb.slice(0, -1)}ies` : /(?:s|sh|ch|x|o)$/.test(verb) ? `${verb}es` : `${verb}s`

const CHANGES = new RegExp(`^\\W*(?:${VERBS.join('|')})\\b`, 'i')
const CHANGING = new RegExp(`^\\W*(?:${VERBS.map(thirdPerson).join('|')})\\b`, 'i')
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
