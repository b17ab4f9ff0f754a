import type { ParameterValue } from '../../domain/action.ts'

/** What is one word: runs of letters or of digits; a sign of a script that leaves no blanks between words. */
const WORD = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|\p{N}+|[\p{L}\p{M}]+/gu
const NUMBER = /\d[\d.,'’\u00a0\u202f ]*\d|\d/g

/**
 * Whether a value stands in a text in some form: case, accents, blanks, punctuation and the way numbers are written
 * do not matter. What does not is one that a model has made up.
 */
export function occurs(value: ParameterValue, text: string): boolean {
  if (typeof value === 'number') return numbersIn(text).has(Math.abs(value))
  if (typeof value === 'boolean') return (value ? YES : NO).test(text)
  const wanted = wordsOf(value)
  if (wanted.length === 0) return value.trim() !== '' && text.includes(value.trim())
  const joined = wanted.join('')
  const words = wordsOf(text)
  if (words.some((_, index) => beginsWith(words, index, joined))) return true
  const number = Number(value)
  return value.trim() !== '' && Number.isFinite(number) && numbersIn(text).has(Math.abs(number))
}

const YES = /\b(?:true|yes|on|1|enabled|ja|oui|s[ií])\b/i
const NO = /\b(?:false|no|off|0|disabled|nein|non)\b/i

/** Whether the words from here on, written together, are this text: "ORD 1042" is "ord-1042". */
function beginsWith(words: string[], from: number, joined: string): boolean {
  let length = 0
  for (let index = from; index < words.length && length < joined.length; index++) {
    const word = words[index] ?? ''
    if (!joined.startsWith(word, length)) return false
    length += word.length
  }
  return length === joined.length
}

const wordsOf = (text: string): string[] => plain(text).match(WORD) ?? []

const plain = (text: string): string => unescaped(text).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** JSON may write any character by its number. */
const unescaped = (text: string): string =>
  text
    .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\[nrt]/g, ' ')

/** Every number in a text, read both ways where a dot or a comma may be either. */
function numbersIn(text: string): Set<number> {
  const found = new Set<number>()
  const add = (written: string) => {
    for (const [group, decimal] of [
      [',', '.'],
      ['.', ','],
    ] as const) {
      const number = Number(
        written
          .replaceAll(group, '')
          .replace(decimal, '.')
          .replace(/[^\d.]/g, ''),
      )
      if (Number.isFinite(number)) found.add(number)
    }
  }
  for (const [written] of unescaped(text).normalize('NFKC').matchAll(NUMBER)) {
    add(written)
    for (const part of written.split(/[^\d.,]+/)) if (part) add(part)
    for (const part of written.split(/\D+/)) if (part) add(part)
  }
  return found
}
