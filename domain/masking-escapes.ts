import { isSkipped, isWord, MARK } from './masking-bytes.ts'
import { NAMED_ENTITIES } from './masking-entities.ts'
import type { Digits, Parts } from './masking-parts.ts'
import { add, NOTHING, type Reading } from './masking-readings.ts'

const {
  lineFeed,
  return: carriageReturn,
  hash,
  percent,
  and,
  apostrophe,
  plus,
  equals,
  backslash,
  brace,
} = MARK
const [LOWER_X, UPPER_X, LOWER_U, UPPER_U] = [0x78, 0x58, 0x75, 0x55]
const [CLOSING_BRACE, SEMICOLON] = [0x7d, 0x3b]

const LETTERS = new Map(
  Object.entries({ a: 7, b: 8, t: 9, n: lineFeed, v: 11, f: 12, r: carriageReturn, e: 27 }).map(
    ([letter, code]) => [letter.charCodeAt(0), code],
  ),
)

/** An apostrophe within apostrophes, as shells write it, after the first of them. */
const SHELL_QUOTES = ["\\''", '"\'"\''].map((text) => Array.from(text, (c) => c.charCodeAt(0)))

const LAST_CHARACTER = 0x10ffff
const LONGEST_NAME = 8

const addByte = (found: Reading[], code: number, end: number): void => add(found, { code, raw: true, end })

function addCharacter(found: Reading[], digits: Digits | null, end = digits?.end ?? 0): void {
  if (digits && digits.value <= LAST_CHARACTER) add(found, { code: digits.value, raw: false, end })
}

/** In literals of bytes `\xc3\xa9` is one character, in others it is two; so `%E9` of JavaScript's `escape`. */
function addEither(found: Reading[], digits: Digits | null): void {
  if (!digits) return
  addByte(found, digits.value, digits.end)
  if (digits.value >= 0x80) addCharacter(found, digits)
}

/** Adds what an escape with this mark, whose parts begin at `at`, may stand for. */
export function addEscapes(mark: number, at: number, parts: Parts, found: Reading[]): void {
  if (mark === backslash) addBackslash(at, parts, found)
  else if (mark === percent) addPercent(at, parts, found)
  else if (mark === and) addEntity(at, parts, found)
  else if (mark === equals) addQuotedPrintable(at, parts, found)
  else if (mark === plus) addByte(found, 0x20, at)
  else if (isSkipped(mark)) addByte(found, NOTHING, at)
  else addQuote(mark, at, parts, found)
}

/** `%2F` in either case, `%u00e9`, `%%`. */
function addPercent(at: number, parts: Parts, found: Reading[]): void {
  addEither(found, parts.hexadecimal(at, 2))
  for (const { code, end } of parts.options(at))
    if (code === LOWER_U) addUtf16(percent, end, parts, found)
    else if (code === percent) addByte(found, percent, end)
}

/** `\n`, `\/`, `\x41`, `\u00e9`, `\ud83d\ude00`, `\u{1f600}`, `\U0001f600`, `\303`, a backslash before a line break. */
function addBackslash(at: number, parts: Parts, found: Reading[]): void {
  for (const { code, end } of parts.options(at)) {
    const letter = LETTERS.get(code)
    if (letter !== undefined) addByte(found, letter, end)
    else if (code === LOWER_X) addEither(found, parts.hexadecimal(end, 2))
    else if (code === LOWER_U) addUtf16(backslash, end, parts, found)
    else if (code === UPPER_U) addCharacter(found, parts.hexadecimal(end, 8))
    else if (code >= 0x30 && code <= 0x37) addOctal(code - 0x30, end, parts, found)
    else if (code < 0x7f && !isWord(code) && !isSkipped(code)) addByte(found, code, end)
    if (code === lineFeed) addByte(found, NOTHING, end)
  }
}

/** Four digits after `u`, two of those for characters beyond 16 bits, or any number in braces. */
function addUtf16(mark: number, at: number, parts: Parts, found: Reading[]): void {
  const unit = parts.hexadecimal(at, 4)
  if (unit && unit.value >= 0xd800 && unit.value < 0xdc00) {
    const after = parts.sequence(unit.end, [mark, LOWER_U])
    const low = after === -1 ? null : parts.hexadecimal(after, 4)
    if (low && low.value >= 0xdc00 && low.value < 0xe000)
      addCharacter(found, { ...low, value: 0x10000 + ((unit.value - 0xd800) << 10) + (low.value - 0xdc00) })
  }
  addCharacter(found, unit)
  const open = parts.take(at, brace)
  const inBraces = open === -1 ? null : parts.number(open, 16)
  const close = inBraces ? parts.take(inBraces.end, CLOSING_BRACE) : -1
  if (close !== -1) addCharacter(found, inBraces, close)
}

/** Up to three digits, the first of which is `value`; a fourth after a zero. */
function addOctal(value: number, at: number, parts: Parts, found: Reading[]): void {
  const most = value === 0 ? 4 : 3
  let number = value
  let end = at
  for (let count = 1; ; count++) {
    const next = parts.digit(end, 8)
    if (count >= 3 || !next) addEither(found, { value: number & 0xff, end })
    if (!next || count === most) return
    number = number * 8 + next.value
    end = next.end
  }
}

/** `&amp;`, `&#39;`, `&#x27;`. */
function addEntity(at: number, parts: Parts, found: Reading[]): void {
  const afterHash = parts.take(at, hash)
  if (afterHash === -1) {
    addNamedEntity(at, parts, found)
    return
  }
  const afterX = parts.take(afterHash, LOWER_X, UPPER_X)
  const number = afterX === -1 ? parts.number(afterHash, 10) : parts.number(afterX, 16)
  const close = number ? parts.take(number.end, SEMICOLON) : -1
  if (close !== -1) addCharacter(found, number, close)
}

function addNamedEntity(at: number, parts: Parts, found: Reading[]): void {
  let name = ''
  for (let end = at; name.length <= LONGEST_NAME; ) {
    const next = parts.options(end).find(({ code }) => isWord(code) || code === SEMICOLON)
    if (!next) return
    end = next.end
    if (next.code === SEMICOLON) {
      const value = NAMED_ENTITIES.get(name)
      if (value !== undefined) addCharacter(found, { value, end })
      return
    }
    name += String.fromCharCode(next.code)
  }
}

/** `=3D`, and `=` at the end of a line that goes on. */
function addQuotedPrintable(at: number, parts: Parts, found: Reading[]): void {
  const digits = parts.hexadecimal(at, 2)
  if (digits) addByte(found, digits.value, digits.end)
  const afterReturn = parts.take(at, carriageReturn)
  const end = parts.take(afterReturn === -1 ? at : afterReturn, lineFeed)
  if (end !== -1) addByte(found, NOTHING, end)
}

/** A quote twice, as in CSV and SQL, and an apostrophe as shells write it. */
function addQuote(mark: number, at: number, parts: Parts, found: Reading[]): void {
  for (const { code, end } of parts.options(at)) if (code === mark) addByte(found, mark, end)
  if (mark !== apostrophe) return
  for (const rest of SHELL_QUOTES) {
    const end = parts.sequence(at, rest)
    if (end !== -1) addByte(found, apostrophe, end)
  }
}
