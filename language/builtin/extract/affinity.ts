import { similarity, type Token } from '../match/tokens.ts'
import { type Candidate, overlaps, type Word } from './candidate.ts'
import type { Role, Wanted } from './role.ts'

/** Words that may stand between a parameter's name and its value. */
const LINKS = new Set(
  "of is are was = : equals equal to the a an at number id no named called with as being be set it's that's has have by my our and name".split(
    ' ',
  ),
)
/** What comes after such a word speaks of something else: "15 pages and copies of…". */
const JOINTS = new Set(['and', 'or', 'with', 'but', 'while', 'plus', 'then'])
const ORIGIN = /origin|source|from|depart|start|pick_?up|sender/i
const DESTINATION = /dest|(^|_)to$|^to_|arriv|target|recipient|receiver|drop|end/i
const MAKER = /author|artist|writer|director|directed|composer|singer|painter|creator|by$/i

/** How strongly each word of the question names the parameter, 0 to 1, by the word's place. */
export const cuesOf = (wanted: Wanted, words: Word[]): number[] =>
  words.map((word) => cueWeight(wanted, word))

/** Words before and after a value that can name its parameter. */
const BEFORE = 12
const AFTER = 5

/** How near a value stands to words that name a parameter, 0 to about 3. */
export function cueAffinity(
  cues: number[],
  candidate: Candidate,
  words: Word[],
  others: Candidate[],
): number {
  const first = words.findIndex((word) => word.end > candidate.start)
  const after = words.findIndex((word) => word.start >= candidate.end)
  const next = after < 0 ? words.length : after
  let best = 0
  for (let index = Math.max(0, first - BEFORE); index <= Math.min(next + AFTER, words.length - 1); index++) {
    const word = words[index]
    const weight = cues[index] ?? 0
    if (!word || weight === 0) continue
    if (overlaps(word, candidate)) {
      if (candidate.kind === 'proper' && weight >= NAMED) best = Math.max(best, weight * INSIDE)
      continue
    }
    if (isInside(word, candidate, others)) continue
    const strength =
      index < first
        ? cueBefore(word, words.slice(index + 1, first), candidate, others)
        : cueAfter(index - next, candidate) *
          (words.slice(next, index).some(({ lower }) => JOINTS.has(lower)) ? 0.3 : 1)
    best = Math.max(best, weight * strength)
  }
  return best
}

/** A name may say itself what it is: the Northern *League*, the Grand *Hotel*. */
const NAMED = 0.8
const INSIDE = 2

/** A word inside another value names nothing. */
const isInside = (word: Word, candidate: Candidate, others: Candidate[]): boolean =>
  others.some((other) => !overlaps(other, candidate) && word.start >= other.start && word.end <= other.end)

function cueBefore(word: Word, between: Word[], candidate: Candidate, others: Candidate[]): number {
  const separate = others.some(
    (other) => other.kind === candidate.kind && other.start > word.end && other.end <= candidate.start,
  )
  if (between.every(({ lower }) => LINKS.has(lower))) return separate ? 1 : 3 - 0.1 * between.length
  return between.length <= 6 ? (separate ? 0.5 : 1.6) / (1 + 0.3 * between.length) : 0
}

function cueAfter(gap: number, { kind }: Candidate): number {
  if (gap <= 2) return (kind === 'phrase' ? 1.4 : 2.6) - 0.5 * gap
  return 0.6
}

function cueWeight({ name, words, description }: Wanted, word: Word): number {
  const { token } = word
  // "user" stands for username, "docket" for docket_number.
  if (word.lower.length > 3 && words.some((own) => own.startsWith(word.lower))) return 0.9
  if (!token) return words.includes(word.lower) && word.lower.length > 1 ? 0.6 : 0
  const alike = (others: Token[]): number =>
    others.reduce((best, other) => Math.max(best, similarity(token, other)), 0)
  const inName = alike(name)
  if (inName > 0) return inName * (token.weight < 1 ? 0.8 : 1)
  const inDescription = alike(description)
  return inDescription === 1 ? (token.weight < 1 ? 0.15 : 0.45) : 0
}

/** What the preposition before a value says for a parameter of this role, 0 to 2. */
export function prepositionAffinity(
  { role, parameter }: Wanted,
  candidate: Candidate,
  words: Word[],
): number {
  let index = words.findIndex((word) => word.end > candidate.start) - 1
  while (index >= 0 && /^(?:the|a|an|my|our|this)$/.test(words[index]?.lower ?? '')) index--
  const before = words[index]?.lower ?? ''
  const after = words.find((word) => word.start >= candidate.end)?.lower ?? ''
  if (ORIGIN.test(parameter.name)) {
    if (before === 'from') return 2
    // "100 USD to EUR", "dollars in euros"
    return before === 'to' || before === 'into' ? -1 : /^(?:to|into|in)$/.test(after) ? 1.2 : 0
  }
  if (DESTINATION.test(parameter.name))
    return before === 'to' || before === 'into' ? 2 : before === 'from' ? -1 : before === 'in' ? 1 : 0
  if (MAKER.test(parameter.name)) return before === 'by' ? 2 : before === 'in' ? -0.5 : 0
  const table: Partial<Record<Role, Record<string, number>>> = {
    place: {
      in: 1.6,
      at: 1.2,
      near: 1.5,
      around: 1.4,
      for: 0.6,
      from: 0.7,
      to: 0.6,
      of: 0.6,
      by: -0.5,
      with: -0.5,
    },
    person: { by: 1, is: 0.8, of: 0.8, for: 0.8, to: 0.7, user: 1, in: -0.8, on: -0.8, near: -1 },
    text: { about: 1, for: 0.7, of: 0.4, on: 0.5, in: -0.5 },
    other: { of: 0.7, for: 0.7, in: -0.2, on: 0.1 },
  }
  return table[role]?.[before] ?? 0
}
