/**
 * Finds many byte patterns at once (Aho and Corasick, 1975), in time and memory linear in their sum. State 0 is
 * the start; every other state stands for a beginning of some pattern.
 */
export interface Automaton {
  /** The state after `byte`, for which patterns and text must have been folded alike. */
  step(state: number, byte: number): number
  /** The same from state 0, as a table by byte. */
  root: Int32Array
  /** For each state the longest pattern that ends there, as its index; -1 where none does. */
  output: Int32Array
  /** For each state the length of the beginning that it stands for. */
  depth: Int32Array
}

/** Answers kept of {@link Automaton.step}, so that no text makes it walk the same failures over and over. */
const KEPT = 4096

/** Patterns must not be empty; of equal ones the first is reported. */
export function createAutomaton(patterns: Uint8Array[]): Automaton {
  const edges = createEdges(patterns.reduce((sum, pattern) => sum + pattern.length, 0))
  const { parents, bytesIn, depths, outputs } = grow(patterns, edges)
  const root = new Int32Array(256).map((_, byte) => edges.get(0, byte))
  const output = Int32Array.from(outputs)
  const failure = failures(parents, bytesIn, output, edges)

  const walk = (from: number, byte: number): number => {
    for (let state = from; state !== 0; state = failure[state] as number) {
      const next = edges.get(state, byte)
      if (next !== 0) return next
    }
    return root[byte] as number
  }
  const keys = new Int32Array(KEPT)
  const answers = new Int32Array(KEPT)
  const step = (state: number, byte: number): number => {
    const key = keyOf(state, byte)
    const slot = Math.imul(key, SCATTER) >>> 20
    if (keys[slot] === key) return answers[slot] as number
    keys[slot] = key
    const next = walk(state, byte)
    answers[slot] = next
    return next
  }
  return { step, root, output, depth: Int32Array.from(depths) }
}

interface Edges {
  /** The state that `byte` leads to, or 0. */
  get(state: number, byte: number): number
  set(state: number, byte: number, next: number): void
}

const SCATTER = 0x9e3779b1

/** Never 0, for fewer than 2^24 states. */
const keyOf = (state: number, byte: number): number => (((state << 8) | byte) + 1) | 0

/** A hash table: a dense one would need 1 KiB for each byte of each secret. */
function createEdges(size: number): Edges {
  const bits = Math.max(8, Math.ceil(Math.log2(size * 2 + 1)))
  const mask = 2 ** bits - 1
  const keys = new Int32Array(mask + 1)
  const values = new Int32Array(mask + 1)
  const slotOf = (key: number): number => {
    let slot = Math.imul(key, SCATTER) >>> (32 - bits)
    while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & mask
    return slot
  }
  return {
    get: (state, byte) => values[slotOf(keyOf(state, byte))] as number,
    set(state, byte, next) {
      const slot = slotOf(keyOf(state, byte))
      keys[slot] = keyOf(state, byte)
      values[slot] = next
    },
  }
}

/** Makes the states, all of one depth before those of the next. */
function grow(patterns: Uint8Array[], edges: Edges) {
  const parents = [0]
  const bytesIn = [0]
  const depths = [0]
  const outputs = [-1]
  const reached = new Int32Array(patterns.length)
  let growing = patterns.map((_, index) => index)
  for (let depth = 0; growing.length > 0; depth++) {
    for (const index of growing) {
      const pattern = patterns[index] as Uint8Array
      const byte = pattern[depth] as number
      const state = reached[index] as number
      let next = edges.get(state, byte)
      if (next === 0) {
        next = parents.push(state) - 1
        edges.set(state, byte, next)
        bytesIn.push(byte)
        depths.push(depth + 1)
        outputs.push(-1)
      }
      reached[index] = next
      if (depth + 1 === pattern.length && outputs[next] === -1) outputs[next] = index
    }
    growing = growing.filter((index) => (patterns[index] as Uint8Array).length > depth + 1)
  }
  return { parents, bytesIn, depths, outputs }
}

/** For each state its longest proper suffix that is a state; also passes outputs on along these. */
function failures(parents: number[], bytesIn: number[], output: Int32Array, edges: Edges): Int32Array {
  const failure = new Int32Array(parents.length)
  for (let state = 1; state < parents.length; state++) {
    const byte = bytesIn[state] as number
    let fallback = parents[state] as number
    while (fallback !== 0) {
      fallback = failure[fallback] as number
      const next = edges.get(fallback, byte)
      if (next === 0) continue
      failure[state] = next
      break
    }
    if (output[state] === -1) output[state] = output[failure[state] as number] as number
  }
  return failure
}
