import { stemmer } from '@orama/stemmers/german'
import { GERMAN_NOUNS } from './german-nouns.ts'
import { GERMAN_PHRASES, GERMAN_SMALL } from './german-small.ts'
import { GERMAN_VERBS } from './german-verbs.ts'
import { createLexicon } from './lexicon.ts'

export const german = createLexicon({
  code: 'de',
  small: GERMAN_SMALL,
  nouns: GERMAN_NOUNS,
  verbs: GERMAN_VERBS,
  phrases: GERMAN_PHRASES,
  capitalNouns: true,
  compounds: true,
  stem: stemmer,
})
