import type { Lexicon } from './lexicon.ts'

const SHORTEST_PART = 3
const LONGEST_WORD = 60
const MOST_PARTS = 4
/** What German puts between the parts of a word. */
const LINKS = ['', 's', 'n', 'en', 'es', 'e']

/** "Bestellnummer" as "order number": all parts must be known, the last one must be a noun. */
export function splitCompound(word: string, lexicon: Lexicon, parts = MOST_PARTS): string | null {
  if (word.length < 2 * SHORTEST_PART || word.length > LONGEST_WORD || parts < 2) return null
  // The longest known end first: in "Sendungsverfolgung" that is "Verfolgung".
  for (let at = SHORTEST_PART; at <= word.length - SHORTEST_PART; at++) {
    const last = lastPart(word.slice(at), lexicon)
    if (last === null) continue
    const first = firstPart(word.slice(0, at), lexicon, parts - 1)
    if (first !== null) return `${first} ${last}`
  }
  return null
}

const lastPart = (part: string, { nouns, stem }: Lexicon): string | null =>
  nouns.get(part) ?? (part.length > 4 ? (nouns.get(stem(part)) ?? null) : null)

function firstPart(part: string, lexicon: Lexicon, parts: number): string | null {
  for (const link of LINKS) {
    if (!part.endsWith(link)) continue
    const bare = part.slice(0, part.length - link.length)
    if (bare.length < SHORTEST_PART) continue
    const known =
      lexicon.nouns.get(bare) ?? (bare.length > SHORTEST_PART ? lexicon.stems.get(bare) : undefined)
    if (known !== undefined) return known
  }
  return splitCompound(part, lexicon, parts)
}
