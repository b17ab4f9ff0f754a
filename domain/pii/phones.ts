import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { beginsThere, type Found } from './found.ts'
import { DETECTOR_LABELS } from './labels.ts'

/** Groups of digits, some in brackets, joined by at most one character each. */
const BODY = /^(?:[ .\u00a0/-]?[([]?\d+[)\]]?)+/
const LONGEST = 32
const MOST_DIGITS = 15
const FEWEST_DIGITS = 6

/** `+49 30 …`, with the plus as URLs write it too, and `0049 30 …`. */
const INTERNATIONAL = /(?:\+|%2B)(?=[ (]?\d)|(?<![\d:.,-])00(?=[ .-]?[1-9])/gi
/** `(415) 555-2671`, `415-555-2671`, `1.415.555.2671`. */
const NORTH_AMERICAN =
  /(?<![\d.-])(?:1[ .-])?(?:\([2-9]\d\d\) ?[2-9]\d\d[ .-]|[2-9]\d\d([.-])[2-9]\d\d\1)\d{4}(?![\d-])/g
/** What calls its neighbour a number: `"phone": "030 123456"`, `Tel. 0171/1234567`. */
const CUE =
  /(?:(?<!i)phone|telefon|telefax|mobile|mobil|handy|whatsapp|fax|\btel)(?:[ _-]?(?:number|nummer|no|nr))?["'\\]{0,2}[.:=]{0,2}[ \u00a0]{0,2}["'\\]{0,2}(?=\+?[(\d])/gi

/**
 * Telephone numbers: international ones, North American ones as they are written there, and any that is called one.
 * A plain run of digits is none, or every order number would be.
 */
export function findPhones(text: string): Found[] {
  const found: Found[] = []
  const add = (from: number, length: number) => {
    if (length > 0) found.push({ from, to: from + length, name: DETECTOR_LABELS.phone })
  }
  for (const { 0: prefix, index } of text.matchAll(INTERNATIONAL))
    if (beginsThere(text, index)) add(index, internationalLength(text, index, prefix))
  for (const { 0: number, index } of text.matchAll(NORTH_AMERICAN))
    if (beginsThere(text, index)) add(index, number.length)
  for (const { 0: cue, index } of text.matchAll(CUE))
    add(index + cue.length, calledLength(text, index + cue.length))
  return found
}

/** Whether a field of this name has a telephone number. */
export const callsPhone = (name: string): boolean => `${name}: 0`.search(CUE) >= 0

/** The longest number from here on that has as many digits as its country's may have; whole groups only. */
function internationalLength(text: string, from: number, prefix: string): number {
  const start = from + prefix.length
  const body = bodyAt(text, start)
  // Digits in a row that begin with zeros are an id; written in groups they are a number.
  if (prefix === '00' && !/\d[ .\u00a0/-]\(?\d/.test(body)) return 0
  const length = endings(body).find(
    (end) => !/^-?[\p{L}_]/u.test(text.slice(start + end, start + end + 2)) && isPossible(body.slice(0, end)),
  )
  return length === undefined ? 0 : prefix.length + length
}

function calledLength(text: string, from: number): number {
  const plus = text[from] === '+' ? 1 : 0
  const body = bodyAt(text, from + plus)
  const length = endings(body).find((end) => {
    const digits = countDigits(body.slice(0, end))
    return digits >= FEWEST_DIGITS && digits <= MOST_DIGITS
  })
  return length === undefined ? 0 : plus + length
}

const bodyAt = (text: string, start: number): string =>
  BODY.exec(text.slice(start, start + LONGEST))?.[0] ?? ''

/** Where the groups of a number end, the last one first. */
const endings = (body: string): number[] =>
  Array.from(body.matchAll(/\d+[)\]]?/g), ({ 0: group, index }) => index + group.length).reverse()

const countDigits = (text: string): number => text.replace(/\D/g, '').length

function isPossible(body: string): boolean {
  const digits = countDigits(body)
  if (digits < FEWEST_DIGITS + 1 || digits > MOST_DIGITS) return false
  return parsePhoneNumberFromString(`+${body}`)?.isPossible() ?? false
}
