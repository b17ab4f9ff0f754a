import { ALPHABETS, type Alphabet } from './masking-alphabets.ts'
import { IS_MARK } from './masking-bytes.ts'
import { Reader } from './masking-reader.ts'
import { NOTHING } from './masking-readings.ts'
import { isAtEdge, Run, type View } from './masking-view.ts'

const [TAB, LF, CR, SPACE] = [9, 10, 13, 32]
const EQUALS = 0x3d

/** From so many characters on, a space may be a line break that a shell took for one; otherwise it ends a word. */
const LONG_STRETCH = 16

/** Characters between two literals that make one text: `" +\n    "`. */
const BETWEEN_LITERALS = /[\s+.,&\\]/
const LONGEST_BETWEEN = 60

/** Between the bytes of a list: `61:62`, `61, 62`. */
const SEPARATORS = ' ,:;-|\t\n\r'
const LONGEST_SEPARATOR = 4

/** Marks of escapes that a run may begin with. */
const BEGINNERS = '%\\&'

const [OTHER, DIGIT, MARK] = [0, 1, 2]
const NO_PLACE = -1

const kindsOf = ({ values }: Alphabet): Uint8Array =>
  Uint8Array.from(values, (value, byte) => {
    if (value >= 0) return DIGIT
    return BEGINNERS.includes(String.fromCharCode(byte)) ? MARK : OTHER
  })

/** For each alphabet whether a byte is a digit, or may begin an escaped one. */
const KINDS = new Map(ALPHABETS.map((alphabet) => [alphabet, kindsOf(alphabet)]))

/**
 * Finds runs of an alphabet's digits in a view. A run goes on over line breaks, over the end of one string literal
 * and the beginning of the next, and between bytes where the alphabet has groups; digits may be escaped.
 */
export class RunFinder {
  readonly run = new Run()
  readonly #view: View
  readonly #alphabet: Alphabet
  readonly #shortest: number
  readonly #reader: Reader
  readonly #kinds: Uint8Array
  #at = 0

  /** @param shortest bytes that a run must stand for */
  constructor(view: View, alphabet: Alphabet, shortest: number) {
    this.#view = view
    this.#alphabet = alphabet
    this.#shortest = Math.max(alphabet.least, Math.ceil((shortest * 8) / alphabet.bits))
    this.#reader = new Reader(view.bytes, view.length)
    this.#kinds = KINDS.get(alphabet) ?? kindsOf(alphabet)
  }

  /** Puts the next run into `run`; false where there is none. */
  next(): boolean {
    const { bytes, length } = this.#view
    const kinds = this.#kinds
    for (let at = this.#at; at < length; ) {
      while (at < length && kinds[bytes[at] as number] === OTHER) at++
      this.run.count = 0
      const stretch = at
      while (at < length && kinds[bytes[at] as number] === DIGIT) at++
      // Most words end here; only a long run is worth a list of its digits.
      const mayGoOn = at < length && this.#next(at, at - stretch) !== NO_PLACE
      if (!mayGoOn && at - stretch < this.#shortest && !isAtEdge(this.#view, at)) {
        at = Math.max(at, stretch + 1)
        continue
      }
      this.run.count = 0
      this.#at = this.#collect(stretch)
      at = this.#at
      if (!this.#isLongEnough() || (this.#alphabet.isOneCase && !this.#isOfOneCase())) continue
      this.#addPadding()
      return true
    }
    this.#at = length
    return false
  }

  /** Makes the run that begins at `at`. @returns where it ends, at least one byte on */
  #collect(start: number): number {
    const { bytes, length } = this.#view
    const { values } = this.#alphabet
    let at = start
    for (let next = start; next !== NO_PLACE && next < length; ) {
      at = next
      const stretch = at
      for (; at < length && this.#kinds[bytes[at] as number] === DIGIT; at++)
        this.run.push(values[bytes[at] as number] as number, at, at + 1)
      next = at < length ? this.#next(at, at - stretch) : NO_PLACE
    }
    return Math.max(at, start + 1)
  }

  /** Where digits may go on after a stretch of so many that ends at `at`; adds the escaped digit that is there. */
  #next(at: number, stretch: number): number {
    const byte = this.#view.bytes[at] as number
    if (byte === LF || byte === CR) return this.#afterIndentation(at + 1)
    if (IS_MARK[byte] === 1) {
      const next = this.#escaped(at)
      if (next !== NO_PLACE) return next
    }
    if (byte === 0x22 || byte === 0x27 || byte === 0x60) return this.#afterQuotes(at)
    if (this.#alphabet.hasGroups) return this.#afterSeparator(at, stretch)
    return byte === SPACE && stretch >= LONG_STRETCH ? at + 1 : NO_PLACE
  }

  #escaped(at: number): number {
    for (const { code, end } of this.#reader.read(at)) {
      if (code === NOTHING || code === LF || code === CR) return this.#afterIndentation(end)
      const value = code < 0x80 ? (this.#alphabet.values[code] as number) : -1
      if (value < 0) continue
      this.run.push(value, at, end)
      return end
    }
    return NO_PLACE
  }

  #afterIndentation(at: number): number {
    const { bytes, length } = this.#view
    let next = at
    while (next < length && (bytes[next] === SPACE || bytes[next] === TAB)) next++
    return next
  }

  /** Where a string literal ends here, and nothing but an operator stands before the next one. */
  #afterQuotes(at: number): number {
    const { bytes, length } = this.#view
    const end = Math.min(length, at + LONGEST_BETWEEN)
    for (let next = at + 1; next < end; next++) {
      if (bytes[next] === bytes[at]) return next + 1
      if (!BETWEEN_LITERALS.test(String.fromCharCode(bytes[next] as number))) break
    }
    return NO_PLACE
  }

  /** After whole bytes: a few separators, and what says that a number is hexadecimal. */
  #afterSeparator(at: number, stretch: number): number {
    if (stretch === 0 || stretch % 2 === 1) return NO_PLACE
    const { bytes, length } = this.#view
    let next = at
    while (
      next < Math.min(length, at + LONGEST_SEPARATOR) &&
      SEPARATORS.includes(String.fromCharCode(bytes[next] as number))
    )
      next++
    if (next === at) return NO_PLACE
    const marks = bytes[next + 1] === 0x78 && (bytes[next] === 0x30 || bytes[next] === 0x5c) ? 2 : 0
    next += marks
    const isByte = (place: number) => place < length && this.#kinds[bytes[place] as number] === DIGIT
    return isByte(next) && isByte(next + 1) ? next : NO_PLACE
  }

  #isLongEnough(): boolean {
    const { to, count } = this.run
    return count >= this.#shortest || (count > 0 && isAtEdge(this.#view, to[count - 1] as number))
  }

  #isOfOneCase(): boolean {
    const { bytes } = this.#view
    let upper = false
    let lower = false
    for (let index = 0; index < this.run.count; index++) {
      const byte = bytes[this.run.from[index] as number] as number
      if (byte >= 0x61) lower = true
      else if (byte >= 0x41) upper = true
    }
    return !(upper && lower)
  }

  /** The signs at the end belong to the last digit, so that they go with it. */
  #addPadding(): void {
    const { bytes, length } = this.#view
    const last = this.run.count - 1
    let end = this.run.to[last] as number
    for (let count = 0; count < 6 && end < length; count++) {
      if (bytes[end] === EQUALS) end++
      else {
        const escaped = this.#reader.read(end).find(({ code }) => code === EQUALS)
        if (!escaped) break
        end = escaped.end
      }
    }
    this.run.to[last] = end
  }
}
