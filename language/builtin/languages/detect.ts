import { detectAll } from 'tinyld/light'
import type { ConversationMessage } from '../../../domain/language.ts'
import { GENERIC_WORDS, STOP_WORDS, SYNONYMS } from '../match/words.ts'
import { keptIn } from './kept.ts'
import { folded, type Lexicon } from './lexicon.ts'
import { LEXICONS } from './lexicons.ts'
import { lookUp } from './look-up.ts'

const KNOWN = ['en', ...LEXICONS.keys()]
const READ_CHARACTERS = 600
const WORD = /\p{L}[\p{L}\p{M}]*(?:['’]\p{L}+)*/gu
/** English words besides the stop words that questions start with or turn on. */
const ENGLISH = new Set(
  'what who where when how which the is are was of for and my your please show find get check order orders status refund weather today tomorrow yesterday never mind forget stop now same'.split(
    ' ',
  ),
)
/** Written the same in English and in another language. */
const SHARED = new Set(
  'die was war in an am man so also hat will wir bin bug art fast mit note list start stop test name status pro per es a i me on me no y e o to do as you se comment or son plan double page service services message site train date mail email hotel dollars ticket tickets incident incidents stock six prime error total normal urgent pages info infos auto tag land stand rate cargo dos once sin la le el los las de des del du un con pour pays ton ma mi mes von sobre real mal den der wagen kurs tu est im vor ab da van y'.split(
    ' ',
  ),
)
/** How sure the detector must be by itself: on a few words it often errs. */
const SURE = 0.25
const WORDS_FOR_DETECTOR = 3
const SHORT = 5

/** The language of a text; null where neither its words nor their letters tell. */
export function languageOf(text: string): string | null {
  const said = textWithoutValues(text.slice(0, READ_CHARACTERS))
  const words = wordsOf(said)
  const byWords = languageOfList(words)
  if (byWords || words.length < WORDS_FOR_DETECTOR) return byWords
  const [found] = detectAll(said)
  return found && found.accuracy >= SURE && KNOWN.includes(found.lang) ? found.lang : null
}

/** The language of a text by words that only one language has. */
export const languageOfWords = (text: string): string | null =>
  languageOfList(wordsOf(text.slice(0, READ_CHARACTERS)))

const wordsOf = (text: string): string[] => [...text.matchAll(WORD)].map(([word]) => word)

function languageOfList(words: string[]): string | null {
  const [best, second] = KNOWN.map((code) => ({ code, count: evidence(words, code) })).sort(
    (a, b) => b.count - a.count,
  )
  const ahead = (best?.count ?? 0) - (second?.count ?? 0)
  // One word alone tells the language of a short text only.
  return best && (ahead >= 1 || (ahead > 0 && words.length <= SHORT)) ? best.code : null
}

/** The language of a question: its own, else that of what the user said before. */
export function languageOfQuestion(question: string, history: ConversationMessage[]): string | null {
  const own = languageOf(question)
  if (own) return own
  const before = history.filter(({ role }) => role === 'user').map(({ content }) => content)
  for (const message of before.reverse()) {
    const language = languageOf(message)
    if (language) return language
  }
  return null
}

/** Words that only this language has count in full, its words with a subject a little less. */
function evidence(words: string[], code: string): number {
  const lexicon = LEXICONS.get(code)
  if (!lexicon) return words.reduce((sum, word) => sum + english(word), 0)
  const joined = ` ${words.map(folded).join(' ')} `
  const phrases = [...lexicon.phrases.keys()].filter((phrase) => joined.includes(` ${phrase} `))
  return words.reduce((sum, word, index) => sum + foreign(word, index === 0, lexicon), phrases.length)
}

function english(word: string): number {
  const lower = word.toLowerCase().replaceAll('’', "'")
  if (SHARED.has(lower)) return 0
  if (ENGLISH.has(lower) || STOP_WORDS.has(lower)) return 1
  return SYNONYMS.has(lower) || GENERIC_WORDS.has(lower) ? 0.8 : 0
}

function foreign(word: string, first: boolean, lexicon: Lexicon): number {
  const key = folded(word)
  if (SHARED.has(word.toLowerCase()) || ENGLISH.has(key) || STOP_WORDS.has(key)) return 0
  // Inside a sentence a capital makes "Los" and "Der" parts of names.
  const isName = !first && /^\p{Lu}/u.test(word)
  if (lexicon.small.has(key)) return isName ? 0 : 1
  const translated = lookUp(word, first, lexicon)
  return translated === null || translated.toLowerCase() === key ? 0 : 0.8
}

function textWithoutValues(text: string): string {
  let said = text
  for (const { start, end } of keptIn(text))
    said = said.slice(0, start) + ' '.repeat(end - start) + said.slice(end)
  return said
}
