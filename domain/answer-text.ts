import type { Parameter, ParameterValues } from './action.ts'
import { ANSWER_WORDS, type AnswerWords } from './answer-words.ts'

/** The texts of ours in the language of the question; in English where that is not known. */
const wordsIn = (language: string | undefined): AnswerWords => {
  const code = language?.slice(0, 2).toLowerCase() ?? 'en'
  return Object.hasOwn(ANSWER_WORDS, code) ? ANSWER_WORDS[code as keyof typeof ANSWER_WORDS] : ANSWER_WORDS.en
}

/** The sentence for a question that no action fits. */
export function noMatchText(nearest: string[], language?: string): string {
  const { noMatch, nearestAre, or } = wordsIn(language)
  if (nearest.length === 0) return noMatch
  const names = nearest.slice(0, 3).map((name) => `**${name}**`)
  const last = names.pop()
  return `${noMatch} ${nearestAre} ${names.length > 0 ? `${names.join(', ')} ${or} ${last}` : last}.`
}

/**
 * One friendly question for everything that an action still needs.
 * @param known the values that it has already
 */
export function askForText(
  actionName: string,
  missing: Pick<Parameter, 'name' | 'description'>[],
  language?: string,
  known: ParameterValues = {},
): string {
  const words = wordsIn(language)
  const name = `**${actionName}**`
  const items = missing.map(({ name, description }) => {
    const label = `**${labelOf(name)}**`
    return description ? `${label} – ${description.trim().replace(/\.$/, '')}` : label
  })
  const given = knownText(known, words)
  const [only] = items
  if (items.length === 1) return `${words.askForOne(name, given, only ?? '')}`
  return `${words.askForSeveral(name, given)}\n\n${items.map((item) => `- ${item}`).join('\n')}\n\n${words.couldYou}`
}

/** Of an action that takes a value from the results of others, which gave none. */
export function withoutSourceText(actionName: string, sources: string[], language?: string): string {
  const { and, withoutSource } = wordsIn(language)
  return withoutSource(`**${actionName}**`, sources.map((name) => `**${name}**`).join(` ${and} `))
}

export const modelFailedText = (problem: string, language?: string): string =>
  `${wordsIn(language).modelFailed} ${problem}`

export interface AnswerPart {
  name: string
  content: string
  /** What tells it from others of the same name. */
  parameters?: ParameterValues
}

/** Several actions' answers as one, each under its name; under its values, too, where a name is there twice. */
export const joinAnswers = (parts: AnswerPart[]): string =>
  parts.map((part) => answerPart(part, parts)).join('\n\n')

function answerPart({ name, content, parameters = {} }: AnswerPart, parts: AnswerPart[]): string {
  if (parts.length === 1) return content
  const alike = parts.filter((part) => part.name === name)
  const values = alike.length > 1 ? differing(alike, parameters) : ''
  return `### ${values ? `${name}: ${values}` : name}\n\n${content}`
}

/** How {@link joinAnswers} will begin, as far as that is certain: up to the first part that is not `whole`. */
export function answerSoFar(parts: (AnswerPart & { whole: boolean })[]): string {
  const open = parts.findIndex(({ whole }) => !whole)
  const begun = open < 0 ? parts : parts.slice(0, parts[open]?.content ? open + 1 : open)
  return begun.map((part) => answerPart(part, parts)).join('\n\n')
}

const differing = (alike: AnswerPart[], parameters: ParameterValues): string =>
  Object.entries(parameters)
    .filter(([key, value]) => alike.some((part) => part.parameters?.[key] !== value))
    .map(([, value]) => plain(String(value)))
    .join(', ')

const MOST_KNOWN = 4

/** "order number 1042 and city Berlin"; empty where nothing is known. */
function knownText(known: ParameterValues, { and }: AnswerWords): string {
  const said = Object.entries(known)
    .slice(0, MOST_KNOWN)
    .map(([name, value]) => `${labelOf(name)} ${plain(String(value))}`)
  const last = said.pop()
  return last === undefined ? '' : said.length > 0 ? `${said.join(', ')} ${and} ${last}` : last
}

/** `customerEmail` and `customer_email` as people write it. */
const labelOf = (name: string): string =>
  name
    .replaceAll(/(\p{Ll}|\d)(?=\p{Lu}\p{Ll})/gu, '$1 ')
    .replaceAll(/[_-]+/g, ' ')
    .trim()

const LONGEST_VALUE = 60

/** A user's own words inside Markdown: nothing in them becomes a link, an emphasis or a tag. */
const plain = (value: string): string => {
  const flat = value.replaceAll(/\s+/g, ' ').trim()
  const short = flat.length > LONGEST_VALUE ? `${flat.slice(0, LONGEST_VALUE)}…` : flat
  return short
    .replaceAll(/[\\`*_[\]|~#]/g, '\\$&')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}
