/** What was kept of a stream: all of it, or its head and tail around a gap. */
export interface CappedOutput {
  head: Uint8Array
  tail: Uint8Array
  /** All bytes that came, kept or not. */
  total: number
}

/**
 * Kept beyond the limit on both sides of a cut, so that a secret that the cut splits is dropped, not shown: ten
 * times the length of the longest secret, which is what encodings of one layer make of it at most.
 */
export const CUT_MARGIN_BYTES = 160 * 1024

export interface OutputCollector {
  push(chunk: Uint8Array): void
  /** Bytes seen so far. */
  readonly total: number
  finish(): CappedOutput
}

/**
 * Collects a stream in bounded memory: `limit` bytes from its head and as many from its tail, each with
 * {@link CUT_MARGIN_BYTES} more. The size of the chunks makes no difference.
 */
export function collectOutput(limit: number): OutputCollector {
  const keep = limit + CUT_MARGIN_BYTES
  let head = new Uint8Array(0)
  let headBytes = 0
  // A ring, made once the head is full.
  let tail = new Uint8Array(0)
  let tailBytes = 0
  let total = 0

  const pushToHead = (chunk: Uint8Array): void => {
    const needed = headBytes + chunk.length
    if (needed > head.length) {
      const grown = new Uint8Array(Math.min(keep, Math.max(needed, head.length * 2, 4096)))
      grown.set(head.subarray(0, headBytes))
      head = grown
    }
    head.set(chunk, headBytes)
    headBytes = needed
  }
  const pushToTail = (chunk: Uint8Array): void => {
    if (tail.length === 0) tail = new Uint8Array(keep)
    const skipped = Math.max(0, chunk.length - keep)
    const start = (tailBytes + skipped) % keep
    const untilEnd = chunk.subarray(skipped, skipped + keep - start)
    tail.set(untilEnd, start)
    tail.set(chunk.subarray(skipped + untilEnd.length), 0)
    tailBytes += chunk.length
  }

  return {
    get total() {
      return total
    },
    push(chunk) {
      total += chunk.length
      const toHead = chunk.subarray(0, keep - headBytes)
      if (toHead.length > 0) pushToHead(toHead)
      if (chunk.length > toHead.length) pushToTail(chunk.subarray(toHead.length))
    },
    finish: () => ({ head: head.slice(0, headBytes), tail: unrolled(tail, tailBytes), total }),
  }
}

/** The last bytes written to a ring, oldest first; `written` counts all that ever were. */
function unrolled(ring: Uint8Array, written: number): Uint8Array {
  if (written <= ring.length) return ring.slice(0, written)
  const oldest = written % ring.length
  const bytes = new Uint8Array(ring.length)
  bytes.set(ring.subarray(oldest))
  bytes.set(ring.subarray(0, oldest), ring.length - oldest)
  return bytes
}
