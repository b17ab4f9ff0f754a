/** The most of a run's output that a model reads. */
export const MODEL_OUTPUT_BYTES = 32 * 1024

/** At most `limit` bytes of a text, from its head and its tail around a note on what is left out. */
export function keepEnds(text: string, limit = MODEL_OUTPUT_BYTES): string {
  const bytes = new TextEncoder().encode(text)
  if (bytes.length <= limit) return text
  const note = `\n[… ${bytes.length - limit} bytes left out …]\n`
  const half = Math.floor((limit - note.length - 8) / 2)
  const decoder = new TextDecoder()
  // A cut through a character decodes to a replacement character, which is dropped.
  const head = decoder.decode(bytes.subarray(0, half)).replace(/\uFFFD+$/, '')
  const tail = decoder.decode(bytes.subarray(bytes.length - half)).replace(/^\uFFFD+/, '')
  return head + note + tail
}
