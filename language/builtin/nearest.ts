import type { OfferedAction } from '../../domain/language.ts'
import { readText } from './extract/extract.ts'
import { rank } from './rank.ts'

/** The actions by id, the one nearest to the question first; of very many, only the nearest 50. */
export const nearestActions = (question: string, actions: OfferedAction[]): string[] =>
  rank(
    readText(question, () => new Date()),
    actions,
  ).map(({ action }) => action.id)
