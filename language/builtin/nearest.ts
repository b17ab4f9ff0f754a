import type { OfferedAction } from '../../domain/language.ts'
import { readText } from './extract/extract.ts'
import { languageOf } from './languages/detect.ts'
import { actionInEnglish } from './languages/english-action.ts'
import { LEXICONS } from './languages/lexicons.ts'
import { rank } from './rank.ts'

/** The actions by id, the one nearest to the question first; of very many, only the nearest 50. */
export const nearestActions = (question: string, actions: OfferedAction[]): string[] =>
  rank(
    readText(question, () => new Date(), [], LEXICONS.get(languageOf(question) ?? '')),
    actions.map((action) => actionInEnglish(action).action),
  ).map(({ action }) => action.id)
