/** Another language's words in English: enough of them to match and extract with what is made for English. */
export interface Lexicon {
  /** ISO 639-1. */
  code: string
  /** Words without a subject, in full only. */
  small: ReadonlyMap<string, string>
  /** Words with a subject, by the word. */
  content: ReadonlyMap<string, string>
  /** The same by the word's stem. */
  stems: ReadonlyMap<string, string>
  /** Nouns, by word and stem: only these end a compound. */
  nouns: ReadonlyMap<string, string>
  /** Several words, joined by one space. */
  phrases: ReadonlyMap<string, string>
  /** The most words that a phrase has. */
  longestPhrase: number
  /** Whether nouns start with a capital, and words such as "Klein" are then names. */
  capitalNouns: boolean
  /** Whether words are joined to longer ones without a space. */
  compounds: boolean
  stem(word: string): string
}

export interface WordLists {
  code: string
  small: string
  nouns: string
  verbs: string
  phrases: string
  capitalNouns?: boolean
  compounds?: boolean
  stem(word: string): string
}

/** Lower case, ä as ae: however somebody types it. Accents that other languages set go. */
export function folded(word: string): string {
  const lower = word.toLowerCase()
  // Most words, and the rest takes a while.
  if (/^[a-z]*$/.test(lower)) return lower
  return lower
    .replaceAll('’', "'")
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
}

/** Reads lists with lines such as `rechnung rechnungen = invoice`. */
export function createLexicon({ small, nouns, verbs, phrases, ...rest }: WordLists): Lexicon {
  const ofNouns = byEitherSpelling(wordsOf(nouns))
  const content = new Map([...byEitherSpelling(wordsOf(verbs)), ...ofNouns])
  const ofPhrases = new Map(linesOf(phrases).map(([words, english]) => [folded(words), english]))
  return {
    capitalNouns: false,
    compounds: false,
    ...rest,
    small: byEitherSpelling(wordsOf(small)),
    content,
    stems: stemmed(content, rest.stem),
    nouns: new Map([...stemmed(ofNouns, rest.stem), ...ofNouns]),
    phrases: ofPhrases,
    longestPhrase: Math.max(1, ...[...ofPhrases.keys()].map((words) => words.split(' ').length)),
  }
}

const linesOf = (list: string): [string, string][] =>
  list
    .split('\n')
    .filter((line) => line.includes('='))
    .map((line) => {
      const [words = '', english = ''] = line.split('=')
      return [words.trim(), english.trim()]
    })

const wordsOf = (list: string): Map<string, string> =>
  new Map(
    linesOf(list).flatMap(([words, english]) =>
      words.split(' ').map((word): [string, string] => [word, english]),
    ),
  )

/** By the word as it is written, and without its accents where that is no other word. */
function byEitherSpelling(words: Map<string, string>): Map<string, string> {
  const both = new Map(words)
  for (const [word, english] of words) if (!both.has(folded(word))) both.set(folded(word), english)
  return both
}

/** Of words with one stem the first counts. */
function stemmed(words: Map<string, string>, stem: (word: string) => string): Map<string, string> {
  const stems = new Map<string, string>()
  for (const [word, english] of words) {
    const root = stem(folded(word))
    if (root.length > 2 && !stems.has(root)) stems.set(root, english)
  }
  return stems
}
