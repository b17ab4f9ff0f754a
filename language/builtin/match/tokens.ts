import { LRUCache } from 'lru-cache'
import { stem } from './stem.ts'
import { GENERIC_WORDS, STOP_WORDS, SYNONYMS } from './words.ts'

/** A word of a text that says something about its subject. */
export interface Token {
  word: string
  stem: string
  groups: readonly number[]
  /** 0 to 1: how much the word says by itself. */
  weight: number
}

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’.&+-][\p{L}\p{N}]+)*/gu
/** In "look up" the up is no word of its own. */
const LOOK_UP = /\b(look|pull|bring|set|show|sign|pick|open)(?:s|ing)? up\b/gi
const GENERIC_WEIGHT = 0.3
const NUMBER_WEIGHT = 0.2

/** Brands such as GitHub and YouTube are one word; `FindEvents` is two. */
const BRAND_CHARACTERS = 8
const HUMPS = /[\p{Ll}\d]\p{Lu}/gu
/** Most texts have none: looking for one is quicker than looking for the words around it. */
const HUMP = /[\p{Ll}\d]\p{Lu}/u

/** `getUserName` and `get_user_name` as separate words; other text unchanged. */
export const splitIdentifier = (text: string): string =>
  HUMP.test(text) ? splitHumps(text.replaceAll('_', ' ')) : text.replaceAll('_', ' ')

const splitHumps = (text: string): string =>
  text.replace(/[\p{L}\d]*[\p{Ll}\d]\p{Lu}[\p{L}\d]*/gu, (word) => {
    const parts = word.replace(/([\p{Ll}\d])(?=\p{Lu})/gu, '$1 ')
    const brand = /^\p{Lu}/u.test(word) && word.length <= BRAND_CHARACTERS && word.match(HUMPS)?.length === 1
    const [first = ''] = parts.toLowerCase().split(' ')
    return brand && !GENERIC_WORDS.has(first) && !STOP_WORDS.has(first) ? word : parts
  })

/** The lower-case words of a text in order, stop words included. */
export const wordsOf = (text: string): string[] =>
  (splitIdentifier(text).replace(LOOK_UP, '$1').match(WORD) ?? []).flatMap((word) => {
    const lower = word.toLowerCase().replaceAll('’', "'").replace(/'s$/, '')
    return /^[a-z]+(?:-[a-z]+)+$/.test(lower) ? lower.split('-') : [lower]
  })

/** The words that carry a text's subject, each stem once. */
export function tokensOf(text: string): Token[] {
  const tokens = new Map<string, Token>()
  for (const word of wordsOf(text)) {
    if (STOP_WORDS.has(word) || (word.length === 1 && /[a-z]/.test(word))) continue
    const token = tokenOf(word)
    if (!tokens.has(token.stem)) tokens.set(token.stem, token)
  }
  return [...tokens.values()]
}

/** The same words come again with every question and every action that is weighed for it. */
const read = new LRUCache<string, Token>({ max: 20_000 })

function tokenOf(word: string): Token {
  let token = read.get(word)
  if (!token) {
    token = readWord(word)
    read.set(word, token)
  }
  return token
}

function readWord(word: string): Token {
  const root = stem(word)
  const groups = SYNONYMS.get(word) ?? STEM_GROUPS.get(root) ?? []
  const weight = /^[\d.]+$/.test(word) ? NUMBER_WEIGHT : GENERIC_WORDS.has(word) ? GENERIC_WEIGHT : 1
  return { word, stem: root, groups, weight }
}

const STEM_GROUPS: ReadonlyMap<string, readonly number[]> = new Map(
  [...SYNONYMS].map(([word, groups]) => [stem(word), groups]),
)

/** How alike two words are: 1 the same stem, 0.7 synonyms, 0.6 a long common beginning, else 0. */
export function similarity(a: Token, b: Token): number {
  if (a.stem === b.stem) return 1
  if (a.groups.some((group) => b.groups.includes(group))) return 0.7
  if (commonBeginning(a.stem, b.stem)) return 0.6
  return isMisspelt(a.word, b.word) ? 0.8 : 0
}

const MISSPELT_FROM = 7
const LETTERS = /^\p{L}+$/u

/** Whether long words differ by one letter, more, less or other, or by two that changed places. */
function isMisspelt(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < MISSPELT_FROM || Math.abs(a.length - b.length) > 1 || a[0] !== b[0])
    return false
  if (!LETTERS.test(a) || !LETTERS.test(b)) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  let end = 0
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)]
  return left.length + right.length <= 2 || (left.length === 2 && right === `${left[1]}${left[0]}`)
}

function commonBeginning(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length)
  if (shorter < 5 || Math.max(a.length, b.length) - shorter > 4) return false
  let same = 0
  while (same < shorter && a[same] === b[same]) same++
  return same >= 5 && same >= shorter - 1
}

/** How alike a word is to the one of these that is most like it. */
export const bestOf = (token: Token, others: Token[]): number => {
  let best = 0
  for (const other of others) {
    best = Math.max(best, similarity(token, other))
    if (best === 1) return 1
  }
  return best
}
