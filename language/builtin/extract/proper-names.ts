import { STOP_WORDS } from '../match/words.ts'
import type { Candidate, Word } from './candidate.ts'

const CAPITAL = /^\p{Lu}/u
/** Small words inside a name: Museum of Art, Leonardo da Vinci, Bank of America. */
const JOINING = new Set([
  'of',
  'the',
  'de',
  'da',
  'di',
  'del',
  'la',
  'le',
  'van',
  'von',
  'der',
  'den',
  'al',
  '&',
])
/** After these a full stop ends no sentence. */
const ABBREVIATIONS = new Set(['st', 'mt', 'ft', 'dr', 'mr', 'mrs', 'ms', 'jr', 'sr', 'prof'])
const isPronoun = ({ text }: Word): boolean => /^I\b/.test(text)
const QUESTION_WORDS = new Set(
  "i what who where when which how why can could would will please find get show give tell is are do does the a an my calculate search check look book play send create list fetch retrieve convert compute determine what's i'm i'd i've".split(
    ' ',
  ),
)

/** Runs of capitalised words: people, cities, companies. The word a sentence starts with counts only in a run. */
export function properNamesIn(question: string, words: Word[]): Candidate[] {
  const found: Candidate[] = []
  for (let index = 0; index < words.length; index++) {
    if (!startsName(question, words, index)) continue
    let last = index
    for (let next = index + 1; next < words.length; next++) {
      const word = words[next]
      const previous = words[next - 1]
      if (!word || !previous || !/^[ .’'-]*$/.test(question.slice(previous.end, word.start))) break
      if (word.first && previous.text.length > 1 && !ABBREVIATIONS.has(previous.lower)) break
      if (CAPITAL.test(word.text) && !isPronoun(word)) last = next
      else if (last === next - 1 && isNumeral(word.text) && next - index < 6) last = next
      else if (!JOINING.has(word.lower)) break
    }
    const from = words[index]
    const to = words[last]
    if (!from || !to) continue
    const text = question.slice(from.start, to.end)
    const isYear =
      /^\p{Lu}\p{Ll}+ \d{4}$/u.test(text) && /^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i.test(text)
    if (!isYear)
      found.push({ kind: 'proper', start: from.start, end: to.end, text: text.replace(/['’]s$/, '') })
    index = last
  }
  return found
}

/** "iPhone 12" is one name; "NBA 2021" is a name and a year. */
const isNumeral = (text: string): boolean => /^\d[\d.]{0,5}$/.test(text) && !/^(?:1[89]|20)\d\d$/.test(text)

/** Whether a sentence or a part of one starts with the word. */
const opens = (question: string, { first, start }: Word): boolean =>
  first || /,\s?$/.test(question.slice(Math.max(0, start - 2), start))

function startsName(question: string, words: Word[], index: number): boolean {
  const word = words[index]
  if (!word || !CAPITAL.test(word.text) || isPronoun(word)) return false
  if (opens(question, word) && QUESTION_WORDS.has(word.lower)) return false
  // A name may stand alone: "Berlin", "Berlin, please".
  if (!word.first || (words.length <= 2 && index === 0 && !STOP_WORDS.has(word.lower))) return true
  if (STOP_WORDS.has(word.lower) && word.lower !== 'new') return false
  const next = words[index + 1]
  return Boolean(next && CAPITAL.test(next.text) && !isPronoun(next))
}
