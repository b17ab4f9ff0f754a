import { BREAK } from './masking-automaton.ts'
import { type View, ViewBuilder } from './masking-view.ts'

/** One escape: what it stands for, and the offset after it. */
interface Escape {
  code: number
  /** A byte rather than a code point. */
  raw: boolean
  end: number
}

type ReadEscape = (bytes: Uint8Array, at: number, length: number) => Escape | null

/** Undoes one kind of escaping. */
export type Unescape = (view: View, reach: number) => View | null

/**
 * Makes a decoder out of a reader of escapes that begin with `marks`. Its view holds only what lies within
 * `reach` bytes of an escape, for the rest was seen before; null where there is none.
 */
function unescaping(marks: string, read: ReadEscape): Unescape {
  const isMark = new Uint8Array(256)
  for (const mark of marks) isMark[mark.charCodeAt(0)] = 1

  return (view, reach) => {
    const { bytes, from, to, length } = view
    let decoded: ViewBuilder | null = null
    let copied = 0
    const copyUntil = (end: number): void => {
      if (copied < end) decoded?.append(view, copied, end)
      copied = end
    }
    for (let at = 0; at < length; ) {
      const found = isMark[bytes[at] as number] === 1 ? read(bytes, at, length) : null
      if (!found) {
        at++
        continue
      }
      decoded ??= new ViewBuilder(Math.min(length, 4096))
      if (at - copied > 2 * reach) {
        copyUntil(copied + reach)
        decoded.push(BREAK, from[at] as number, from[at] as number)
        copied = at - reach
      }
      copyUntil(at)
      const start = from[at] as number
      const end = to[found.end - 1] as number
      if (found.raw) decoded.push(found.code, start, end)
      else decoded.pushCodePoint(found.code, start, end)
      at = found.end
      copied = at
    }
    copyUntil(Math.min(length, copied + reach))
    return decoded
  }
}

/** `%2F`, in either case. */
const readPercent: ReadEscape = (bytes, at, length) => {
  const code = hexNumber(bytes, at + 1, 2, length)
  return code === -1 ? null : { code, raw: true, end: at + 3 }
}

/** The same, and `+` for a space. */
const readForm: ReadEscape = (bytes, at, length) =>
  bytes[at] === 0x2b ? { code: 0x20, raw: true, end: at + 1 } : readPercent(bytes, at, length)

const SHORT_ESCAPES = new Map(
  Object.entries({
    b: 8,
    t: 9,
    n: 10,
    v: 11,
    f: 12,
    r: 13,
    '"': 34,
    "'": 39,
    '/': 47,
    '\\': 92,
    '`': 96,
  }).map(([letter, code]) => [letter.charCodeAt(0), code]),
)

/** A backslash and what follows in JSON, JavaScript and Python: `\n`, `\u00e9`, `\ud83d\ude00`, `\U0001f600`, `\xe9`. */
const readBackslash: ReadEscape = (bytes, at, length) => readCharacterEscape(bytes, at, length, false)

/** The same in a literal of bytes, as Python and Go print them: `\xc3\xa9` is one character. */
const readByteBackslash: ReadEscape = (bytes, at, length) => readCharacterEscape(bytes, at, length, true)

function readCharacterEscape(bytes: Uint8Array, at: number, length: number, raw: boolean): Escape | null {
  const letter = at + 1 < length ? (bytes[at + 1] as number) : 0
  const short = SHORT_ESCAPES.get(letter)
  if (short !== undefined) return { code: short, raw: false, end: at + 2 }
  const digits = letter === 0x75 ? 4 : letter === 0x78 ? 2 : letter === 0x55 ? 8 : 0
  const code = digits === 0 ? -1 : hexNumber(bytes, at + 2, digits, length)
  if (code === -1 || code > 0x10ffff) return null
  const end = at + 2 + digits
  if (digits === 4 && code >= 0xd800 && code < 0xdc00 && bytes[end] === 0x5c && bytes[end + 1] === 0x75) {
    const low = hexNumber(bytes, end + 2, 4, length)
    if (low >= 0xdc00 && low < 0xe000)
      return { code: 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00), raw: false, end: end + 6 }
  }
  return { code, raw: raw && digits === 2, end }
}

const ENTITIES = Object.entries({ amp: 38, lt: 60, gt: 62, quot: 34, apos: 39, nbsp: 160 })

/** `&amp;`, `&#39;`, `&#x27;`. */
const readEntity: ReadEscape = (bytes, at, length) => {
  // The longest, `&#x10FFFF;`, has ten characters; leading zeros may add some.
  let end = at + 1
  while (end < length && end < at + 14 && bytes[end] !== 0x3b) end++
  if (bytes[end] !== 0x3b || end >= length) return null
  const name = String.fromCharCode(...bytes.subarray(at + 1, end))
  const named = ENTITIES.find(([entity]) => entity === name)?.[1]
  const [, hex, decimal] = /^#(?:[xX]([0-9a-fA-F]+)|([0-9]+))$/.exec(name) ?? []
  const code = named ?? (hex ? Number.parseInt(hex, 16) : decimal ? Number.parseInt(decimal, 10) : -1)
  return code < 0 || code > 0x10ffff ? null : { code, raw: false, end: end + 1 }
}

/** The number that `digits` hexadecimal digits at `at` write, or -1. */
function hexNumber(bytes: Uint8Array, at: number, digits: number, length: number): number {
  if (at + digits > length) return -1
  let number = 0
  for (let index = at; index < at + digits; index++) {
    const value = hexValue(bytes[index] as number)
    if (value === -1) return -1
    number = number * 16 + value
  }
  return number
}

/** The value of a hexadecimal digit in either case, or -1. */
export function hexValue(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48
  const lower = byte | 0x20
  return lower >= 97 && lower <= 102 ? lower - 87 : -1
}

export const unescapePercent = unescaping('%', readPercent)
export const unescapeForm = unescaping('%+', readForm)
export const unescapeBackslash = unescaping('\\', readBackslash)
export const unescapeByteBackslash = unescaping('\\', readByteBackslash)
export const unescapeHtml = unescaping('&', readEntity)
