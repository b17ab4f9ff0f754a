/**
 * A text as bytes, after undoing none or some encodings. `from` and `to` say for each byte which characters
 * (UTF-16 units) of the original text it came from.
 */
export interface View {
  bytes: Uint8Array
  from: Int32Array
  to: Int32Array
  length: number
}

/** Builds a view; it grows as needed. */
export class ViewBuilder implements View {
  bytes: Uint8Array
  from: Int32Array
  to: Int32Array
  length = 0

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity)
    this.from = new Int32Array(capacity)
    this.to = new Int32Array(capacity)
  }

  push(byte: number, from: number, to: number): void {
    if (this.length === this.bytes.length) this.#grow()
    this.bytes[this.length] = byte
    this.from[this.length] = from
    this.to[this.length++] = to
  }

  /** Adds a code point as UTF-8; lone surrogates too, as the three bytes that they would be. */
  pushCodePoint(code: number, from: number, to: number): void {
    if (code < 0x80) {
      this.push(code, from, to)
      return
    }
    if (code < 0x800) this.push(0xc0 | (code >> 6), from, to)
    else {
      if (code < 0x10000) this.push(0xe0 | (code >> 12), from, to)
      else {
        this.push(0xf0 | (code >> 18), from, to)
        this.push(0x80 | ((code >> 12) & 0x3f), from, to)
      }
      this.push(0x80 | ((code >> 6) & 0x3f), from, to)
    }
    this.push(0x80 | (code & 0x3f), from, to)
  }

  /** Copies a stretch of another view. */
  append(view: View, start: number, end: number): void {
    const length = this.length + end - start
    if (length > this.bytes.length) this.#grow(length)
    this.bytes.set(view.bytes.subarray(start, end), this.length)
    this.from.set(view.from.subarray(start, end), this.length)
    this.to.set(view.to.subarray(start, end), this.length)
    this.length = length
  }

  #grow(least = 64): void {
    const capacity = Math.max(least, this.bytes.length * 2)
    const enlarge = <Array extends Uint8Array | Int32Array>(into: Array, old: Array): Array => {
      into.set(old)
      return into
    }
    this.bytes = enlarge(new Uint8Array(capacity), this.bytes)
    this.from = enlarge(new Int32Array(capacity), this.from)
    this.to = enlarge(new Int32Array(capacity), this.to)
  }
}

/** The text as it stands, in UTF-8. */
export function viewOfText(text: string): View {
  const view = new ViewBuilder(text.length + 16)
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at)
    if (code < 0x80) {
      view.push(code, at, ++at)
      continue
    }
    const point = text.codePointAt(at) ?? code
    const end = at + (point > 0xffff ? 2 : 1)
    view.pushCodePoint(point, at, end)
    at = end
  }
  return view
}

/** A pattern as the views would show it. */
export function patternOf(text: string): Uint8Array {
  const { bytes, length } = viewOfText(text)
  return bytes.slice(0, length)
}
