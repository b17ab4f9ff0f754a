import type { Token } from '../match/tokens.ts'
import { findBoolean } from './booleans.ts'
import type { Word } from './candidate.ts'
import { strengthOf } from './enums.ts'
import type { Wanted } from './role.ts'

/** As a long common beginning is: thrill and Thriller. */
const LISTED_AT_LEAST = 0.54

/** Of the words that a parameter may only be, the one that the question has or means; null where it has none. */
export function findListed(
  wanted: Wanted,
  text: { words: Word[]; tokens: Token[] },
  head: Token[],
): string | null {
  const flags = wanted.allowed.filter((word) => /^(?:true|false|yes|no)$/i.test(word))
  if (flags.length === 2) {
    const flag = findBoolean(wanted, text.words, text.tokens, head)
    if (flag !== null) return flags.find((word) => /^(?:true|yes)$/i.test(word) === flag) ?? null
  }
  const words = text.words.flatMap(({ lower }) => lower.split(/[-/]/))
  const strengths = wanted.allowed.map((value) => ({
    value,
    strength: strengthOf(value, text.tokens, words),
  }))
  const [best] = strengths.sort((a, b) => b.strength - a.strength)
  return best && best.strength >= LISTED_AT_LEAST ? best.value : null
}
