import { FOLDED } from './masking-folding.ts'

/** Shorter values would hide half of every text; they need `mask: false`. */
export const SHORTEST_MASKED = 4

/** Lines of a multi-line secret from this length on are masked for themselves, for programs print by line. */
const SHORTEST_LINE = 16

/** Longer texts are looked for in fewer character sets: they are keys and certificates, in ASCII. */
const LONGEST_IN_ALL_CHARSETS = 1000

export interface MaskedSecret {
  name: string
  value: string
  mask: boolean
  /** What shows in its place; `***NAME***` where nothing is said. */
  shownAs?: string
}

/** Bytes to look for, their letters folded. */
export interface Pattern {
  name: string
  shownAs?: string
  bytes: Uint8Array
}

/** What shows a secret once all encodings are undone; none of a value that is no secret or too short. */
export function patternsOf(secrets: MaskedSecret[]): Pattern[] {
  return secrets
    .filter(({ mask, value }) => mask && value.length >= SHORTEST_MASKED)
    .flatMap(({ name, value, shownAs }) =>
      variants(value)
        .flatMap(inCharsets)
        .filter((bytes) => bytes.length >= SHORTEST_MASKED)
        .map((bytes) => ({
          name,
          ...(shownAs && { shownAs }),
          bytes: bytes.map((byte) => FOLDED[byte] as number),
        })),
    )
}

/** The value, also without the white space around it or with less within, and its longer lines. */
function variants(value: string): string[] {
  const unix = value.replaceAll('\r\n', '\n')
  const lines = unix.split(/[\r\n]/)
  const texts = [unix, unix.trim(), unix.trim().replace(/\s+/g, ' ')]
  if (lines.length > 1) {
    // The lines around a PEM key are the same in every key.
    const worth = (line: string) => line.length >= SHORTEST_LINE && !/^-----.*-----$/.test(line)
    texts.push(...lines.map((line) => line.trim()).filter(worth))
  }
  return distinct(texts).filter((text) => text.length >= SHORTEST_MASKED)
}

/** In UTF-8; beyond ASCII also in other case and form, in other character sets, and these misread as UTF-8. */
function inCharsets(text: string): Uint8Array<ArrayBuffer>[] {
  const isAscii = /^[\0-\x7f]*$/.test(text)
  if (isAscii) return [utf8.encode(text)]
  const spellings = distinct(
    [text, text.toLowerCase(), text.toUpperCase()].flatMap((cased) => [
      cased,
      cased.normalize('NFC'),
      cased.normalize('NFD'),
    ]),
  )
  const all = spellings.map((spelling) => utf8.encode(spelling))
  if (text.length > LONGEST_IN_ALL_CHARSETS) return all
  for (const spelling of spellings) {
    const others = [utf16(spelling, true), utf16(spelling, false), latin1(spelling)].filter(
      (bytes) => bytes !== null,
    )
    // UTF-8 misread as Latin-1 is what HTTP libraries make of headers.
    const misread = utf8.encode(String.fromCharCode(...utf8.encode(spelling)))
    const misreadOthers = others.map((bytes) => utf8.encode(fromUtf8.decode(bytes)))
    const inOthers = [...others, ...misreadOthers]
    // The scanner skips NULs, of which UTF-16 has many, unless they are in a pattern.
    all.push(misread, ...(spelling.includes('\0') ? inOthers : inOthers.map(withoutNuls)))
  }
  return all
}

const utf8 = new TextEncoder()
const fromUtf8 = new TextDecoder('utf-8', { ignoreBOM: true })

function utf16(text: string, littleEndian: boolean): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length * 2)
  const view = new DataView(bytes.buffer)
  for (let index = 0; index < text.length; index++)
    view.setUint16(index * 2, text.charCodeAt(index), littleEndian)
  return bytes
}

const withoutNuls = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> =>
  bytes.filter((byte) => byte !== 0)

/** Null where it has other characters. */
function latin1(text: string): Uint8Array<ArrayBuffer> | null {
  const codes = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index))
  return codes.every((code) => code < 0x100) ? Uint8Array.from(codes) : null
}

const distinct = (texts: string[]): string[] => [...new Set(texts)]
