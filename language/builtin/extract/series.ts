import type { Pair } from './assign.ts'
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
