import { LRUCache } from 'lru-cache'
import { splitCompound } from './compounds.ts'
import { folded, type Lexicon } from './lexicon.ts'
import { spelledNumber } from './spelled-numbers.ts'

/** A word of another language in English; null where it is not known, as names are not. */
export function lookUp(word: string, sentenceFirst: boolean, lexicon: Lexicon): string | null {
  const key = folded(word)
  const capital = /^\p{Lu}/u.test(word)
  const lower = word.toLowerCase().replaceAll('’', "'")
  // In the middle of a sentence "Klein" and "Los" belong to names; German "Sie" and "Ihre" address somebody.
  const isName = capital && !sentenceFirst && !/^(?:sie|ihr|ihre[nmr]?|ihnen)$/.test(key)
  if (isName && !lexicon.capitalNouns) return null
  if (!isName) {
    const small = lexicon.small.get(lower) ?? lexicon.small.get(key)
    if (small !== undefined) return small
  }
  const content = isName ? lexicon.nouns : lexicon.content
  const found = content.get(lower) ?? content.get(key) ?? byStem(key, isName, lexicon)
  if (found !== null && found !== undefined) return found
  return lexicon.compounds ? compound(key, lexicon) : null
}

/** Splitting takes a while, and the same words come again. */
const split = new LRUCache<string, { english: string | null }>({ max: 5_000 })

function compound(key: string, lexicon: Lexicon): string | null {
  const known = split.get(key)
  if (known) return known.english
  const english = spelledNumber(key, lexicon.small) ?? splitCompound(key, lexicon)
  split.set(key, { english })
  return english
}

const SHORTEST_STEMMED = 5

function byStem(key: string, nounsOnly: boolean, { stems, nouns, stem }: Lexicon): string | null {
  if (key.length < SHORTEST_STEMMED) return null
  return (nounsOnly ? nouns : stems).get(stem(key)) ?? null
}
