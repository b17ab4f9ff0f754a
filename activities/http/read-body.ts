import type { Readable } from 'node:stream'

/** Kept of a response, in bytes once decompressed; the rest is not read. */
const MAX_BYTES = 1024 * 1024

export interface ReadBody {
  bytes: Uint8Array
  /** Whether there is more than was read. */
  more: boolean
}

/** Reads a decompressed response in bounded memory. */
export async function readBody(stream: Readable): Promise<ReadBody> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    chunks.push(chunk.subarray(0, MAX_BYTES - size))
    size += chunk.length
    // Leaving the loop destroys the stream, and with it the connection.
    if (size > MAX_BYTES) return { bytes: Buffer.concat(chunks), more: true }
  }
  return { bytes: Buffer.concat(chunks), more: false }
}
