import * as chrono from 'chrono-node'
import type { Translation } from '../languages/translate.ts'
import { datesIn, type FoundDate, type Parser } from './dates.ts'

const PARSERS: Record<string, Parser> = { de: chrono.de.casual, fr: chrono.fr.casual, es: chrono.es.casual }

/** The dates of a text in another language, placed as in its translation. */
export function foreignDatesIn(
  original: string,
  { placeOf }: Translation,
  language: string,
  now: Date,
): FoundDate[] {
  return datesIn(original, now, PARSERS[language]).map((found) => ({
    ...found,
    start: placeOf(found.start),
    // The end is that of the last character.
    end: placeOf(found.end - 1) + 1,
  }))
}
