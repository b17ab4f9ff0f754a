import { similarity, type Token } from '../match/tokens.ts'
import type { Word } from './candidate.ts'
import type { Wanted } from './role.ts'

const NEGATIONS = new Set(
  "no not without don't doesn't never exclude excluding skip disable disabled off isn't".split(' '),
)
/** Words of a flag's name that don't name what it is about. */
const FRAMING = new Set(
  'is has include includes with show enable enabled use allow only flag should need needs want as format get'.split(
    ' ',
  ),
)
const NEGATIVE_NAMES = new Set('exclude without no disable skip hide ignore'.split(' '))

/** Whether a flag is asked for, from its own words in the question; null where the question doesn't say. */
export function findBoolean(wanted: Wanted, words: Word[], question: Token[], head: Token[]): boolean | null {
  const subject = wanted.name.filter((token) => !FRAMING.has(token.word) && !NEGATIVE_NAMES.has(token.word))
  if (subject.length === 0) return null
  const hits = subject.filter((token) => question.some((other) => similarity(token, other) >= 0.6))
  const telling = hits.filter((token) => !head.some((other) => similarity(token, other) >= 0.7))
  // A word that the action is about anyway says nothing of the flag, unless the flag's name stands there in full.
  const full = hits.length === subject.length && (wanted.words.length > 1 || telling.length > 0)
  // "private" alone sets private_visibility; "deletion" alone does not set confirm_deletion.
  const leading = subject.length === 2 && hits[0] === subject[0] && subject[0]?.weight === 1
  if (!full && !leading && telling.length / subject.length < 0.5) return null
  if (hits.length === 0) return null
  const anchor = telling[0] ?? hits[0]
  const at = words.findIndex(({ token }) => token && anchor && similarity(token, anchor) >= 0.6)
  const negated = words.slice(Math.max(0, at - 5), Math.max(at, 0)).some((word) => NEGATIONS.has(word.lower))
  const framedNegative = wanted.words.some((word) => NEGATIVE_NAMES.has(word))
  return framedNegative ? negated : !negated
}

/** A plain yes or no, as an answer to a question for one flag. */
export function plainBoolean(text: string): boolean | null {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/[.!]+$/, '')
  if (/^(?:yes|y|yep|yeah|true|on|sure|of course|yes please|please do)$/.test(bare)) return true
  return /^(?:no|n|nope|false|off|no thanks|rather not)$/.test(bare) ? false : null
}
