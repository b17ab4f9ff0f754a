/** Characters `from` to `to` (UTF-16 units) that show a secret. */
export interface Span {
  from: number
  to: number
  name: string
  /** What shows in its place; `***NAME***` where nothing is said. */
  mark?: string
  /** Of spans with the same place the one of the lowest rank is shown; 0 where nothing is said. */
  rank?: number
}

/** The same in bytes of its UTF-8. */
export type ByteSpan = Span

/** A stretch of masked text; a mark must not be cut in the middle. */
export interface MaskedPiece {
  text: string
  mark: boolean
}

export const textOf = (pieces: MaskedPiece[]): string => pieces.map(({ text }) => text).join('')

/**
 * Replaces spans by `***NAME***`, within the window `from`–`to` of the text. Of overlapping spans the one that
 * begins first is shown, of those that begin together the longest; one that reaches further adds its mark.
 * A mark that crosses the window's edge is kept whole.
 */
export function replaceSpans(text: string, spans: Span[], from = 0, to = text.length): MaskedPiece[] {
  const pieces: MaskedPiece[] = []
  const keep = (start: number, end: number) => {
    const kept = text.slice(Math.max(start, from), Math.min(end, to))
    if (kept && end > from && start < to) pieces.push({ text: kept, mark: false })
  }
  let covered = 0
  let lastName: string | null = null
  spans.sort((a, b) => a.from - b.from || b.to - a.to || (a.rank ?? 0) - (b.rank ?? 0))
  for (const span of spans) {
    if (span.to <= covered) continue
    const overlaps = span.from < covered
    if (!overlaps) keep(covered, span.from)
    // A secret that overlaps itself (aaaa in aaaaaa) is one mark.
    if (!(overlaps && span.name === lastName) && span.to > from && span.from < to)
      pieces.push({ text: span.mark ?? `***${span.name}***`, mark: true })
    covered = span.to
    lastName = span.name
  }
  keep(covered, text.length)
  return pieces
}

/** Where spans of a text's UTF-8 lie in the text; a character that one begins or ends in is part of it. */
export function placeSpans(utf8: Uint8Array, spans: ByteSpan[]): Span[] {
  const offsets = [...new Set(spans.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b)
  const places = new Map<number, number>()
  let at = 0
  let units = 0
  for (const offset of offsets) {
    for (; at < offset; at++) units += unitsOf(utf8[at] as number)
    places.set(offset, units)
  }
  // A lone surrogate is a character of one unit, and three bytes.
  return spans.map((span) => ({
    ...span,
    from: places.get(span.from) ?? 0,
    to: places.get(span.to) ?? 0,
  }))
}

/** The UTF-16 units of the character that begins with a byte; none where one goes on. */
const unitsOf = (byte: number): number => (byte >= 0xf0 ? 2 : (byte & 0xc0) === 0x80 ? 0 : 1)
