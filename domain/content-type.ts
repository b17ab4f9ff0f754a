/** What a browser may take a run's file for. Everything else is bytes that nobody interprets. */
export const UNKNOWN_TYPE = 'application/octet-stream'

const ascii = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to))

const starts =
  (...signature: number[]) =>
  (bytes: Uint8Array): boolean =>
    signature.every((byte, index) => bytes[index] === byte)

/** UTF-8 without NUL characters, which no text has, and which hide UTF-16. */
export function isText(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

const SVG_WITHIN = 4_096
const isSvg = (bytes: Uint8Array): boolean =>
  isText(bytes) && /<svg[\s>]/.test(new TextDecoder().decode(bytes.subarray(0, SVG_WITHIN)))

interface KnownType {
  type: string
  /** Shown in place; anything else is saved. */
  picture: boolean
  agrees: (bytes: Uint8Array) => boolean
}

const JPEG: KnownType = { type: 'image/jpeg', picture: true, agrees: starts(0xff, 0xd8, 0xff) }
const PLAIN: KnownType = { type: 'text/plain', picture: false, agrees: isText }

const BY_EXTENSION = new Map<string, KnownType>([
  ['png', { type: 'image/png', picture: true, agrees: starts(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10) }],
  ['jpg', JPEG],
  ['jpeg', JPEG],
  ['gif', { type: 'image/gif', picture: true, agrees: (bytes) => /^GIF8[79]a$/.test(ascii(bytes, 0, 6)) }],
  [
    'webp',
    {
      type: 'image/webp',
      picture: true,
      agrees: (bytes) => ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP',
    },
  ],
  ['svg', { type: 'image/svg+xml', picture: true, agrees: isSvg }],
  ['csv', { type: 'text/csv', picture: false, agrees: isText }],
  ['json', { type: 'application/json', picture: false, agrees: isText }],
  ['txt', PLAIN],
  ['md', PLAIN],
  ['pdf', { type: 'application/pdf', picture: false, agrees: (bytes) => ascii(bytes, 0, 5) === '%PDF-' }],
])

/** The types that files are served with, beside `application/octet-stream`. */
export const SAFE_TYPES: readonly string[] = [...new Set([...BY_EXTENSION.values()].map(({ type }) => type))]

/** The type that both a file's name and its content speak for, else `application/octet-stream`. */
export function contentTypeOf(name: string, bytes: Uint8Array): string {
  const extension = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  const known = BY_EXTENSION.get(extension)
  return known?.agrees(bytes) ? known.type : UNKNOWN_TYPE
}

/** Whether a file of that type is shown in place. */
export const isPicture = (type: string): boolean =>
  [...BY_EXTENSION.values()].some((known) => known.type === type && known.picture)

/** The type itself where it's one of ours, else `application/octet-stream`. */
export const safeType = (type: string): string => (SAFE_TYPES.includes(type) ? type : UNKNOWN_TYPE)
