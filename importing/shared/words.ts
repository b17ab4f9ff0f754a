/** Longest name that is cut into words; more tells nothing more. */
const READ_CHARACTERS = 200

/** The words of an identifier in lower case: `x-Api_keyV2` is `x`, `api`, `key`, `v2`. */
export const wordsOf = (name: string): string[] =>
  name
    .slice(0, READ_CHARACTERS)
    .replace(/([a-z\d])(?=[A-Z])/g, '$1 ')
    .replace(/([A-Z])(?=[A-Z][a-z])/g, '$1 ')
    .toLowerCase()
    .match(/[a-z\d]+/g) ?? []

const IRREGULAR: Record<string, string> = {
  people: 'person',
  children: 'child',
  statuses: 'status',
  addresses: 'address',
  aliases: 'alias',
  indices: 'index',
  series: 'series',
  news: 'news',
}

/** The singular of a lower-case English noun, as names of APIs use them. */
export function singular(word: string): string {
  if (Object.hasOwn(IRREGULAR, word)) return IRREGULAR[word] ?? word
  if (word.length < 4 || /(ss|us|is|ews)$/.test(word) || !word.endsWith('s')) return word
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`
  return /(ss|x|z|ch|sh)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1)
}

/** `a` or `an`, as most words take it. */
export const article = (word: string): string => (/^(?:[aeio]|un(?!i)|u(?!n|s|ti))/i.test(word) ? 'an' : 'a')

/** Upper case at the start, the rest as it is. */
export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Lower case at the start, unless it begins with an abbreviation or a name in humps. */
export const lowered = (text: string): string =>
  /^[A-Z][a-z]*(?![A-Za-z])/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
