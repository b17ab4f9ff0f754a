import { NAMED_ENTITIES } from './masking-entities.ts'

/** What the bytes from some place up to `end` may stand for. */
export interface Reading {
  /** A byte, a code point, or {@link NOTHING}. */
  code: number
  /** A byte rather than a code point. */
  raw: boolean
  end: number
}

/** The code of what stands for nothing at all, such as a line that only goes on. */
export const NOTHING = -1

/** How many escapes may lie over each other: JSON in a URL in HTML. */
const LAYERS = 3

const [NUL, LF, CR, QUOTE, HASH, PERCENT, AND, APOSTROPHE, PLUS, EQUALS, BACKSLASH, BRACE] = [
  0, 10, 13, 34, 35, 37, 38, 39, 43, 61, 92, 123,
]

/** Whether an escape may begin with a byte. */
export const IS_MARK = new Uint8Array(256)
for (const mark of [NUL, CR, QUOTE, PERCENT, AND, APOSTROPHE, PLUS, EQUALS, BACKSLASH]) IS_MARK[mark] = 1

const LETTER_ESCAPES = new Map(
  Object.entries({ a: 7, b: 8, t: 9, n: LF, v: 11, f: 12, r: CR, e: 27 }).map(([letter, code]) => [
    letter.charCodeAt(0),
    code,
  ]),
)

/** An apostrophe within apostrophes, as shells write it, after the first of them. */
const SHELL_QUOTES = ["\\''", '"\'"\''].map((text) => Array.from(text, (c) => c.charCodeAt(0)))

/** How much of what stands for nothing may stand between two characters: UTF-32 has three NULs there. */
const MOST_SKIPPED = 3

/** Places whose readings are kept: each is looked at several times, as parts of escapes that begin before it. */
const KEPT = 64

/** Of so many in a row the first can only stand for backslashes. */
const MANY_BACKSLASHES = 16
const LAYERS_OF_BACKSLASHES = [2, 4, 8]

const NONE: Reading[] = []
const byte = (code: number, end: number): Reading => ({ code, raw: true, end })
const character = (code: number, end: number): Reading => ({ code, raw: false, end })

/**
 * Reads escapes: percent, form, backslash (JSON, JavaScript, Python, C, shells), HTML, quoted-printable, doubled
 * quotes, and bytes that may be skipped (the NULs of UTF-16, carriage returns); up to three over each other.
 */
export class Reader {
  readonly #bytes: Uint8Array
  readonly #length: number
  readonly #kept: Reading[][] = new Array(KEPT * (LAYERS + 1)).fill(NONE)
  readonly #keptFor = new Int32Array(KEPT * (LAYERS + 1)).fill(-1)

  constructor(bytes: Uint8Array, length: number) {
    this.#bytes = bytes
    this.#length = length
  }

  /** All that an escape which begins at `at` may stand for, other than the byte itself. */
  read(at: number): Reading[] {
    if (!this.#mayBegin(at)) return NONE
    if (isSkipped(this.#bytes[at] as number)) return [byte(NOTHING, at + 1)]
    if (this.#isAmongBackslashes(at)) return LAYERS_OF_BACKSLASHES.map((count) => byte(BACKSLASH, at + count))
    const simple = this.#readings(at, 1)
    return this.#isSimple(at, simple) ? simple : this.#readings(at, LAYERS)
  }

  /** Quotes are everywhere, and only a few begin anything. */
  #mayBegin(at: number): boolean {
    const mark = this.#bytes[at] as number
    if (mark !== QUOTE && mark !== APOSTROPHE) return IS_MARK[mark] === 1
    const next = at + 1 < this.#length ? this.#bytes[at + 1] : 0
    return next === QUOTE || next === APOSTROPHE || next === BACKSLASH || next === EQUALS || next === NUL
  }

  /** Each layer of escapes doubles the backslashes. */
  #isAmongBackslashes(at: number): boolean {
    let end = at
    const enough = Math.min(this.#length, at + MANY_BACKSLASHES)
    while (end < enough && this.#bytes[end] === BACKSLASH) end++
    return end === at + MANY_BACKSLASHES
  }

  /** Whether no part of the escape at `at`, nor what it stands for, may be an escape itself. */
  #isSimple(at: number, readings: Reading[]): boolean {
    if (readings.some(({ code }) => code > CR && IS_MARK[code] === 1)) return false
    const end = Math.min(this.#length, at + 1 + this.#partsOf(at))
    for (let next = at + 1; next < end; next++) {
      if (this.#mayBegin(next)) return false
      const part = this.#bytes[next] as number
      if (!isWord(part) && part !== HASH && part !== BRACE) break
    }
    return true
  }

  /** The most bytes that an escape may have after its mark, where these are no escapes. */
  #partsOf(at: number): number {
    const mark = this.#bytes[at] as number
    const letter = at + 1 < this.#length ? (this.#bytes[at + 1] as number) : 0
    if (mark === AND) return 12
    if (mark === PERCENT) return letter === 0x75 ? 12 : 2
    if (mark !== BACKSLASH) return 2
    if (letter === 0x75 || letter === 0x55) return 12
    return letter === 0x78 ? 3 : letter >= 0x30 && letter <= 0x37 ? 4 : 1
  }

  #readings(at: number, layers: number): Reading[] {
    if (at >= this.#length || !this.#mayBegin(at)) return NONE
    const slot = (at % KEPT) * (LAYERS + 1) + layers
    if (this.#keptFor[slot] === at) return this.#kept[slot] as Reading[]
    const found = this.#make(at, layers)
    this.#keptFor[slot] = at
    this.#kept[slot] = found
    return found
  }

  #make(at: number, layers: number): Reading[] {
    const found: Reading[] = []
    this.#escapes(this.#bytes[at] as number, at + 1, layers - 1, found)
    if (layers > 1)
      for (const inner of this.#readings(at, layers - 1)) {
        add(found, inner)
        if (IS_MARK[inner.code] === 1) this.#escapes(inner.code, inner.end, layers - 1, found)
      }
    return found
  }

  /** Adds what may follow a mark; its parts may be escaped themselves, in up to `inner` layers. */
  #escapes(mark: number, at: number, inner: number, found: Reading[]): void {
    if (mark === BACKSLASH) this.#backslash(at, inner, found)
    else if (mark === PERCENT) this.#percent(at, inner, found)
    else if (mark === AND) this.#entity(at, inner, found)
    else if (mark === EQUALS) this.#quotedPrintable(at, inner, found)
    else if (mark === PLUS) add(found, byte(0x20, at))
    else if (isSkipped(mark)) add(found, byte(NOTHING, at))
    else this.#quote(mark, at, inner, found)
  }

  /** `%2F` in either case, `%u00e9`, `%%`. */
  #percent(at: number, inner: number, found: Reading[]): void {
    this.#hexadecimal(at, 2, inner, (code, end) => addByte(found, code, end))
    for (const { code, end } of this.#options(at, inner))
      if (code === 0x75) this.#utf16(PERCENT, end, inner, found)
      else if (code === PERCENT) add(found, byte(PERCENT, end))
  }

  /** `\n`, `\/`, `\x41`, `\u00e9`, `\ud83d\ude00`, `\u{1f600}`, `\U0001f600`, `\303`, a backslash before a line break. */
  #backslash(at: number, inner: number, found: Reading[]): void {
    for (const { code, end } of this.#options(at, inner)) {
      const letter = LETTER_ESCAPES.get(code)
      if (letter !== undefined) add(found, byte(letter, end))
      else if (code === 0x78) this.#hexadecimal(end, 2, inner, (value, after) => addByte(found, value, after))
      else if (code === 0x75) this.#utf16(BACKSLASH, end, inner, found)
      else if (code === 0x55)
        this.#hexadecimal(end, 8, inner, (value, after) => {
          if (value <= 0x10ffff) add(found, character(value, after))
        })
      else if (code >= 0x30 && code <= 0x37) this.#octal(code - 0x30, end, inner, found)
      else if (code === LF) add(found, byte(NOTHING, end))
      else if (code < 0x80 && !isWord(code)) add(found, byte(code, end))
    }
  }

  /** Four digits after `u`, two of those for characters beyond 16 bits, or any number in braces. */
  #utf16(mark: number, at: number, inner: number, found: Reading[]): void {
    this.#hexadecimal(at, 4, inner, (high, end) => {
      const low = high >= 0xd800 && high < 0xdc00 ? this.#lowSurrogate(mark, end, inner) : null
      if (low) add(found, character(0x10000 + ((high - 0xd800) << 10) + (low.code - 0xdc00), low.end))
      add(found, character(high, end))
    })
    const brace = this.#take(at, inner, BRACE)
    if (brace === -1) return
    const { value, end } = this.#number(brace, 16, inner)
    const close = this.#take(end, inner, 0x7d)
    if (end > brace && close !== -1 && value <= 0x10ffff) add(found, character(value, close))
  }

  #lowSurrogate(mark: number, at: number, inner: number): { code: number; end: number } | null {
    const after = this.#take(at, inner, mark)
    const letter = after === -1 ? -1 : this.#take(after, inner, 0x75)
    let low: { code: number; end: number } | null = null
    if (letter !== -1)
      this.#hexadecimal(letter, 4, inner, (code, end) => {
        if (code >= 0xdc00 && code < 0xe000) low = { code, end }
      })
    return low
  }

  /** Up to three digits, the first of which is `value`; a fourth after a zero. */
  #octal(value: number, at: number, inner: number, found: Reading[]): void {
    const wanted = value === 0 ? 4 : 3
    let number = value
    let end = at
    for (let digits = 1; ; digits++) {
      const next = this.#digit(end, 8, inner)
      if (digits >= 3 || !next) addByte(found, number & 0xff, end)
      if (!next || digits === wanted) return
      number = number * 8 + next.value
      end = next.end
    }
  }

  /** `&amp;`, `&#39;`, `&#x27;`. */
  #entity(at: number, inner: number, found: Reading[]): void {
    const hash = this.#take(at, inner, HASH)
    if (hash === -1) {
      this.#namedEntity(at, inner, found)
      return
    }
    const x = this.#take(hash, inner, 0x78, 0x58)
    const start = x === -1 ? hash : x
    const { value, end } = this.#number(start, x === -1 ? 10 : 16, inner)
    const close = this.#take(end, inner, 0x3b)
    if (end > start && close !== -1 && value <= 0x10ffff) add(found, character(value, close))
  }

  #namedEntity(at: number, inner: number, found: Reading[]): void {
    let name = ''
    for (let end = at; name.length <= 8; ) {
      const [letter] = this.#options(end, inner).filter(({ code }) => isWord(code) || code === 0x3b)
      if (!letter) return
      if (letter.code === 0x3b) {
        const code = NAMED_ENTITIES.get(name)
        if (code !== undefined) add(found, character(code, letter.end))
        return
      }
      name += String.fromCharCode(letter.code)
      end = letter.end
    }
  }

  /** `=3D`, and `=` at the end of a line that goes on. */
  #quotedPrintable(at: number, inner: number, found: Reading[]): void {
    this.#hexadecimal(at, 2, inner, (code, end) => add(found, byte(code, end)))
    const cr = this.#take(at, inner, CR)
    const end = this.#take(cr === -1 ? at : cr, inner, LF)
    if (end !== -1) add(found, byte(NOTHING, end))
  }

  /** A quote twice, as in CSV and SQL, and an apostrophe as shells write it. */
  #quote(mark: number, at: number, inner: number, found: Reading[]): void {
    for (const { code, end } of this.#options(at, inner)) if (code === mark) add(found, byte(mark, end))
    if (mark === APOSTROPHE)
      for (const rest of SHELL_QUOTES) {
        const end = this.#sequence(at, rest, 0, inner)
        if (end !== -1) add(found, byte(mark, end))
      }
  }

  /** What may stand at `at`: the byte itself, and escapes in up to `layers` layers; skips what stands for nothing. */
  #options(at: number, layers: number, skips = MOST_SKIPPED): Reading[] {
    if (at >= this.#length) return NONE
    const itself = byte(this.#bytes[at] as number, at + 1)
    if (layers === 0 || IS_MARK[itself.code] === 0) return [itself]
    const options = [itself]
    for (const reading of this.#readings(at, layers))
      if (reading.code !== NOTHING) options.push(reading)
      else if (skips > 0) options.push(...this.#options(reading.end, layers, skips - 1))
    return options
  }

  /** The end of one of the codes at `at`, or -1. */
  #take(at: number, layers: number, code: number, or = code): number {
    const found = this.#options(at, layers).find((option) => option.code === code || option.code === or)
    return found ? found.end : -1
  }

  /** The end of the codes from `index` on, or -1. */
  #sequence(at: number, codes: number[], index: number, layers: number): number {
    if (index === codes.length) return at
    for (const { code, end } of this.#options(at, layers)) {
      const after = code === codes[index] ? this.#sequence(end, codes, index + 1, layers) : -1
      if (after !== -1) return after
    }
    return -1
  }

  #digit(at: number, base: number, layers: number): { value: number; end: number } | null {
    if (at < this.#length) {
      const value = digitValue(this.#bytes[at] as number)
      if (value < base) return { value, end: at + 1 }
    }
    if (layers === 0) return null
    for (const { code, end } of this.#options(at, layers))
      if (digitValue(code) < base) return { value: digitValue(code), end }
    return null
  }

  #hexadecimal(
    at: number,
    digits: number,
    layers: number,
    found: (value: number, end: number) => void,
  ): void {
    let number = 0
    let end = at
    for (let count = 0; count < digits; count++) {
      const digit = this.#digit(end, 16, layers)
      if (!digit) return
      number = number * 16 + digit.value
      end = digit.end
    }
    found(number, end)
  }

  /** As many digits as there are, up to eight: longer ones have zeros in front. `end` is `at` where there is none. */
  #number(at: number, base: number, layers: number): { value: number; end: number } {
    let value = 0
    let end = at
    for (let count = 0; count < 8; count++) {
      const digit = this.#digit(end, base, layers)
      if (!digit) break
      value = value * base + digit.value
      end = digit.end
    }
    return { value, end }
  }
}

function add(found: Reading[], reading: Reading): void {
  if (found.some(({ code, raw, end }) => code === reading.code && raw === reading.raw && end === reading.end))
    return
  found.push(reading)
  // Escaped as well: those of UTF-16, and of line ends.
  if (isSkipped(reading.code)) add(found, byte(NOTHING, reading.end))
}

/** In literals of bytes `\xc3\xa9` is one character, in others it is two; so `%E9` of JavaScript's `escape`. */
function addByte(found: Reading[], code: number, end: number): void {
  add(found, byte(code, end))
  if (code >= 0x80) add(found, character(code, end))
}

const isSkipped = (code: number): boolean => code === NUL || code === CR

const isWord = (code: number): boolean =>
  (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a)

/** Of a digit in either case; 99 for everything else. */
export function digitValue(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const lower = code | 0x20
  return code < 0x80 && lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : 99
}
