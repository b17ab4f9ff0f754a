import { type Token, tokensOf } from '../match/tokens.ts'
import { cueAffinity, cuesOf, prepositionAffinity } from './affinity.ts'
import type { Pair } from './assign.ts'
import type { Candidate, Word } from './candidate.ts'
import { examplesIn } from './examples.ts'
import { formFit } from './fit.ts'
import type { Wanted } from './role.ts'

/** Below this a value does not belong to the parameter: required ones are asked for rather than guessed. */
const REQUIRED_AT_LEAST = 0.5
const OPTIONAL_AT_LEAST = 2

/** Of two that want the same value, the one that can't do without goes first. */
const REQUIRED_FIRST = 0.6

/** Each parameter with each piece of the question that may be its value, and how well they fit. */
export function pairsOf(
  wanted: Wanted[],
  candidates: Candidate[],
  { text, words }: { text: string; words: Word[] },
  head: Token[],
): Pair<Wanted>[] {
  const solid = candidates.filter(
    ({ kind }) => kind !== 'phrase' && kind !== 'rest' && kind !== 'unit' && kind !== 'currency',
  )
  return wanted.flatMap((each, index) => {
    const cues = cuesOf(each, words)
    const examples = examplesIn(each.examples, text, words)
    return [...candidates, ...examples].flatMap((candidate): Pair<Wanted>[] => {
      const fit = formFit(each, candidate)
      if (fit === Number.NEGATIVE_INFINITY || isOwnWord(candidate, head, each)) return []
      const score =
        fit +
        topicFit(each, candidate) +
        cueAffinity(cues, candidate, words, solid) +
        prepositionAffinity(each, candidate, words)
      const required = each.parameter.required
      if (score < (required ? REQUIRED_AT_LEAST : OPTIONAL_AT_LEAST)) return []
      return [
        {
          wanted: each,
          candidate,
          score: score + (required ? REQUIRED_FIRST : 0),
          rank: index * 100_000 + candidate.start,
        },
      ]
    })
  })
}

const TOPIC_FIT = 1.8

/** "The feature that the question is about" is its subject; who has something is a person or company. */
function topicFit({ parameter, role }: Wanted, { topic }: Candidate): number {
  if (!topic) return 0
  if (/\b(?:question|user|asked?) (?:is |asks )?about\b/i.test(parameter.description))
    return topic === 'owner' ? -1 : TOPIC_FIT
  if (role === 'person') return topic === 'owner' ? 0.5 : -1
  return topic === 'owned' ? -0.5 : 0
}

/** Of "the GitHub profile of octocat", an action on GitHub profiles takes no "GitHub" as a value. */
export function isOwnWord({ kind, text }: Candidate, head: Token[], { words }: Wanted): boolean {
  if (kind !== 'proper' && kind !== 'phrase') return false
  if (kind === 'phrase' && words.includes(text.toLowerCase())) return true
  const tokens = tokensOf(text)
  return tokens.length > 0 && tokens.every((token) => head.some((other) => other.stem === token.stem))
}
