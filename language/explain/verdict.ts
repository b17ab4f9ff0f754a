import type { Match } from '../../domain/language.ts'
import { ENOUGH } from '../builtin/match/probability.ts'
import type { Ranked } from '../builtin/rank.ts'

const shown = (score: number): string => score.toFixed(2)

/** Why the built-in engine took an action or did not. */
export function builtinVerdict(
  { score, features, unasked }: Pick<Ranked, 'score' | 'features' | 'unasked'>,
  match: Match | undefined,
  nearer: { name: string; score: number } | undefined,
): string[] {
  if (match && score >= ENOUGH) return [`It matched: ${shown(score)} is at least ${shown(ENOUGH)}.`]
  if (match)
    return [
      `It matched, though ${shown(score)} is below ${shown(ENOUGH)}: it stands out by its words, a part of the question asks for it, or the question goes on from an earlier one.`,
    ]
  const sentences: string[] = []
  if (unasked) sentences.push('It changes something, and the question does not say to do that.')
  if (features.explain > 0)
    sentences.push('The question reads as if it asked for an explanation, not for something to be done.')
  if (nearer) sentences.push(`'${nearer.name}' was nearer, with ${shown(nearer.score)}.`)
  if (score < ENOUGH) sentences.push(`${shown(score)} is below ${shown(ENOUGH)}, which it must reach.`)
  else if (!nearer)
    sentences.push(
      'It was near enough, but the session made another action the one that is meant, or the question only speaks of what it would change.',
    )
  return sentences
}

const NO_REASONS =
  'The score and the words are not its reasons: they show how near the action is by its wording.'

/** The same where a model decides, which gives no reasons. */
export const modelVerdict = (isMatched: boolean): string[] => [
  `The language model ${isMatched ? 'chose it' : 'did not choose it'}. ${NO_REASONS}`,
]
