import { type Kept, keptIn } from './kept.ts'
import { folded, type Lexicon } from './lexicon.ts'
import { lookUp } from './look-up.ts'

/** A text whose known words are English. Values in it are as they were. */
export interface Translation {
  text: string
  /** What stands at this place in the original; `whole`: with what follows it and has no English word. */
  said(start: number, end: number, whole?: boolean): string
  /** Where a place of the original is in `text`. */
  placeOf(original: number): number
}

interface Piece {
  start: number
  end: number
  from: number
  to: number
  same: boolean
}

interface Original {
  text: string
  start: number
  end: number
  first: boolean
}

const WORD = /\p{L}[\p{L}\p{M}]*(?:['’-]\p{L}[\p{L}\p{M}]*)*/gu
/** The second part of a German verb, at the end of its sentence: "Lege ein Ticket an". */
const PARTICLES = /^(?:um|ab|an|auf|aus|ein|zu|nach|vor|her|hin|bei|mit)$/

/** Puts a text's known words into English, word by word. Names, ids, numbers and quoted text stay. */
export function translate(text: string, lexicon: Lexicon): Translation {
  const kept = keptIn(text)
  const words = wordsBetween(text, kept)
  const pieces: Kept[] = [...kept]
  for (let index = 0; index < words.length; ) {
    const phrase = phraseAt(text, words, index, lexicon)
    const word = words[index]
    if (!word) break
    const english = phrase?.english ?? wordInEnglish(text, word, lexicon)
    const last = words[index + (phrase?.count ?? 1) - 1] ?? word
    // A word that goes takes the space before it along.
    const start = english === '' && /\s/.test(text[word.start - 1] ?? '') ? word.start - 1 : word.start
    if (english !== null) pieces.push({ start, end: last.end, english })
    index += phrase?.count ?? 1
  }
  return joined(
    text,
    pieces.sort((a, b) => a.start - b.start),
  )
}

function wordsBetween(text: string, kept: Kept[]): Original[] {
  return [...text.matchAll(WORD)].flatMap(({ 0: found, index }) => {
    const end = index + found.length
    if (kept.some((value) => value.start < end && index < value.end)) return []
    const first = /(?:^|[.!?:\n¿¡„“"«])$/.test(text.slice(Math.max(0, index - 3), index).trimEnd())
    return [{ text: found, start: index, end, first: first || index === 0 }]
  })
}

function phraseAt(
  text: string,
  words: Original[],
  index: number,
  { phrases, longestPhrase }: Lexicon,
): { english: string; count: number } | null {
  for (let count = Math.min(longestPhrase, words.length - index); count > 1; count--) {
    const run = words.slice(index, index + count)
    const english = phrases.get(run.map((word) => folded(word.text)).join(' '))
    if (english === undefined) continue
    const from = run[0]
    const to = run.at(-1)
    if (from && to && /^[\p{L}\p{M}\s'’-]+$/u.test(text.slice(from.start, to.end))) return { english, count }
  }
  return null
}

function wordInEnglish(text: string, word: Original, lexicon: Lexicon): string | null {
  const rest = text.slice(word.end)
  if (lexicon.code === 'de') {
    if (PARTICLES.test(word.text) && /^\s*(?:[.!?;:]|$)/.test(rest)) return ''
    if (/^nach$/i.test(word.text) && /^ \d/.test(rest)) return 'after'
    // "von Berlin nach Paris"
    if (/^von$/i.test(word.text) && /^[^.!?;]* (?:nach|bis|zu|in) /.test(rest)) return 'from'
  }
  const whole = lookUp(word.text, word.first, lexicon)
  if (whole !== null) return whole
  const parts = word.text.split(/[-'’]/)
  if (parts.length < 2) return null
  const known = parts.map((part) => lookUp(part, word.first, lexicon))
  return known.every((part) => part !== null) ? known.join(' ') : elided(word, lexicon)
}

/** French "l'API" and "d'Anna": the article goes, the rest stays. */
function elided({ text, first }: Original, lexicon: Lexicon): string | null {
  const [, article = '', rest = ''] = /^([\p{L}]{1,2})['’](.+)$/u.exec(text) ?? []
  const small = lexicon.small.get(`${folded(article)}'`)
  return small === undefined ? null : `${small} ${lookUp(rest, first, lexicon) ?? rest}`.trim()
}

function joined(text: string, replaced: Kept[]): Translation {
  const pieces: Piece[] = []
  let english = ''
  let end = 0
  const add = (part: string, from: number, to: number, same: boolean): void => {
    if (from === to) return
    pieces.push({ start: english.length, end: english.length + part.length, from, to, same })
    english += part
  }
  for (const { start, end: stop, english: words } of replaced) {
    const original = text.slice(start, stop)
    add(text.slice(end, start), end, start, true)
    add(words ?? original, start, stop, words === undefined || words.length === original.length)
    end = stop
  }
  add(text.slice(end), end, text.length, true)
  const startOf = (at: number): number => {
    const piece = pieces.find((one) => at < one.end && at >= one.start)
    if (!piece) return at <= 0 ? 0 : text.length
    return piece.same ? piece.from + (at - piece.start) : piece.from
  }
  const endOf = (at: number, whole: boolean): number => {
    const piece = pieces.findLast(
      (one) => at <= one.end && (at > one.start || (whole && one.start === one.end && at === one.end)),
    )
    if (!piece) return at <= 0 ? 0 : text.length
    return piece.same ? piece.from + (at - piece.start) : piece.to
  }
  return {
    text: english,
    said: (start, stop, whole = false) => text.slice(startOf(start), endOf(stop, whole)),
    placeOf: (original) => {
      const piece = pieces.find((one) => original < one.to && original >= one.from)
      if (!piece) return original <= 0 ? 0 : english.length
      return piece.same ? piece.start + (original - piece.from) : piece.start
    },
  }
}
