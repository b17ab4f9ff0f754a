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

/** A stretch of masked text; a mark must not be cut in the middle. */
export interface MaskedPiece {
  text: string
  mark: boolean
}

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
