/** Finds many byte patterns at once (Aho and Corasick, 1975), in time and memory linear in their sum. */
export interface Automaton {
  /** Reports the longest pattern that ends at each place: `pattern`'s index and the offset of its last byte. */
  scan(bytes: Uint8Array, length: number, found: (pattern: number, last: number) => void): void
}

/** A byte that no UTF-8 text contains, so that no pattern matches across it. */
export const BREAK = 0xff

/** Patterns must not be empty; of equal ones the first is reported. */
export function createAutomaton(patterns: Uint8Array[]): Automaton {
  const transitions = createTransitions(patterns.reduce((sum, pattern) => sum + pattern.length, 0))
  const parents = [0]
  const bytesIn = [0]
  const outputs = [-1]
  patterns.forEach((pattern, index) => {
    let state = 0
    for (const byte of pattern) {
      let next = transitions.get(state, byte)
      if (next === 0) {
        next = parents.length
        transitions.set(state, byte, next)
        parents.push(state)
        bytesIn.push(byte)
        outputs.push(-1)
      }
      state = next
    }
    if (outputs[state] === -1) outputs[state] = index
  })

  const root = new Int32Array(256).map((_, byte) => transitions.get(0, byte))
  const output = Int32Array.from(outputs)
  const failure = failures(parents, bytesIn, output, transitions)

  return {
    scan(bytes, length, found) {
      let state = 0
      for (let at = 0; at < length; at++) {
        const byte = bytes[at] as number
        let next = 0
        while (state !== 0) {
          next = transitions.get(state, byte)
          if (next !== 0) break
          state = failure[state] as number
        }
        state = state === 0 ? (root[byte] as number) : next
        if (state === 0) continue
        const pattern = output[state] as number
        if (pattern !== -1) found(pattern, at)
      }
    },
  }
}

interface Transitions {
  /** The state after `byte`, or 0. */
  get(state: number, byte: number): number
  set(state: number, byte: number, next: number): void
}

/** A hash table: a dense one would need 1 KiB for each byte of each secret. */
function createTransitions(size: number): Transitions {
  const bits = Math.max(8, Math.ceil(Math.log2(size * 2 + 1)))
  const mask = 2 ** bits - 1
  const keys = new Int32Array(mask + 1)
  const values = new Int32Array(mask + 1)
  const slotOf = (key: number): number => {
    let slot = Math.imul(key, 0x9e3779b1) >>> (32 - bits)
    while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & mask
    return slot
  }
  return {
    get: (state, byte) => values[slotOf(state * 256 + byte + 1)] as number,
    set(state, byte, next) {
      const key = state * 256 + byte + 1
      const slot = slotOf(key)
      keys[slot] = key
      values[slot] = next
    },
  }
}

/** For each state its longest proper suffix that is a state; also passes outputs on along these. */
function failures(
  parents: number[],
  bytesIn: number[],
  output: Int32Array,
  transitions: Transitions,
): Int32Array {
  const failure = new Int32Array(parents.length)
  for (const state of byDepth(parents)) {
    const byte = bytesIn[state] as number
    let fallback = parents[state] as number
    while (fallback !== 0) {
      fallback = failure[fallback] as number
      const next = transitions.get(fallback, byte)
      if (next === 0) continue
      failure[state] = next
      break
    }
    if (output[state] === -1) output[state] = output[failure[state] as number] as number
  }
  return failure
}

/** All states but the root, shallow ones first. */
function byDepth(parents: number[]): Int32Array {
  const depth = new Int32Array(parents.length)
  for (let state = 1; state < parents.length; state++)
    depth[state] = (depth[parents[state] as number] as number) + 1
  return Int32Array.from({ length: parents.length - 1 }, (_, index) => index + 1).sort(
    (a, b) => (depth[a] as number) - (depth[b] as number),
  )
}
