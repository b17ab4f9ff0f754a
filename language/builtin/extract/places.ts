import type { Candidate, Word } from './candidate.ts'

const STREET =
  /\b(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|way|boulevard|blvd|square|court|ct|place|pl|highway|hwy)\b/i

/** Names joined by a comma as one place: "Boston, MA", "Paris, France"; with the number of a house before a street. */
export function placesIn(question: string, words: Word[], names: Candidate[]): Candidate[] {
  const sorted = [...names].sort((a, b) => a.start - b.start)
  const places: Candidate[] = []
  for (let index = 0; index < sorted.length; index++) {
    const from = sorted[index]
    let last = from
    while (index + 1 < sorted.length) {
      const next = sorted[index + 1]
      if (!last || !next || !/^,\s*$/.test(question.slice(last.end, next.start))) break
      last = next
      index++
    }
    if (!from || !last) continue
    const start = houseNumber(from, words) ?? from.start
    if (last !== from || start !== from.start)
      places.push({ kind: 'place', start, end: last.end, text: question.slice(start, last.end) })
  }
  return places
}

/** Where the number before a street's name starts; null where it is no street or has none. */
function houseNumber({ start, text }: Candidate, words: Word[]): number | null {
  if (!STREET.test(text)) return null
  const before = words.findLast((word) => word.end <= start)
  return before && start - before.end === 1 && /^\d{1,5}[a-z]?$/i.test(before.text) ? before.start : null
}
