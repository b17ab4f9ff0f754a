import sniffEncoding from 'html-encoding-sniffer'
import { convert } from 'html-to-text'
import { MIMEType } from 'whatwg-mimetype'
import type { CappedOutput } from '../../domain/capped-output.ts'
import type { Masker } from '../../domain/masking.ts'
import { isNestedDeeper, prettyXml } from './markup.ts'
import type { ReadBody } from './read-body.ts'

/** Deeper markup takes a parser minutes, and no page that people read has it. */
const MAX_DEPTH = 400

export interface BodyType {
  /** As the server says it. */
  contentType: string
  /** An encoding that could not be undone, else null. */
  encoding: string | null
}

/**
 * Makes a response's body what people and models read: HTML without its markup, XML on lines of its own, other text
 * as it is, anything else as type and size. Secrets are masked before any markup is touched, since that could move
 * their characters apart.
 */
export function bodyText(body: ReadBody, type: BodyType, masker: Masker): CappedOutput {
  const text = textOf(body, type, masker)
  const head = new TextEncoder().encode(text)
  // One more than was kept says that something is missing.
  return { head, tail: new Uint8Array(), total: head.length + (body.more ? 1 : 0) }
}

const TEXT =
  /^text\/|[/+](json|xml|yaml|csv|javascript|x-www-form-urlencoded|(x-)?ndjson|graphql|jsonl|toml|sql)$/

function textOf({ bytes, more }: ReadBody, { contentType, encoding }: BodyType, masker: Masker): string {
  if (bytes.length === 0) return ''
  const type = MIMEType.parse(contentType)
  const essence = type?.essence ?? ''
  const size = `${more ? 'more than ' : ''}${bytes.length.toLocaleString('en-US')} bytes`
  if (encoding) return `(${essence || 'data'} in the encoding ${encoding.slice(0, 50)}, ${size})`
  if (!TEXT.test(essence) && !(essence === '' && !bytes.includes(0)))
    return `(${essence || 'binary data'}, ${size})`
  const isHtml = essence === 'text/html' || essence === 'application/xhtml+xml'
  const text = decode(bytes, type, isHtml)
  if (!isHtml && !type?.isXML()) return text
  const pieces = more ? masker.maskCut(text).pieces : masker.maskPieces(text)
  const masked = pieces
    .map(({ text, mark }) => (mark ? text.replaceAll('<', '&lt;').replaceAll('>', '&gt;') : text))
    .join('')
  return (isHtml ? htmlToText(masked) : prettyXml(masked, MAX_DEPTH)) ?? masked
}

function decode(bytes: Uint8Array, type: MIMEType | null, isHtml: boolean): string {
  try {
    return new TextDecoder(encodingOf(bytes, type, isHtml)).decode(bytes)
  } catch {
    return new TextDecoder().decode(bytes)
  }
}

/** A byte order mark goes before the server's word, and that before what the text says of itself. */
function encodingOf(bytes: Uint8Array, type: MIMEType | null, isHtml: boolean): string {
  const charset = type?.parameters.get('charset')
  if (isHtml)
    return sniffEncoding(bytes, {
      ...(charset && { transportLayerEncodingLabel: charset }),
      defaultEncoding: 'UTF-8',
    })
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return charset ?? (type?.isXML() ? declaredByXml(bytes) : undefined) ?? 'utf-8'
}

/** The encoding of `<?xml version="1.0" encoding="…"?>`, which stands in ASCII whatever follows. */
function declaredByXml(bytes: Uint8Array): string | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, 200))
  return /^<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(start)?.[1]
}

const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6']

/** Null where the markup is none that can be read. */
function htmlToText(html: string): string | null {
  if (isNestedDeeper(html, MAX_DEPTH)) return null
  try {
    return convert(html, {
      wordwrap: false,
      selectors: [
        { selector: 'img', format: 'skip' },
        ...HEADINGS.map((selector) => ({ selector, options: { uppercase: false } })),
        { selector: 'table', format: 'dataTable', options: { uppercaseHeaderCells: false } },
      ],
    })
  } catch {
    return null
  }
}
