import type { Candidate, Word } from './candidate.ts'
import type { ReadText } from './extract.ts'

/** A value that was put into English, in the words of the question. */
export function asSaid(candidate: Candidate, { text, said }: ReadText): Candidate {
  const { start, end } = candidate
  const original = said(start, end, candidate.kind === 'rest')
  return original === text.slice(start, end) ? candidate : { ...candidate, text: original }
}

/** Where all nouns have capitals, one after an article or a number is no name: "der Export", "1000 Zeilen". */
export function isNoun({ start, text }: Candidate, words: Word[]): boolean {
  const before = words.findLast(({ end }) => end <= start)
  return (
    !text.includes(' ') &&
    /^(?:the|an?|my|our|your|his|her|their|this|no|\d[\d.]*)$/.test(before?.lower ?? '')
  )
}
