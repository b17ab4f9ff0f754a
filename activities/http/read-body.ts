import type { Readable } from 'node:stream'
import { convert } from 'html-to-text'
import type { CappedOutput } from '../../domain/capped-output.ts'

/** Kept of a response; the rest is not read. */
const MAX_BYTES = 1024 * 1024

/**
 * Reads a decompressed response in bounded memory and makes it text: HTML without its markup, other text as it
 * is, anything else as type and size.
 */
export async function readBody(stream: Readable, contentType: string): Promise<CappedOutput> {
  const { bytes, more } = await readCapped(stream)
  const [type = '', ...options] = contentType.toLowerCase().split(';')
  const text = textOf(bytes, type.trim(), options.join(';'), more)
  const head = new TextEncoder().encode(text)
  // One more than was kept says that something is missing.
  return { head, tail: new Uint8Array(), total: head.length + (more ? 1 : 0) }
}

async function readCapped(stream: Readable): Promise<{ bytes: Uint8Array; more: boolean }> {
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

const TEXT = /^text\/|[/+](json|xml|yaml|csv|javascript|x-www-form-urlencoded|x-ndjson|graphql)$/

function textOf(bytes: Uint8Array, type: string, options: string, more: boolean): string {
  if (bytes.length === 0) return ''
  if (!TEXT.test(type) && !(type === '' && !bytes.includes(0)))
    return `(${type || 'binary data'}, ${more ? `more than ${bytes.length}` : bytes.length} bytes)`
  const text = decode(bytes, /charset="?([\w-]+)"?/.exec(options)?.[1])
  return type === 'text/html' || type === 'application/xhtml+xml' ? htmlToText(text) : text
}

function decode(bytes: Uint8Array, charset = 'utf-8'): string {
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return new TextDecoder().decode(bytes)
  }
}

const htmlToText = (html: string): string =>
  convert(html, {
    wordwrap: false,
    limits: { maxInputLength: MAX_BYTES * 2 },
    selectors: [{ selector: 'img', format: 'skip' }],
  })
