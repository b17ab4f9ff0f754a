import { LIMITS } from '../../domain/action.ts'
import { article, capitalised, lowered, singular, wordsOf } from '../shared/words.ts'
import { plainText } from './plain-text.ts'

/** What an operation says of itself. */
export interface OperationWords {
  method: string
  path: string
  id: string
  summary: string
  description: string
}

const ASKING =
  /^(?:get|gets|list|lists|retrieve|retrieves|fetch|fetches|show|shows|read|reads|view|views|find|finds|search|searches|query|queries|look up|lookup|return|returns|describe|describes|display|displays|obtain|download|count|counts|browse|load)\b(?: (?:for|of|through|over))?/i
const CHECKING = /^(?:check|checks|test|determine|verify|see)s? (?:if|whether|that)\b/i
const DOING: Record<string, string> = { POST: 'create', PUT: 'change', PATCH: 'change', DELETE: 'delete' }
const VERB =
  /^(?:add|accept|activate|apply|approve|archive|assign|attach|ban|batch|block|book|bulk|buy|calculate|cancel|capture|change|clear|clone|close|complete|configure|confirm|connect|convert|copy|create|deactivate|decline|delete|detach|disable|dismiss|duplicate|edit|enable|end|estimate|exchange|execute|expire|export|finalize|follow|force|fork|generate|give|grant|import|initiate|install|invite|join|leave|link|lock|log|make|manage|mark|merge|migrate|modify|move|open|pause|pay|pin|post|prepare|preview|publish|purge|push|put|rate|re-?run|reactivate|recognize|record|refund|register|reject|release|reload|remove|rename|render|reopen|reorder|replace|replay|report|request|resend|reset|resolve|restart|restore|resume|retry|revert|revoke|review|rotate|run|save|schedule|select|send|set|share|sign|simulate|snooze|star|start|stop|submit|subscribe|suspend|swap|sync|tag|track|transfer|trigger|unarchive|unassign|unblock|unfollow|uninstall|unlink|unlock|unpin|unpublish|unstar|unsubscribe|update|upgrade|upload|upsert|use|validate|verify|void|watch|write)(?:e?s)?\b/i

/** A name for people, at most 80 characters; not unique yet. */
export function nameOf({ method, path, id, summary }: OperationWords): string {
  const said = plainText(summary, 200).replace(/[.\s]+$/, '')
  const words = wordsOf(id.replace(/^.*\//, ''))
  const name = said || (words.length > 1 ? words.join(' ') : `${method.toLowerCase()} ${thingsOf(path)}`)
  return shortened(capitalised(name), LIMITS.name)
}

/** Cut between words. */
export function shortened(text: string, limit: number): string {
  if (text.length <= limit) return text
  const cut = text.slice(0, limit)
  const space = cut.lastIndexOf(' ')
  return (space > limit / 2 ? cut.slice(0, space) : cut.toWellFormed()).trim()
}

/** When the action is meant, as a sentence of whoever asks. */
export function triggerOf(words: OperationWords): string {
  const name = lowered(nameOf(words))
  const check = CHECKING.exec(name)
  if (check) return sentence(`asks whether${name.slice(check[0].length)}`)
  const asked = ASKING.exec(name)
  const reads = words.method === 'GET' || words.method === 'HEAD'
  if (asked && (reads || /^(?:search|find|query|list|count)/i.test(name))) {
    const what = name.slice(asked[0].length).trim() || thingsOf(words.path)
    const one = what.replace(/^(?:all(?: of)?|the list of|a list of|list of|the|your) /i, '')
    const many = /^(?:list|search|find|query|browse)/i.test(name)
    return many
      ? sentence(`asks for ${one}, or wants to find or list them`)
      : sentence(`asks for ${withArticle(one)}, or about it`)
  }
  if (reads) return sentence(`asks for ${withArticle(name)}`)
  // "Place an order": whatever stands before an article is a deed.
  const verb = VERB.exec(name) ?? /^[a-z-]+(?= (?:an?|the|one|all|your|this) )/.exec(name)
  if (verb) return sentence(`wants to ${imperative(verb[0])}${name.slice(verb[0].length)}`)
  return sentence(`wants to ${DOING[words.method] ?? 'use'}: ${name}`)
}

const sentence = (text: string): string => `When the user ${text}`.slice(0, LIMITS.trigger)

/** `creates` is `create`. */
const imperative = (verb: string): string => {
  const lower = verb.toLowerCase()
  if (!/s$/.test(lower) || /(?:ss|us)$/.test(lower)) return lower
  return singular(lower) === lower ? lower : lower.replace(/(?<=ss|sh|ch|x)es$|s$/, '')
}

/** One thing needs its article; several, and what has one, do not. */
function withArticle(text: string): string {
  const [first = ''] = text.split(' ')
  if (text === '' || /^(?:an?|the|this|that|your|all|one|information|details|whether|how|what)$/i.test(first))
    return text
  const head = text.split(/ (?:for|of|by|in|from|with|on|to|and|that|using|about|at)\b/)[0] ?? text
  const last = head.split(' ').at(-1) ?? ''
  return singular(last.toLowerCase()) === last.toLowerCase() && /^[a-z]+$/.test(first)
    ? `${article(text)} ${text}`
    : text
}

const thingsOf = (path: string): string =>
  path
    .split('/')
    .filter((segment) => segment !== '' && !segment.includes('{') && !/^(?:v\d.*|api|rest)$/i.test(segment))
    .slice(-2)
    .flatMap((segment) => wordsOf(segment))
    .join(' ') || 'what the service has'
