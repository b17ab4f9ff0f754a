import type { Match, UnderstandRequest } from '../../domain/language.ts'
import { readText } from '../builtin/extract/extract.ts'
import { ENOUGH } from '../builtin/match/probability.ts'
import { type Ranked, rank } from '../builtin/rank.ts'
import type { LanguageEngine } from '../engine.ts'
import { valueSentences, wordSentences } from './sentences.ts'
import { sharedWords } from './shared-words.ts'
import { builtinVerdict, modelVerdict } from './verdict.ts'

const CONSIDERED = 10

/** An action that was looked at, and why it matched or not, in sentences for whoever wrote it. */
export interface Considered {
  action_id: string
  /** 0 to 1. */
  score: number
  matched: boolean
  because: string[]
}

export interface Explanation {
  /** The nearest first. */
  considered: Considered[]
  /** The score from which an action with all its values matches; null where a model decides. */
  threshold: number | null
}

/**
 * Why these matches, and not others: by words and values as the built-in engine sees them, whichever engine decided.
 * @param matches what the engine made of the request
 */
export function explain(
  engine: LanguageEngine['name'],
  { question, actions, tokens }: Pick<UnderstandRequest, 'question' | 'actions' | 'tokens'>,
  matches: Match[],
): Explanation {
  const text = readText(question, () => new Date(), tokens)
  const isMatched = ({ action }: Ranked) => matches.some(({ action_id }) => action_id === action.id)
  const ranked = rank(text, actions)
  const near = ranked.filter((one, index) => index < CONSIDERED || isMatched(one))
  const beyond = matches.filter(({ action_id }) => !near.some(({ action }) => action.id === action_id))
  // What follows from the session may share no word with the question.
  const added = actions.filter(({ id }) => beyond.some(({ action_id }) => action_id === id))
  const all = [...near, ...rank(text, added)]
  const considered = all.map((one) => {
    const match = matches.find(({ action_id }) => action_id === one.action.id)
    const [nearest] = all.filter((other) => other !== one && other.score > one.score)
    const values = { ...one.values, ...match?.parameters }
    return {
      action_id: one.action.id,
      score: engine === 'builtin' ? (match?.score ?? one.score) : one.score,
      matched: match !== undefined,
      because: [
        ...wordSentences(sharedWords(text.tokens, one.action, values)),
        ...(one.score > 0 || match ? valueSentences(one.action, values) : []),
        ...(engine === 'builtin'
          ? builtinVerdict(one, match, nearest ?? null)
          : modelVerdict(match !== undefined)),
      ],
    }
  })
  return {
    considered: considered
      .sort((a, b) => Number(b.matched) - Number(a.matched) || b.score - a.score)
      .slice(0, CONSIDERED),
    threshold: engine === 'builtin' ? ENOUGH : null,
  }
}
