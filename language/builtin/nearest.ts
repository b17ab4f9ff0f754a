import type { OfferedAction } from '../../domain/language.ts'
import { readText } from './extract/extract.ts'
import { rank } from './rank.ts'

/** All actions by id, the one nearest to the question first. */
export const nearestActions = (question: string, actions: OfferedAction[]): string[] =>
  rank(
    readText(question, () => new Date()),
    actions,
  ).map(({ action }) => action.id)
