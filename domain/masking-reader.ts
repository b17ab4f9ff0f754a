import { IS_MARK, isSkipped, isWord, MARK, markAll } from './masking-bytes.ts'
import { addEscapes } from './masking-escapes.ts'
import { Parts } from './masking-parts.ts'
import { add, NOTHING, type Reading } from './masking-readings.ts'

const { nul, return: carriageReturn, quote, hash, percent, and, apostrophe, plus, backslash, brace } = MARK

/** How many escapes may lie over each other: JSON in a URL in HTML. */
const LAYERS = 3

/** Of so many of the same mark in a row, the first can only stand for itself: each layer doubles it. */
const MANY = 16
const DOUBLED = [2, 4, 8]
const IS_DOUBLED = markAll(quote, percent, apostrophe, backslash)

/** Places whose readings are kept: each is looked at several times, as parts of escapes that begin before it. */
const KEPT = 64

const NONE: Reading[] = []
const NONE_KEPT: Reading[][] = []
const NO_PLACES = new Int32Array(0)

/**
 * Reads escapes: percent, form, backslash (JSON, JavaScript, Python, C, shells), HTML, quoted-printable, doubled
 * quotes, and bytes that may be skipped (the NULs of UTF-16, carriage returns); up to three over each other.
 */
export class Reader {
  readonly bytes: Uint8Array
  readonly length: number
  /** Made with the first escape: most texts have none. */
  #kept: Reading[][] = NONE_KEPT
  #keptFor = NO_PLACES

  constructor(bytes: Uint8Array, length: number) {
    this.bytes = bytes
    this.length = length
  }

  /** All that an escape which begins at `at` may stand for, other than the byte itself. */
  read(at: number): Reading[] {
    if (!this.#mayBegin(at)) return NONE
    const mark = this.bytes[at] as number
    if (isSkipped(mark)) return [{ code: NOTHING, raw: true, end: at + 1 }]
    if (this.#isAmongMany(at)) return DOUBLED.map((count) => ({ code: mark, raw: true, end: at + count }))
    const simple = this.layered(at, 1)
    return this.#isSimple(at, simple) ? simple : this.layered(at, LAYERS)
  }

  /** The same for up to `layers` escapes over each other. */
  layered(at: number, layers: number): Reading[] {
    if (at >= this.length || !this.#mayBegin(at)) return NONE
    const slot = (at % KEPT) * LAYERS + layers - 1
    if (this.#keptFor[slot] === at) return this.#kept[slot] as Reading[]
    const readings = this.#readingsOf(at, layers)
    if (this.#kept === NONE_KEPT) {
      this.#kept = new Array(KEPT * LAYERS).fill(NONE)
      this.#keptFor = new Int32Array(KEPT * LAYERS).fill(-1)
    }
    this.#keptFor[slot] = at
    this.#kept[slot] = readings
    return readings
  }

  /** In each layer the mark may stand there itself, or be escaped in the layers below. */
  #readingsOf(at: number, layers: number): Reading[] {
    const found: Reading[] = []
    const mark = this.bytes[at] as number
    addEscapes(mark, at + 1, new Parts(this, layers - 1, mark, true), found)
    if (layers === 1) return found
    const parts = new Parts(this, layers - 1, mark, false)
    for (const inner of this.layered(at, layers - 1)) {
      add(found, inner)
      if (IS_MARK[inner.code] === 1) addEscapes(inner.code, inner.end, parts, found)
    }
    return found
  }

  /** Quotes are everywhere, and only a few begin anything. */
  #mayBegin(at: number): boolean {
    const mark = this.bytes[at] as number
    if (mark !== quote && mark !== apostrophe) return IS_MARK[mark] === 1
    const next = at + 1 < this.length ? (this.bytes[at + 1] as number) : hash
    return next === nul || (next !== percent && next !== plus && IS_MARK[next] === 1)
  }

  #isAmongMany(at: number): boolean {
    const mark = this.bytes[at] as number
    if (IS_DOUBLED[mark] === 0) return false
    const enough = Math.min(this.length, at + MANY)
    let end = at
    while (end < enough && this.bytes[end] === mark) end++
    return end === at + MANY
  }

  /** Whether no part of the escape at `at`, nor what it stands for, may be an escape itself. */
  #isSimple(at: number, readings: Reading[]): boolean {
    if (readings.some(({ code }) => code > carriageReturn && IS_MARK[code] === 1)) return false
    const end = Math.min(this.length, at + 1 + this.#partsOf(at))
    for (let next = at + 1; next < end; next++) {
      if (this.#mayBegin(next)) return false
      const part = this.bytes[next] as number
      if (!isWord(part) && part !== hash && part !== brace) break
    }
    return true
  }

  /** The most bytes that an escape may have after its mark, where these are no escapes. */
  #partsOf(at: number): number {
    const mark = this.bytes[at] as number
    const letter = at + 1 < this.length ? (this.bytes[at + 1] as number) : 0
    if (mark === and) return 12
    if (mark === percent) return letter === 0x75 ? 12 : 2
    if (mark !== backslash) return 2
    if (letter === 0x75 || letter === 0x55) return 12
    return letter === 0x78 ? 3 : letter >= 0x30 && letter <= 0x37 ? 4 : 1
  }
}
