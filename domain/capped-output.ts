/** What was kept of a stream: all of it, or its head and tail around a gap. */
export interface CappedOutput {
  head: Uint8Array
  tail: Uint8Array
  /** All bytes that came, kept or not. */
  total: number
}

/** Kept beyond the limit on both sides of a cut, so that a secret that the cut splits is dropped, not shown. */
export const CUT_MARGIN_BYTES = 64 * 1024

export interface OutputCollector {
  push(chunk: Uint8Array): void
  /** Bytes seen so far. */
  readonly total: number
  finish(): CappedOutput
}

/**
 * Collects a stream in bounded memory: `limit` bytes from its head and as many from its tail, each with
 * {@link CUT_MARGIN_BYTES} more.
 */
export function collectOutput(limit: number): OutputCollector {
  const keep = limit + CUT_MARGIN_BYTES
  const head: Uint8Array[] = []
  let headBytes = 0
  const tail: Uint8Array[] = []
  let tailBytes = 0
  let total = 0
  return {
    get total() {
      return total
    },
    push(chunk) {
      total += chunk.length
      const toHead = chunk.subarray(0, keep - headBytes)
      if (toHead.length > 0) {
        head.push(toHead.slice())
        headBytes += toHead.length
      }
      const rest = chunk.subarray(toHead.length)
      if (rest.length === 0) return
      tail.push(rest.slice())
      tailBytes += rest.length
      while (tailBytes - (tail[0]?.length ?? 0) >= keep) tailBytes -= tail.shift()?.length ?? 0
    },
    finish: () => ({ head: concatenate(head), tail: concatenate(tail), total }),
  }
}

function concatenate(chunks: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let offset = 0
  for (const chunk of chunks) {
    all.set(chunk, offset)
    offset += chunk.length
  }
  return all
}
