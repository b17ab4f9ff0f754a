import { IS_MARK } from './masking-bytes.ts'
import { Reader } from './masking-reader.ts'
import { isAtEdge, Run, type View } from './masking-view.ts'

const COMMA = 0x2c
/** With the indentation of JSON that is laid out. */
const LONGEST_SEPARATOR = 64

/** Finds lists of bytes as decimal numbers: `115, 101, 99`, as programs print arrays of bytes. */
export class NumberListFinder {
  readonly run = new Run()
  readonly #view: View
  readonly #shortest: number
  readonly #reader: Reader
  #at = 0

  /** @param shortest bytes that a list must have */
  constructor(view: View, shortest: number) {
    this.#view = view
    this.#shortest = shortest
    this.#reader = new Reader(view.bytes, view.length)
  }

  /** Puts the next list into `run`; false where there is none. */
  next(): boolean {
    const { bytes, length } = this.#view
    for (let at = this.#at; at < length; ) {
      while (at < length && !isDigit(bytes[at])) at++
      this.run.count = 0
      for (let next = at; next !== -1; ) {
        let end = next
        let value = 0
        while (end < length && isDigit(bytes[end]))
          value = Math.min(value * 10 + (bytes[end++] as number) - 0x30, 256)
        at = end
        if (end === next || value > 255) break
        this.run.push(value, next, end)
        next = this.#afterSeparator(end)
      }
      const { to, count } = this.run
      if (count === 0 || (count < this.#shortest && !isAtEdge(this.#view, to[count - 1] as number))) continue
      this.#at = at
      return true
    }
    this.#at = length
    return false
  }

  /** After a comma, white space or both, escaped or not; -1 where there is none. */
  #afterSeparator(at: number): number {
    const { bytes, length } = this.#view
    let next = at
    for (const end = Math.min(length, at + LONGEST_SEPARATOR); next < end; ) {
      const byte = bytes[next] as number
      if (isSeparator(byte)) next++
      else {
        const escaped = IS_MARK[byte] === 1 && this.#reader.read(next).find(({ code }) => isSeparator(code))
        if (!escaped) break
        next = escaped.end
      }
    }
    return next === at ? -1 : next
  }
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39
const isSeparator = (code: number): boolean => code === COMMA || code === 0x20 || (code >= 9 && code <= 13)
