import type { Match } from '../../domain/language.ts'
import { READY, thresholdOf } from '../builtin/match/probability.ts'
import type { Ranked } from '../builtin/rank.ts'

const shown = (score: number): string => score.toFixed(2)

/** Why the built-in engine took an action or did not. */
export function builtinVerdict(ranked: Ranked, match: Match | undefined, nearer: Ranked | null): string[] {
  const { score, features } = ranked
  const needed = thresholdOf(features)
  if (match && score >= needed) return [`It matched: ${shown(match.score)} is at least ${shown(needed)}.`]
  if (match)
    return [
      `It matched, though ${shown(score)} is below ${shown(needed)}: a part of the question asks for it, or the question goes on from an earlier one.`,
    ]
  const sentences: string[] = []
  if (features.explain === 1)
    sentences.push('The question reads as if it asked for an explanation, not for something to be done.')
  if (nearer) sentences.push(`'${nearer.action.name}' was nearer, with ${shown(nearer.score)}.`)
  if (score < needed)
    sentences.push(
      needed > READY
        ? `${shown(score)} is below ${shown(needed)}, which it must reach while a value that it needs is missing.`
        : `${shown(score)} is below ${shown(needed)}, which it must reach.`,
    )
  else if (!nearer)
    sentences.push('It was near enough, but the session made another action the one that is meant.')
  return sentences
}

/** The same where a model decides, which gives no reasons. */
export const modelVerdict = (isMatched: boolean): string[] => [
  isMatched
    ? 'The language model chose it. The score and the words are not its reasons: they show how near it is by its wording.'
    : 'The language model did not choose it. The score and the words are not its reasons: they show how near it is by its wording.',
]
