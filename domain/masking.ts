import { createAutomaton } from './masking-automaton.ts'
import {
  unescapeBackslash,
  unescapeByteBackslash,
  unescapeForm,
  unescapeHtml,
  unescapePercent,
} from './masking-escapes.ts'
import { decodeBase64, decodeHex } from './masking-runs.ts'
import { type MaskedPiece, replaceSpans, type Span } from './masking-spans.ts'
import { patternOf, type View, viewOfText } from './masking-view.ts'

export type { MaskedPiece, Span } from './masking-spans.ts'

/** Shorter values would hide half of every text; they need `mask: false`. */
export const SHORTEST_MASKED = 4

/** How many encodings may lie over each other: base64 in a URL in JSON. */
const MAX_DEPTH = 3

/** Characters that the longest escape of one byte takes: `&#x25;&#x35;&#x43;u0041` is an A in three layers. */
const LONGEST_ESCAPE = 24

/** Lines of a multi-line secret from this length on are masked for themselves, for programs print by line. */
const SHORTEST_LINE = 16

export interface MaskedSecret {
  name: string
  value: string
  mask: boolean
  /** What shows in its place; `***NAME***` where nothing is said. */
  shownAs?: string
}

/** Finds what is to be hidden beside the secrets, in the text as it is. */
export interface TextSearch {
  find(text: string): Span[]
  /** Characters that a find may have. */
  readonly longest: number
}

/** Hides secrets in texts. */
export interface Masker {
  /** The text with each secret, as it is or encoded, replaced by `***NAME***`. */
  mask(text: string): string
  /** The same in pieces, of the part from character `from` to `to`; what lies outside is still looked at. */
  maskPieces(text: string, from?: number, to?: number): MaskedPiece[]
  /** JSON data with all its strings, keys and numbers masked. */
  maskJson(value: unknown): unknown
  /** Characters that the longest form of a secret may have; 0 without secrets. */
  readonly longest: number
  /** The same without the search, for bytes that are no text; itself where there is none. */
  readonly exact: Masker
}

/**
 * Masks secrets, and their base64 (any alignment, standard or URL-safe, wrapped or not), percent-encoded, form,
 * backslash-escaped (JSON, JavaScript, Python), HTML-escaped and hexadecimal forms, up to three over each
 * other. It undoes encodings instead of listing them, since what an encoder escapes is its own choice. Time is
 * linear in the text, whatever the number of secrets.
 * @param search what else is hidden
 */
export function createMasker(secrets: MaskedSecret[], search?: TextSearch): Masker {
  const patterns = patternsOf(secrets)
  const automaton = createAutomaton(patterns.map(({ bytes }) => bytes))
  const lengths = patterns.map(({ bytes }) => bytes.length)
  const shortest = lengths.reduce((least, length) => Math.min(least, length), Number.POSITIVE_INFINITY)
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0) * LONGEST_ESCAPE
  const withSpace = patterns.some(({ bytes }) => bytes.includes(0x20))

  const beyondAscii = patterns.some(({ bytes }) => bytes.some((byte) => byte >= 0x80))

  const look = (view: View, spans: Span[], depth: number): void => {
    automaton.scan(view.bytes, view.length, (pattern, last) => {
      const { name, shownAs, bytes } = patterns[pattern] as Pattern
      spans.push({
        from: view.from[last - bytes.length + 1] as number,
        to: view.to[last] as number,
        name,
        ...(shownAs && { mark: shownAs, rank: 2 }),
      })
    })
    if (depth === MAX_DEPTH) return
    const decoded = [
      unescapePercent(view, longest),
      withSpace && hasPlus(view) ? unescapeForm(view, longest) : null,
      unescapeBackslash(view, longest),
      beyondAscii ? unescapeByteBackslash(view, longest) : null,
      unescapeHtml(view, longest),
      decodeBase64(view, shortest),
      decodeHex(view, shortest),
    ]
    for (const next of decoded) if (next) look(next, spans, depth + 1)
  }

  const maskPieces: Masker['maskPieces'] = (text, from, to) => {
    const spans: Span[] = []
    if (patterns.length > 0 && text.length > 0) look(viewOfText(text), spans, 0)
    for (const span of search?.find(text) ?? []) spans.push(span)
    return replaceSpans(text, spans, from, to)
  }
  const mask = (text: string): string =>
    maskPieces(text)
      .map((piece) => piece.text)
      .join('')

  let exact: Masker | null = null
  const masker: Masker = {
    mask,
    maskPieces,
    maskJson: (value) => maskJson(value, mask),
    longest: Math.max(longest, search?.longest ?? 0),
    get exact() {
      exact ??= search ? createMasker(secrets) : masker
      return exact
    },
  }
  return masker
}

const hasPlus = ({ bytes, length }: View): boolean => bytes.subarray(0, length).includes(0x2b)

interface Pattern {
  name: string
  shownAs?: string
  bytes: Uint8Array
}

function patternsOf(secrets: MaskedSecret[]): Pattern[] {
  return secrets
    .filter(({ mask, value }) => mask && value.length >= SHORTEST_MASKED)
    .flatMap(({ name, value, shownAs }) =>
      variants(value).map((text) => ({ name, shownAs, bytes: patternOf(text) })),
    )
}

/** The value, also without white space around it, with other line ends, and its longer lines. */
function variants(value: string): string[] {
  const lines = value.split(/\r\n|\r|\n/)
  const texts = [value, value.trim()]
  if (lines.length > 1) {
    texts.push(lines.join('\n'), lines.join('\r\n'), lines.join('\n').trim(), lines.join('\r\n').trim())
    // The lines around a PEM key are the same in every key.
    const worth = (line: string) => line.length >= SHORTEST_LINE && !/^-----.*-----$/.test(line)
    texts.push(...lines.map((line) => line.trim()).filter(worth))
  }
  return [...new Set(texts)].filter((text) => text.length >= SHORTEST_MASKED)
}

function maskJson(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === 'string') return mask(value)
  if (typeof value === 'number') {
    const text = String(value)
    const masked = mask(text)
    return masked === text ? value : masked
  }
  if (Array.isArray(value)) return value.map((element) => maskJson(element, mask))
  if (typeof value !== 'object' || value === null) return value
  const masked = new Map<string, unknown>()
  for (const [key, member] of Object.entries(value)) {
    const name = mask(key)
    let free = name
    // Two keys may look the same once masked.
    for (let count = 2; masked.has(free); count++) free = `${name} (${count})`
    masked.set(free, maskJson(member, mask))
  }
  return Object.fromEntries(masked)
}
