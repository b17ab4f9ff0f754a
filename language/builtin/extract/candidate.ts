import { stem } from '../match/stem.ts'
import { type Token, tokensOf } from '../match/tokens.ts'

/** A word of the question with its place. */
export interface Word {
  text: string
  lower: string
  stem: string
  /** What it says of the subject; missing for stop words. */
  token: Token | undefined
  start: number
  end: number
  /** Whether a sentence starts with it. */
  first: boolean
}

export type CandidateKind =
  | 'number'
  | 'quoted'
  | 'email'
  | 'url'
  | 'id'
  | 'proper'
  | 'place'
  | 'example'
  | 'phrase'
  | 'rest'
  | 'unit'
  | 'currency'

/** A piece of the question that may be a parameter's value. */
export interface Candidate {
  kind: CandidateKind
  start: number
  end: number
  text: string
  /** Of a token for personal data: what sort, such as `PHONE`. */
  label?: string
  /** Whether the question says something of it, asks what it has, or asks for it to be had. */
  topic?: 'subject' | 'owner' | 'owned'
  /** Of a rest: whether only a preposition leads to it. */
  loose?: boolean
  /** Of a currency: its code. */
  code?: string
  /** Of a number: its value, percent not yet divided. */
  number?: number
  percent?: boolean
  /** Of a number: the word or sign that measures it, lower case. */
  unit?: string
  /** Of a unit: whether a number stands before it. */
  measured?: boolean
  /** Of a unit: whether numbers have different ones in this text. */
  oneOfSeveral?: boolean
  /** Of an `18th`: true. */
  ordinal?: boolean
  /** Of a number in words: true. */
  spelled?: boolean
  /** Of `298K`: what it is if the K means kelvin, not thousand. */
  kelvin?: number
}

const WORD = /[\p{L}\p{M}\p{N}_]+(?:['’&+#@./:-]+[\p{L}\p{M}\p{N}_]+)*[+#]*/gu

/** The words of a question in order, stop words and numbers included. */
export function wordsIn(question: string): Word[] {
  return [...question.matchAll(WORD)].map(({ 0: text, index }) => {
    const lower = text.toLowerCase().replaceAll('’', "'").replace(/'s$/, '')
    const before = question.slice(0, index).trimEnd()
    return {
      text,
      lower,
      stem: stem(lower),
      token: tokensOf(lower)[0],
      start: index,
      end: index + text.length,
      first: /(^|[.!?:\n])$/.test(before),
    }
  })
}

export const overlaps = (a: { start: number; end: number }, b: { start: number; end: number }): boolean =>
  a.start < b.end && b.start < a.end
