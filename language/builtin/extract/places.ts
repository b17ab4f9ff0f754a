import type { Candidate } from './candidate.ts'

/** Names joined by a comma as one place: "Boston, MA", "Paris, France". */
export function placesIn(question: string, names: Candidate[]): Candidate[] {
  const sorted = [...names].sort((a, b) => a.start - b.start)
  const places: Candidate[] = []
  for (let index = 0; index + 1 < sorted.length; index++) {
    const from = sorted[index]
    let last = from
    while (index + 1 < sorted.length) {
      const next = sorted[index + 1]
      if (!last || !next || !/^,\s*$/.test(question.slice(last.end, next.start))) break
      last = next
      index++
    }
    if (from && last && last !== from)
      places.push({
        kind: 'place',
        start: from.start,
        end: last.end,
        text: question.slice(from.start, last.end),
      })
  }
  return places
}
