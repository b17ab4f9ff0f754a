import { wordsOf } from './tokens.ts'

const set = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/))

/** Orders to find out. */
const LOOK = set(`
  look find search check see show tell list give get fetch retrieve display view read say track trace explain describe know
  calculate compute determine count measure estimate compare identify pull verify confirm inspect
`)
/** Orders to put something on record. */
const CREATE = set('create add make file raise open log register submit lodge')
/** Orders to change or send something: no looking up fulfils them. */
const CHANGE = set(`
  cancel pause resume upgrade downgrade change update edit modify delete remove erase set reset assign
  unassign close reopen merge send resend forward turn switch enable disable activate deactivate restart start stop deploy
  subscribe unsubscribe write draft compose translate summarise summarize grant approve reject schedule invite rename move
  apply renew extend transfer pay place buy purchase reserve book
  fix repair print install sing play plan design generate prepare
`)
/** The same, that are nouns as well: orders only before what they are done to. */
const CHANGE_OR_NOUN = set(
  'refund order charge bill ship return credit report ticket invoice email mail call',
)
const OBJECT = set(`
  the a an my our your his her their this that these those me us it them him all every each some twenty fifty ten five more
  order customer
`)
const LEAD = set(`
  please pls can could would will you i i'd we'd want need to like help let let's us also and then now so hi hello hey ok okay just
  kindly go ahead
`)
const NOT_LEAD = set('you i us we')
const SENTENCES = 6

export type Order = 'look' | 'create' | 'change'

/** What a text orders, sentence by sentence: "Please cancel my order" a change, "Where is it?" nothing. */
export function ordersIn(text: string): Order[] {
  return text
    .split(/[.?!;\n]+\s+/)
    .slice(0, SENTENCES)
    .flatMap((sentence) => orderOf(sentence) ?? [])
}

function orderOf(sentence: string): Order | null {
  const words = wordsOf(sentence).slice(0, 14)
  let at = 0
  while (at < words.length && LEAD.has(words[at] ?? '')) at++
  const [verb = '', object = ''] = words.slice(at)
  const led = words.slice(0, at).some((word) => !NOT_LEAD.has(word))
  if (LOOK.has(verb)) return 'look'
  if (CREATE.has(verb) || (verb === 'report' && (led || OBJECT.has(object)))) return 'create'
  if (CHANGE.has(verb)) return 'change'
  if (CHANGE_OR_NOUN.has(verb) && (led || OBJECT.has(object) || /@|\d/.test(object))) return 'change'
  return null
}

/** What an action does, by the verb that its description begins with; null where that says nothing. */
export function natureOf(description: string): Order | null {
  const [first = ''] = wordsOf(description)
  const verb = [first, first.replace(/s$/, ''), first.replace(/es$/, '')]
  if (verb.some((form) => LOOK.has(form))) return 'look'
  if (verb.some((form) => CREATE.has(form))) return 'create'
  return verb.some((form) => CHANGE.has(form) || CHANGE_OR_NOUN.has(form)) ? 'change' : null
}
