import { type Automaton, createAutomaton } from './masking-automaton.ts'
import { IS_MARK } from './masking-bytes.ts'
import { FOLDED } from './masking-folding.ts'
import { Reader } from './masking-reader.ts'
import { NOTHING, type Reading } from './masking-readings.ts'

/** How many readings of one place are followed at once; further ones are dropped, the least far along first. */
const MAX_LANES = 8

const NO_STEP = -1

export interface ScanFound {
  /** A pattern was found in the bytes `from` to `to`. */
  pattern(pattern: number, from: number, to: number): void
  /** While {@link Scanner.watch} is on: the bytes from `from` on may be the beginning of a pattern. */
  beginning(from: number): void
}

/** A reading that was taken within a lane. */
interface Step {
  /** The reading before it, or NO_STEP. */
  previous: number
  from: number
  to: number
  /** How many bytes it stands for. */
  bytes: number
}

/** One way to read the text so far: where it has brought the automaton, and its last reading. */
interface Lane {
  at: number
  state: number
  step: number
}

/** What is looked for, made ready once for many texts. */
export interface Needles {
  readonly automaton: Automaton
  readonly lengths: Int32Array
  /** Bytes that change nothing as long as nothing is begun. */
  readonly isDull: Uint8Array
}

/** @param patterns none of them empty */
export function needlesOf(patterns: Uint8Array[]): Needles {
  const automaton = createAutomaton(patterns)
  const isDull = (byte: number): boolean =>
    (IS_MARK[byte] === 0 || byte === 0 || byte === 13) && automaton.root[FOLDED[byte] as number] === 0
  return {
    automaton,
    lengths: Int32Array.from(patterns, ({ length }) => length),
    isDull: new Uint8Array(256).map((_, byte) => (isDull(byte) ? 1 : 0)),
  }
}

/**
 * Looks for patterns in bytes read as they stand and, where escapes begin, also as what these may stand for. The
 * text as it stands is one lane through the automaton. Each reading of an escape that may lie in a pattern makes
 * another, until its pattern is complete, fails, or lies behind the escape: that the first lane finds itself.
 */
export class Scanner {
  /** Whether beginnings of patterns are reported. */
  watch = false
  readonly #automaton: Automaton
  readonly #lengths: Int32Array
  readonly #isDull: Uint8Array
  readonly #found: ScanFound
  #bytes: Uint8Array = new Uint8Array(0)
  #length = 0
  #reader = new Reader(this.#bytes, 0)
  #at = 0
  #state = 0
  /** Those that go on at the current place, and those that do so further on. */
  #lanes: Lane[] = []
  #waiting: Lane[] = []
  #steps: Step[] = []

  constructor({ automaton, lengths, isDull }: Needles, found: ScanFound) {
    this.#automaton = automaton
    this.#lengths = lengths
    this.#isDull = isDull
    this.#found = found
  }

  begin(bytes: Uint8Array, length: number): void {
    this.#bytes = bytes
    this.#length = length
    this.#reader = new Reader(bytes, length)
    this.#at = 0
    this.#state = 0
    this.#lanes = []
    this.#waiting = []
    this.#steps = []
  }

  /** Goes on to byte `until`. */
  advance(until: number): void {
    const bytes = this.#bytes
    const isDull = this.#isDull
    const { root, output, step } = this.#automaton
    let at = this.#at
    let state = this.#state
    while (at < until) {
      const isAlone = this.#lanes.length === 0 && this.#waiting.length === 0
      if (state === 0 && isAlone && !this.watch) {
        while (at < until && isDull[bytes[at] as number] === 1) at++
        if (at >= until) break
      }
      if (!isAlone) this.#join(at)
      if (this.watch) this.#report(at, state)
      const byte = bytes[at] as number
      if (IS_MARK[byte] === 1) this.#fork(at, state)
      const folded = FOLDED[byte] as number
      state = state === 0 ? (root[folded] as number) : step(state, folded)
      at++
      const pattern = output[state] as number
      if (pattern !== -1) this.#found.pattern(pattern, at - (this.#lengths[pattern] as number), at)
      if (this.#lanes.length > 0) this.#advanceLanes(folded, at)
    }
    this.#at = at
    this.#state = state
  }

  /** Takes in the lanes whose last reading ends here. */
  #join(at: number): void {
    const { depth } = this.#automaton
    const later: Lane[] = []
    for (const lane of this.#waiting) {
      if (lane.at > at) later.push(lane)
      else if (this.#lanes.some(({ state }) => state === lane.state)) continue
      else if (this.#lanes.length < MAX_LANES) this.#lanes.push(lane)
      else {
        const least = this.#lanes.reduce((a, b) =>
          (depth[b.state] as number) < (depth[a.state] as number) ? b : a,
        )
        if ((depth[least.state] as number) < (depth[lane.state] as number))
          this.#lanes[this.#lanes.indexOf(least)] = lane
      }
    }
    this.#waiting = later
    if (this.#lanes.length === 0 && later.length === 0) this.#steps = []
  }

  /** Begins a lane for each reading of what begins here, in each lane that is here. */
  #fork(at: number, state: number): void {
    for (const reading of this.#reader.read(at)) {
      this.#follow(state, NO_STEP, at, reading)
      for (const lane of this.#lanes) this.#follow(lane.state, lane.step, at, reading)
    }
  }

  #follow(from: number, previous: number, at: number, reading: Reading): void {
    const { step, output } = this.#automaton
    const bytes = bytesOf(reading)
    let state = from
    for (const byte of bytes) state = step(state, FOLDED[byte] as number)
    if (state === 0) return
    const index = this.#steps.push({ previous, from: at, to: reading.end, bytes: bytes.length }) - 1
    const pattern = output[state] as number
    if (pattern !== -1 && bytes.length > 0) {
      const length = this.#lengths[pattern] as number
      this.#found.pattern(pattern, this.#startOf(length, index, reading.end), reading.end)
    }
    if (this.watch)
      this.#found.beginning(this.#startOf(this.#automaton.depth[state] as number, index, reading.end))
    if (reading.end < this.#length) this.#waiting.push({ at: reading.end, state, step: index })
  }

  #advanceLanes(folded: number, at: number): void {
    const { step, depth, output } = this.#automaton
    this.#lanes = this.#lanes.filter((lane) => {
      lane.state = step(lane.state, folded)
      lane.at = at
      const plain = at - (this.#steps[lane.step] as Step).to
      if ((depth[lane.state] as number) <= plain) return false
      const pattern = output[lane.state] as number
      const length = pattern === -1 ? 0 : (this.#lengths[pattern] as number)
      if (length > plain) this.#found.pattern(pattern, this.#startOf(length, lane.step, at), at)
      return true
    })
  }

  #report(at: number, state: number): void {
    const { depth } = this.#automaton
    this.#found.beginning(at - (depth[state] as number))
    for (const lane of this.#lanes)
      this.#found.beginning(this.#startOf(depth[lane.state] as number, lane.step, at))
  }

  /** Where the last `length` bytes of a lane begin in the text. */
  #startOf(length: number, last: number, at: number): number {
    let left = length
    let end = at
    for (let index = last; index !== NO_STEP; ) {
      const { previous, from, to, bytes } = this.#steps[index] as Step
      if (left <= end - to) break
      left -= end - to + bytes
      if (left <= 0) return from
      end = from
      index = previous
    }
    return end - left
  }
}

const encoder = new TextEncoder()

/** In UTF-8. */
function bytesOf({ code, raw }: Reading): Iterable<number> & { length: number } {
  if (code === NOTHING) return []
  return raw || code < 0x80 ? [code] : encoder.encode(String.fromCodePoint(code))
}
