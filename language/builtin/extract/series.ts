import { cuesOf } from './affinity.ts'
import type { Pair } from './assign.ts'
import type { Word } from './candidate.ts'
import type { Wanted } from './role.ts'

const ORDERED =
  /(?:^|_)(?:one|two|three|four|first|second|third|fourth|initial|final|start|end|from|to|begin|a|b|c|x|y|z|min|max|minimum|maximum)(?=_|$)/g

/**
 * Parameters that differ in their order only (`side_one`, `side_two`; `from_date`, `to_date`) get their values in the
 * order in which the question has them.
 */
export function inOrder(pairs: Pair<Wanted>[]): Pair<Wanted>[] {
  const series = new Map<string, Pair<Wanted>[]>()
  for (const pair of pairs) {
    const base = pair.wanted.words.join('_').replace(ORDERED, '')
    // Which unit is converted into which is told by the number before it.
    const key = pair.candidate.kind === 'unit' ? pair.wanted.parameter.name : `${pair.candidate.kind} ${base}`
    series.set(key, [...(series.get(key) ?? []), pair])
  }
  return [...series.values()].flatMap((members) => {
    if (members.length < 2) return members
    const byPlace = members.map(({ candidate }) => candidate).sort((a, b) => a.start - b.start)
    const byParameter = [...members].sort((a, b) => a.rank - b.rank)
    return byParameter.map((pair, index) => ({ ...pair, candidate: byPlace[index] ?? pair.candidate }))
  })
}

const NAMED = 0.8

/**
 * "A base and height of 6 and 10": where two parameters are both named before both of their values, the values stand
 * in the order of the names.
 */
export function inNamedOrder(pairs: Pair<Wanted>[], words: Word[]): Pair<Wanted>[] {
  const result = [...pairs]
  for (let i = 0; i < result.length; i++)
    for (let j = i + 1; j < result.length; j++) {
      const [a, b] = [result[i], result[j]]
      if (!a || !b || a.candidate.kind !== 'number' || b.candidate.kind !== 'number') continue
      const [first, second] = a.candidate.start < b.candidate.start ? [a, b] : [b, a]
      const [named, other] = [first, second].map(({ wanted }) => namedAt(wanted, words))
      const isBefore =
        named !== undefined && other !== undefined && Math.max(named, other) < first.candidate.start
      if (!isBefore || named < other) continue
      const lastName = Math.max(named, other)
      if (pairs.some(({ candidate }) => candidate.start > Math.min(named, other) && candidate.end < lastName))
        continue
      result[i] = { ...a, candidate: b.candidate }
      result[j] = { ...b, candidate: a.candidate }
    }
  return result
}

/** Where a parameter is named, once and in its own words; undefined where it is not or more than once. */
function namedAt(wanted: Wanted, words: Word[]): number | undefined {
  const cues = cuesOf(wanted, words)
  const at = words.filter((_, index) => (cues[index] ?? 0) >= NAMED)
  return at.length === 1 ? at[0]?.start : undefined
}
