import type { ParameterValues } from '../../../domain/action.ts'
import type { Token } from '../match/tokens.ts'
import { type Candidate, overlaps } from './candidate.ts'
import { formFit } from './fit.ts'
import { isOwnWord } from './pairs.ts'
import type { Role, Wanted } from './role.ts'

/** It fits by nothing but being alone. */
export const LEFT_OVER_SURENESS = 0.15

const LEFT_KINDS: ReadonlySet<Candidate['kind']> = new Set(['phrase', 'proper', 'quoted'])
/** "quickly" says how, not what. */
const MANNER = /ly$/i
const TAKES_WORDS: ReadonlySet<Role> = new Set(['other', 'person', 'place', 'text'])

/** Where one required text and one piece of the question are left, they belong together: "Who discovered radium?" */
export function leftOver(
  wanted: Wanted[],
  candidates: Candidate[],
  used: Candidate[],
  found: ParameterValues,
  head: Token[],
): { wanted: Wanted; candidate: Candidate } | null {
  const open = wanted.filter(({ parameter }) => parameter.required && !Object.hasOwn(found, parameter.name))
  const [only] = open
  if (!only || open.length > 1 || !TAKES_WORDS.has(only.role)) return null
  const pieces = candidates.filter(
    (candidate) =>
      LEFT_KINDS.has(candidate.kind) &&
      formFit(only, candidate) !== Number.NEGATIVE_INFINITY &&
      !MANNER.test(candidate.text) &&
      !used.some((other) => overlaps(other, candidate)) &&
      !isOwnWord(candidate, head, only),
  )
  const [piece] = pieces
  return piece && pieces.length === 1 ? { wanted: only, candidate: piece } : null
}
