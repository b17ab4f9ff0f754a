/** Characters `from` to `to` (UTF-16 units) that are personal data; `name` is the label without its brackets. */
export interface Found {
  from: number
  to: number
  name: string
}

/** Looks through a text in time linear in its length. */
export type Detect = (text: string) => Found[]

/** Of overlapping finds the longest stays, of equally long ones the first. In the order of the text. */
export function withoutOverlaps(found: Found[]): Found[] {
  const kept: Found[] = []
  const byPlace = [...found].sort((a, b) => a.from - b.from || b.to - a.to)
  for (const next of byPlace) {
    const last = kept.at(-1)
    if (!last || next.from >= last.to) kept.push(next)
    else if (next.to - next.from > last.to - last.from) {
      kept.pop()
      // What the longer one does not cover of the shorter is personal data all the same.
      if (next.from > last.from) kept.push({ ...last, to: next.from })
      kept.push(next)
    } else if (next.to > last.to) kept.push({ ...next, from: last.to })
  }
  return kept
}

const WORD = /[\p{L}\p{N}_]/u

/**
 * Whether a value may begin at `at`: not in the middle of a word. The `n` of a `\n` that JSON or Python has
 * written out belongs to no word.
 */
export function beginsThere(text: string, at: number): boolean {
  if (at === 0 || !WORD.test(text[at - 1] ?? '')) return true
  return /[nrt]/.test(text[at - 1] ?? '') && text[at - 2] === '\\'
}
