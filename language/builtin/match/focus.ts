import { type Token, tokensOf, wordsOf } from './tokens.ts'
import { isVerb } from './verbs.ts'

const set = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/))

/** What may stand before the thing that is asked for. */
const BEFORE = set(`
  what what's which who who's whose when where where's why how how's is are was were am do does did can could will would should
  may might has have had please the a an any some all my our your this that these those me us i i'd i'm i've we you it there let let's
  want wants wanted need needs needed like wish wanna to help tell give show me know see many much also and then just hi hello hey
  trying looking look going for up out about current currently latest new possible able get got
`)
/** What ends it. */
const AFTER = set(`
  of in on at for from to with without by into onto between among during under over near around as than if that which who when where
  while because so but and or is are was were be been do does did can could will would should has have had using based given i you
`)
const SENTENCES = 6
const WORDS = 6

/** In each sentence of a question the words for what is asked for: "the *area* of a triangle", "find *cheap flights* to Rome". */
export const focusesOf = (text: string): Token[][] =>
  text
    .split(/[.?!;:\n]+\s+/)
    .slice(0, SENTENCES)
    .map(focusOf)
    .filter((focus) => focus.length > 0)

function focusOf(sentence: string): Token[] {
  const words = wordsOf(sentence)
  let from = 0
  while (from < words.length && (BEFORE.has(words[from] ?? '') || isVerb(words[from] ?? ''))) from++
  const rest = words.slice(from, from + WORDS)
  const end = rest.findIndex((word) => AFTER.has(word))
  return tokensOf((end < 0 ? rest : rest.slice(0, end)).join(' '))
}
