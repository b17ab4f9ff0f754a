import { ALPHABETS } from './masking-alphabets.ts'
import { NumberListFinder } from './masking-number-lists.ts'
import { type MaskedSecret, type Pattern, patternsOf } from './masking-patterns.ts'
import { RunFinder } from './masking-runs.ts'
import { needlesOf, Scanner } from './masking-scanner.ts'
import {
  type ByteSpan,
  type MaskedPiece,
  placeSpans,
  replaceSpans,
  type Span,
  textOf,
} from './masking-spans.ts'
import { DecodedRuns, type Run, type View, viewOfText } from './masking-view.ts'

export { type MaskedSecret, SHORTEST_MASKED } from './masking-patterns.ts'
export { type MaskedPiece, type Span, textOf } from './masking-spans.ts'

/** How often base64, hexadecimal and the like may lie over each other; escapes in each of them besides. */
const MAX_DEPTH = 3

/** Bytes that are looked through at a time, in whatever layer. */
const SLICE = 64 * 1024

/** Characters that the longest escape of one byte takes: `&#x25;&#x35;&#x43;u0041` is an A in three layers. */
const LONGEST_ESCAPE = 24

/** Finds what is to be hidden beside the secrets, in the text as it is. */
export interface TextSearch {
  find(text: string): Span[]
  /** Characters that a find may have. */
  readonly longest: number
}

export interface CutText {
  pieces: MaskedPiece[]
  /** How many bytes of UTF-8 were left out at the end. */
  dropped: number
}

/** Hides secrets in texts. */
export interface Masker {
  /** The text with each secret, as it is or encoded, replaced by `***NAME***`. */
  mask(text: string): string
  /** The same in pieces, of the part from character `from` to `to`; what lies outside is still looked at. */
  maskPieces(text: string, from?: number, to?: number): MaskedPiece[]
  /** Of a text whose end was cut off, in the middle of a secret perhaps: without what may be the beginning of one. */
  maskCut(text: string): CutText
  /** The same as `mask`, with a pause whenever some milliseconds' work is done. */
  maskWithPauses(text: string, pause: () => Promise<unknown>): Promise<string>
  /** JSON data with all its strings, keys and numbers masked. */
  maskJson(value: unknown): unknown
  /** Characters that the longest form of a secret may have; 0 without secrets. */
  readonly longest: number
  /** Bytes looked at so far, in all texts and all layers of them: what masking takes is in proportion to it. */
  readonly looked: number
  /** The same without the search, for bytes that are no text; itself where there is none. */
  readonly exact: Masker
}

/**
 * Masks secrets, in any letter case, and what encodings make of them: see docs/masking.md. It undoes encodings
 * instead of listing them, since what an encoder escapes is its own choice. Time is linear in the text, whatever
 * the number of secrets.
 * @param search what else is hidden
 */
export function createMasker(secrets: MaskedSecret[], search?: TextSearch): Masker {
  const patterns = patternsOf(secrets)
  const bytes = patterns.map((pattern) => pattern.bytes)
  const needles = needlesOf(bytes)
  const shortest = bytes.reduce((least, { length }) => Math.min(least, length), Number.POSITIVE_INFINITY)
  const longest = bytes.reduce((most, { length }) => Math.max(most, length), 0) * LONGEST_ESCAPE
  let looked = 0

  function* look(view: View, into: Findings, depth: number): Generator<void> {
    const scanner = new Scanner(needles, {
      pattern(pattern, from, to) {
        if (!view.isOne(from, to)) return
        const { name, shownAs } = patterns[pattern] as Pattern
        into.spans.push({
          from: view.start(from),
          to: view.end(to - 1),
          name,
          ...(shownAs && { mark: shownAs, rank: 2 }),
        })
      },
      beginning: (from) => {
        if (from < view.length) into.open = Math.min(into.open, view.start(from))
      },
    })
    scanner.begin(view.bytes, view.length)
    for (const { until, isEdge } of slicesOf(view)) {
      scanner.watch = isEdge
      scanner.advance(until)
      yield
    }
    looked += view.length
    if (depth === MAX_DEPTH) return
    for (const { finder, bits } of findersOf(view, shortest))
      for (const decoded of batches(view, finder, bits)) {
        yield
        yield* look(decoded, into, depth + 1)
      }
  }

  function* find(text: string, isCut = false): Generator<void, Findings> {
    const utf8 = encoder.encode(text)
    const into: Findings = { spans: [], open: utf8.length, utf8 }
    if (patterns.length > 0) yield* look(viewOfText(utf8, isCut), into, 0)
    return into
  }

  const spansOf = (text: string, { utf8, spans }: Findings): Span[] => [
    ...placeSpans(utf8, spans),
    ...(search?.find(text) ?? []),
  ]
  const maskPieces: Masker['maskPieces'] = (text, from, to) =>
    replaceSpans(text, spansOf(text, finish(find(text))), from, to)
  const mask = (text: string): string => textOf(maskPieces(text))

  let exact: Masker | null = null
  const masker: Masker = {
    mask,
    maskPieces,
    maskCut(text) {
      const found = finish(find(text, true))
      const [open] = placeSpans(found.utf8, [{ from: found.open, to: found.open, name: '' }])
      // What the search looks for has no beginning that could be told.
      const cut = Math.max(0, Math.min(open?.from ?? 0, text.length - (search?.longest ?? 0)))
      return {
        pieces: replaceSpans(text, spansOf(text, found), 0, cut),
        dropped: encoder.encode(text.slice(cut)).length,
      }
    },
    async maskWithPauses(text, pause) {
      const found = await finishWithPauses(find(text), pause)
      return textOf(replaceSpans(text, spansOf(text, found)))
    },
    maskJson: (value) => maskJson(value, mask),
    longest: Math.max(longest, search?.longest ?? 0),
    get looked() {
      return looked
    },
    get exact() {
      exact ??= search ? createMasker(secrets) : masker
      return exact
    },
  }
  return masker
}

interface Findings {
  utf8: Uint8Array
  spans: ByteSpan[]
  /** Where the first of what may be beginnings of secrets at the end of a cut text begins. */
  open: number
}

const encoder = new TextEncoder()

interface Finder {
  readonly run: Run
  next(): boolean
}

function* findersOf(view: View, shortest: number): Generator<{ finder: Finder; bits: number }> {
  for (const alphabet of ALPHABETS)
    yield { finder: new RunFinder(view, alphabet, shortest), bits: alphabet.bits }
  yield { finder: new NumberListFinder(view, shortest), bits: 8 }
}

/** All runs, decoded, many short ones together. */
function* batches(view: View, finder: Finder, bits: number): Generator<View> {
  let decoded: DecodedRuns | null = null
  while (finder.next()) {
    decoded ??= new DecodedRuns(view, bits)
    decoded.add(finder.run)
    if (decoded.length < SLICE) continue
    yield decoded
    decoded = null
  }
  if (decoded) yield decoded
}

/** A view in pieces that don't take long; those at its edges for themselves. */
function* slicesOf({ length, edges }: View): Generator<{ until: number; isEdge: boolean }> {
  let at = 0
  for (const { from, to } of [...edges, { from: length, to: length }]) {
    for (; at < from; at = Math.min(from, at + SLICE))
      yield { until: Math.min(from, at + SLICE), isEdge: false }
    if (to > at) yield { until: to, isEdge: true }
    at = Math.max(at, to)
  }
}

function finish<T>(steps: Generator<void, T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

/** Milliseconds that others wait at most, but for one slice. */
const PAUSE_AFTER_MS = 10

async function finishWithPauses<T>(steps: Generator<void, T>, pause: () => Promise<unknown>): Promise<T> {
  for (let startedAt = performance.now(); ; ) {
    const { done, value } = steps.next()
    if (done) return value
    if (performance.now() - startedAt < PAUSE_AFTER_MS) continue
    await pause()
    startedAt = performance.now()
  }
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
