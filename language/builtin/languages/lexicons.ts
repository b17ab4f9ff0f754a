import { french } from './french.ts'
import { german } from './german.ts'
import type { Lexicon } from './lexicon.ts'
import { spanish } from './spanish.ts'

/** The languages that are put into English, by code. */
export const LEXICONS: ReadonlyMap<string, Lexicon> = new Map(
  [german, french, spanish].map((lexicon) => [lexicon.code, lexicon]),
)
