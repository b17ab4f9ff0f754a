import type { Match, OfferedAction, UnderstandRequest } from '../../domain/language.ts'
import { shorten } from '../../domain/shorten.ts'
import { type ReadText, readText } from '../builtin/extract/extract.ts'
import { languageOfQuestion } from '../builtin/languages/detect.ts'
import { actionInEnglish, type EnglishAction } from '../builtin/languages/english-action.ts'
import { LEXICONS } from '../builtin/languages/lexicons.ts'
import { ENOUGH } from '../builtin/match/probability.ts'
import { type Ranked, rank } from '../builtin/rank.ts'
import type { LanguageEngine } from '../engine.ts'
import { valueSentences, wordSentences } from './sentences.ts'
import { sharedWords } from './shared-words.ts'
import { builtinVerdict, modelVerdict } from './verdict.ts'

const CONSIDERED = 10
const READ_CHARACTERS = 200

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

type Asked = Pick<UnderstandRequest, 'question' | 'actions' | 'tokens'> &
  Partial<Pick<UnderstandRequest, 'history'>>

/**
 * Why these matches, and not others: by words and values as the built-in engine sees them, whichever engine decided.
 * @param matches what the engine made of the request
 */
export function explain(engine: LanguageEngine['name'], asked: Asked, matches: Match[]): Explanation {
  const { question, actions, tokens, history = [] } = asked
  const lexicon = LEXICONS.get(languageOfQuestion(question, history) ?? '')
  const text = readText(question, () => new Date(), tokens, lexicon)
  const read = lexicon ? [`The question was read as '${shorten(text.text, READ_CHARACTERS)}'.`] : []
  const all = nearestTo(text, actions, matches)
  const considered = all.map(({ original, english, ...ranked }): Considered => {
    const match = matches.find(({ action_id }) => action_id === original.id)
    const nearer = all.find(({ score }) => score > ranked.score)
    const values = { ...english.declared(ranked.values), ...match?.parameters }
    return {
      action_id: original.id,
      score: engine === 'builtin' ? (match?.score ?? ranked.score) : ranked.score,
      matched: match !== undefined,
      because: [
        ...read,
        ...wordSentences(sharedWords(text.tokens, english.action, values)),
        ...(ranked.score > 0 || match ? valueSentences(original, values) : []),
        ...(engine === 'builtin'
          ? builtinVerdict(ranked, match, nearer && { name: nearer.original.name, score: nearer.score })
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

interface Near extends Ranked {
  /** As it was offered. */
  original: OfferedAction
  english: EnglishAction
}

/** The nearest actions and those that matched, the nearest first. What follows from the session may share no word. */
function nearestTo(text: ReadText, actions: OfferedAction[], matches: Match[]): Near[] {
  const matched = new Set(matches.map(({ action_id }) => action_id))
  const inEnglish = (some: OfferedAction[]) => some.map((action) => actionInEnglish(action).action)
  const near = rank(text, inEnglish(actions)).filter(
    ({ action }, index) => index < CONSIDERED || matched.has(action.id),
  )
  const there = new Set(near.map(({ action }) => action.id))
  const added = actions.filter(({ id }) => matched.has(id) && !there.has(id))
  const byId = new Map(actions.map((action) => [action.id, action]))
  return [...near, ...rank(text, inEnglish(added))].flatMap((ranked) => {
    const original = byId.get(ranked.action.id)
    return original ? [{ ...ranked, original, english: actionInEnglish(original) }] : []
  })
}
