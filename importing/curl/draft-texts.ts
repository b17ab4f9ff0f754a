import { LIMITS } from '../../domain/action.ts'
import { article, capitalised, singular, wordsOf } from '../shared/words.ts'

const NOT_A_THING =
  /^(?:v\d[\w.-]*|api|apis|rest|admin|services?|web|public|external|rpc|graphql|\d{4}[\d-]*|latest|gateway|data)$/i
const VERBS = new Set(
  `cancel send search refund archive unarchive close open reopen capture confirm approve reject publish unpublish start
  stop restart pause resume retry run execute trigger invite transfer merge move copy clone duplicate restore revoke
  rotate verify validate enable disable activate deactivate lock unlock subscribe unsubscribe acknowledge resolve snooze
  query find lookup export import upload download sync submit complete finalize void pay charge convert generate
  translate summarize moderate embed upsert invoke dispatch notify ping reply comment assign unassign follow like
  track identify purge post update delete create list get add remove set`.split(/\s+/),
)

export interface DraftTexts {
  name: string
  trigger: string
}

/** Name and trigger for what a method does to a path; `path` has null for each part that varies. */
export function draftTexts(method: string, path: (string | null)[], service: string | null): DraftTexts {
  const of = service ? ` in ${service}` : ''
  const texts = (name: string, trigger: string): DraftTexts => ({
    name: `${capitalised(name)}${of}`.slice(0, LIMITS.name).trim(),
    trigger: `${trigger}`.slice(0, LIMITS.trigger),
  })
  if (path.at(-1)?.toLowerCase() === 'graphql')
    return texts('query', `When the user asks for something that this query finds${of}`)
  const things = path.flatMap((segment, at) =>
    segment === null || NOT_A_THING.test(segment) || segment === ''
      ? []
      : [{ at, words: thingWords(segment) }],
  )
  const last = things.filter(({ words }) => words.length > 0).at(-1)
  if (!last) {
    const what = method === 'GET' || method === 'HEAD' ? 'Ask' : 'Send to'
    const it = service ?? 'the service'
    return method === 'GET' || method === 'HEAD'
      ? { name: `${what} ${it}`, trigger: `When the user asks for what ${it} knows` }
      : { name: `${what} ${it}`, trigger: `When the user wants a message sent to ${it}` }
  }
  const before = things.filter(({ words }) => words.length > 0).at(-2)
  const ofOne = path.slice(last.at + 1).includes(null)
  const [first = '', ...rest] = last.words
  const thing = last.words.join(' ')
  const one = [...last.words.slice(0, -1), singular(last.words.at(-1) ?? '')].join(' ')
  const one_ = `${article(one)} ${one}`

  const verbAt = last.words.findIndex((word) => VERBS.has(word))
  if (verbAt >= 0 && !ofOne && (method !== 'GET' || verbAt === 0 || rest.length > 0)) {
    const verb = last.words[verbAt] ?? first
    const objects = last.words.filter((_word, at) => at !== verbAt)
    const object = objects.length > 0 ? objects.join(' ') : before ? singularOf(before.words) : ''
    const deed = object === '' ? verb : `${verb} ${object}`
    return method === 'GET' && /^(?:search|find|list|get|query|lookup)$/.test(verb)
      ? texts(deed, `When the user asks for ${object || 'something'}${of}, or wants to ${verb} it`)
      : texts(deed, `When the user wants to ${spokenDeed(verb, object)}${of}`)
  }
  const parent =
    before && path.slice(before.at + 1, last.at).includes(null)
      ? ` of ${article(singularOf(before.words))} ${singularOf(before.words)}`
      : ''
  switch (method) {
    case 'GET':
      if (ofOne)
        return texts(`get ${one}`, `When the user asks about ${one_}${parent}${of}, or for its details`)
      return one === thing
        ? texts(`get ${thing}`, `When the user asks for the ${thing}${parent}${of}`)
        : texts(`list ${thing}`, `When the user asks for the ${thing}${parent}${of}, or wants them listed`)
    case 'HEAD':
      return texts(`check ${one}`, `When the user asks whether there is ${one_}${parent}${of}`)
    case 'DELETE':
      return texts(`delete ${one}`, `When the user wants to delete or remove ${one_}${parent}${of}`)
    case 'POST': {
      const spoken =
        before && before.at === last.at - 1 && one !== thing ? `${before.words.join(' ')} ${one}` : one
      return ofOne
        ? texts(`update ${one}`, `When the user wants to change or update ${one_}${parent}${of}`)
        : texts(
            `create ${spoken}`,
            `When the user wants to create or add ${article(spoken)} ${spoken}${parent}${of}`,
          )
    }
    default:
      return texts(`update ${one}`, `When the user wants to change or update ${one_}${parent}${of}`)
  }
}

const singularOf = (words: string[]): string =>
  [...words.slice(0, -1), singular(words.at(-1) ?? '')].join(' ')

const thingWords = (segment: string): string[] =>
  /^_?[A-Za-z][\w.@~+-]{0,60}$/.test(segment) && !/\.(?:com|net|org|io|dev|app)$/.test(segment)
    ? wordsOf(segment.replace(/\.(?:json|xml|csv|txt|html)$/, '')).filter((word) => !/\d/.test(word))
    : []

/** `send a message`, but `list messages`. */
const spokenDeed = (verb: string, object: string): string => {
  if (object === '') return verb
  const plural = singular(object.split(' ').at(-1) ?? '') !== object.split(' ').at(-1)
  return plural ? `${verb} ${object}` : `${verb} ${article(object)} ${object}`
}
