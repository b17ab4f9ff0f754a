import { digitValue, IS_MARK } from './masking-bytes.ts'
import { MOST_READINGS, NOTHING, type Reading } from './masking-readings.ts'

/** How much of what stands for nothing may stand between two characters: UTF-32 has three NULs there. */
const MOST_SKIPPED = 3

const NONE: Reading[] = []

/** Bytes, and what may stand there where escapes begin. */
interface Layered {
  readonly bytes: Uint8Array
  readonly length: number
  layered(at: number, layers: number): Reading[]
}

export interface Digits {
  value: number
  end: number
}

/** What the parts of an escape may be: bytes that stand there, or escapes of the layers below. */
export class Parts {
  readonly #reader: Layered
  readonly #layers: number
  readonly #mark: number
  readonly #isBare: boolean

  /**
   * @param layers how many escapes may lie over each part
   * @param mark the byte that the whole begins with
   * @param isBare whether that is the mark of the escape itself: then none of its parts is escaped by it. Else it
   * is the mark of the layer below, and has escaped all that looks like it.
   */
  constructor(reader: Layered, layers: number, mark: number, isBare: boolean) {
    this.#reader = reader
    this.#layers = layers
    this.#mark = mark
    this.#isBare = isBare
  }

  /** All that a part at `at` may be. What stands for nothing is passed over. */
  options(at: number, skips = MOST_SKIPPED): Reading[] {
    if (at >= this.#reader.length) return NONE
    const code = this.#reader.bytes[at] as number
    const itself = { code, raw: true, end: at + 1 }
    if (this.#layers === 0 || IS_MARK[code] === 0 || (this.#isBare && code === this.#mark)) return [itself]
    const readings = this.#reader.layered(at, this.#layers)
    if (readings.length === 0) return [itself]
    const options = code === this.#mark ? [] : [itself]
    for (const reading of readings)
      if (reading.code !== NOTHING) options.push(reading)
      else if (skips > 0) options.push(...this.options(reading.end, skips - 1))
    return options.slice(0, MOST_READINGS)
  }

  /** The end of one of the codes at `at`, or -1. */
  take(at: number, code: number, or = code): number {
    const found = this.options(at).find((option) => option.code === code || option.code === or)
    return found ? found.end : -1
  }

  /** The end of the codes from `index` on, or -1. */
  sequence(at: number, codes: number[], index = 0): number {
    if (index === codes.length) return at
    for (const { code, end } of this.options(at)) {
      const after = code === codes[index] ? this.sequence(end, codes, index + 1) : -1
      if (after !== -1) return after
    }
    return -1
  }

  digit(at: number, base: number): Digits | null {
    for (const { code, end } of this.options(at))
      if (digitValue(code) < base) return { value: digitValue(code), end }
    return null
  }

  /** Exactly so many hexadecimal digits. */
  hexadecimal(at: number, count: number): Digits | null {
    let value = 0
    let end = at
    for (let index = 0; index < count; index++) {
      const digit = this.digit(end, 16)
      if (!digit) return null
      value = value * 16 + digit.value
      end = digit.end
    }
    return { value, end }
  }

  /** As many digits as there are, but no more than eight: longer numbers are no characters. Null without any. */
  number(at: number, base: number): Digits | null {
    let value = 0
    let end = at
    for (let count = 0; count < 8; count++) {
      const digit = this.digit(end, base)
      if (!digit) break
      value = value * base + digit.value
      end = digit.end
    }
    return end === at ? null : { value, end }
  }
}
