/** A byte between two stretches of a view that don't belong together; none of UTF-8. */
const BREAK = 0xff

/** What lies within so many bytes of a text's end may be cut in the middle of an escape, or between two digits. */
const EDGE = 128

type Stretch = { from: number; to: number }

/** Bytes that a text shows as it stands or in an encoding, and where in the text each of them stands. */
export interface View {
  readonly bytes: Uint8Array
  readonly length: number
  /** Stretches whose end is that of a text which was cut. */
  readonly edges: readonly Stretch[]
  /** Whether bytes belong together. */
  isOne(from: number, to: number): boolean
  /** Where in the text, as an offset into its UTF-8, what a byte stands for begins. */
  start(index: number): number
  /** Where it ends. */
  end(index: number): number
}

/** @param isCut whether the text goes on behind its end: only then anything short there is worth a look */
export function viewOfText(bytes: Uint8Array, isCut: boolean): View {
  const { length } = bytes
  const edges = isCut ? [{ from: Math.max(0, length - EDGE), to: length }] : []
  return { bytes, length, edges, isOne: () => true, start: (index) => index, end: (index) => index + 1 }
}

/** Room that runs begin with: most texts are short, or have none. */
const FIRST_DIGITS = 64

/** Digits of some encoding that stand together: their values and where each begins and ends in a view. */
export class Run {
  values = new Uint8Array(FIRST_DIGITS)
  from = new Int32Array(FIRST_DIGITS)
  to = new Int32Array(FIRST_DIGITS)
  count = 0

  push(value: number, from: number, to: number): void {
    if (this.count === this.values.length) {
      this.values = grown(this.values, this.count * 2)
      this.from = grown(this.from, this.count * 2)
      this.to = grown(this.to, this.count * 2)
    }
    this.values[this.count] = value
    this.from[this.count] = from
    this.to[this.count++] = to
  }
}

/** What runs of digits stand for, one after the other, each read from every digit on that a byte may begin with. */
export class DecodedRuns implements View {
  bytes = new Uint8Array(FIRST_DIGITS)
  length = 0
  edges: Stretch[] = []
  readonly #parent: View
  readonly #bits: number
  #from = new Int32Array(FIRST_DIGITS)
  #to = new Int32Array(FIRST_DIGITS)
  #digits = 0
  /** For each stretch its first byte, and the digit that it begins with. */
  #stretches: number[] = []
  #firstDigits: number[] = []

  /** @param bits how many each digit stands for */
  constructor(parent: View, bits: number) {
    this.#parent = parent
    this.#bits = bits
  }

  add(run: Run): void {
    const first = this.#digits
    this.#keepPlaces(run)
    const atEdge = isAtEdge(this.#parent, run.to[run.count - 1] as number)
    for (let skipped = 0; skipped < beginnings(this.#bits); skipped++) {
      this.#stretches.push(this.length)
      this.#firstDigits.push(first + skipped)
      const start = this.length
      this.#decode(run, skipped)
      if (atEdge) this.edges.push({ from: Math.max(start, this.length - EDGE), to: this.length })
      this.bytes[this.length++] = BREAK
    }
  }

  isOne(from: number, to: number): boolean {
    const next = this.#stretches[lastAtMost(this.#stretches, from) + 1] ?? this.length
    return to < next
  }

  start(index: number): number {
    return this.#parent.start(this.#from[this.#digitAt(index, 0)] as number)
  }

  end(index: number): number {
    return this.#parent.end((this.#to[this.#digitAt(index, 7)] as number) - 1)
  }

  #keepPlaces({ from, to, count }: Run): void {
    const digits = this.#digits + count
    if (digits > this.#from.length) {
      this.#from = grown(this.#from, Math.max(digits, this.#from.length * 2))
      this.#to = grown(this.#to, Math.max(digits, this.#to.length * 2))
    }
    this.#from.set(from.subarray(0, count), this.#digits)
    this.#to.set(to.subarray(0, count), this.#digits)
    this.#digits = digits
  }

  #decode({ values, count }: Run, skipped: number): void {
    const bits = this.#bits
    const needed = this.length + Math.ceil((count * bits) / 8) + 1
    if (needed > this.bytes.length) this.bytes = grown(this.bytes, Math.max(needed, this.bytes.length * 2))
    const { bytes } = this
    let at = this.length
    let buffer = 0
    let held = 0
    for (let index = skipped; index < count; index++) {
      buffer = ((buffer << bits) | (values[index] as number)) & 0xffff
      held += bits
      if (held < 8) continue
      held -= 8
      bytes[at++] = (buffer >> held) & 0xff
    }
    this.length = at
  }

  /** The digit that bit `bit` of a byte comes from. */
  #digitAt(index: number, bit: number): number {
    const stretch = lastAtMost(this.#stretches, index)
    const before = (index - (this.#stretches[stretch] as number)) * 8 + bit
    return (this.#firstDigits[stretch] as number) + Math.floor(before / this.#bits)
  }
}

/** Whether the text may have been cut soon after a byte. */
export const isAtEdge = ({ edges }: View, index: number): boolean =>
  edges.some(({ from, to }) => index >= from && index <= to)

/** How many of the first digits a byte may begin with: as many as it takes for bytes and digits to end together. */
const beginnings = (bits: number): number => (bits === 6 ? 4 : bits === 5 ? 8 : bits === 4 ? 2 : 1)

/** The index of the last of the ascending `numbers` that is not greater than `limit`. */
function lastAtMost(numbers: number[], limit: number): number {
  let low = 0
  let high = numbers.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((numbers[middle] as number) <= limit) low = middle
    else high = middle - 1
  }
  return low
}

function grown<Numbers extends Uint8Array | Int32Array>(numbers: Numbers, capacity: number): Numbers {
  const larger = (
    numbers instanceof Uint8Array ? new Uint8Array(capacity) : new Int32Array(capacity)
  ) as Numbers
  larger.set(numbers)
  return larger
}
