import { type Candidate, overlaps } from './candidate.ts'

export interface Pair<W> {
  wanted: W
  candidate: Candidate
  score: number
  /** Orders equal scores: first parameter, first value. */
  rank: number
}

/** Gives each parameter at most one value and each piece of text to at most one parameter, for the best sum. */
export function assign<W>(pairs: Pair<W>[]): Pair<W>[] {
  const sorted = [...pairs].sort((a, b) => b.score - a.score || a.rank - b.rank)
  const chosen: Pair<W>[] = []
  for (const pair of sorted) {
    const taken = chosen.some(
      ({ wanted, candidate }) => wanted === pair.wanted || overlaps(candidate, pair.candidate),
    )
    if (!taken) chosen.push(pair)
  }
  return withSwaps(withRoom(chosen, sorted), pairs)
}

/** Where a parameter got nothing because another took its only value: lets that one take its second best instead. */
function withRoom<W>(chosen: Pair<W>[], sorted: Pair<W>[]): Pair<W>[] {
  let result = [...chosen]
  const isFree = ({ candidate }: Pair<W>, but?: Pair<W>): boolean =>
    result.every((other) => other === but || !overlaps(other.candidate, candidate))
  for (const wish of sorted) {
    if (result.some(({ wanted }) => wanted === wish.wanted)) continue
    const holder = result.find(({ candidate }) => candidate === wish.candidate)
    if (!holder || !isFree(wish, holder)) continue
    const instead = sorted.find(
      (pair) => pair.wanted === holder.wanted && pair.candidate !== holder.candidate && isFree(pair),
    )
    if (instead && instead.score + wish.score > holder.score)
      result = [...result.filter((pair) => pair !== holder), instead, wish]
  }
  return result
}

/** Taking the best pair first can leave two parameters with each other's values: swaps them where that sums higher. */
function withSwaps<W>(chosen: Pair<W>[], pairs: Pair<W>[]): Pair<W>[] {
  const pairOf = (wanted: W, candidate: Candidate): Pair<W> | undefined =>
    pairs.find((pair) => pair.wanted === wanted && pair.candidate === candidate)
  const result = [...chosen]
  for (let i = 0; i < result.length; i++)
    for (let j = i + 1; j < result.length; j++) {
      const [a, b] = [result[i], result[j]]
      if (!a || !b) continue
      const first = pairOf(a.wanted, b.candidate)
      const second = pairOf(b.wanted, a.candidate)
      if (!first || !second || first.score + second.score <= a.score + b.score + 0.01) continue
      result[i] = first
      result[j] = second
    }
  return result
}
