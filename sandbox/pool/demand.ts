/** After this long an import counts half: the pool follows what runs now. */
const HALF_LIFE_MS = 15 * 60_000
/** More kinds than any pool has room for; the least wanted is forgotten. */
const MAX_KINDS = 200

/** Modules that runs import together, and how often they did lately. */
export interface WantedKind {
  modules: string[]
  weight: number
}

/** What runs have imported lately. */
export interface Demand {
  note(modules: string[], weight?: number): void
  /** The most wanted first. */
  kinds(): WantedKind[]
}

export function createDemand(now: () => number = () => performance.now()): Demand {
  const kinds = new Map<string, { modules: string[]; weight: number; at: number }>()
  const weightOf = ({ weight, at }: { weight: number; at: number }) =>
    weight * 0.5 ** ((now() - at) / HALF_LIFE_MS)
  const ranked = () =>
    [...kinds.entries()].sort(
      ([, a], [, b]) => weightOf(b) - weightOf(a) || b.modules.length - a.modules.length,
    )
  return {
    note(modules, weight = 1) {
      const key = modules.join(' ')
      const known = kinds.get(key)
      kinds.set(key, { modules, weight: weight + (known ? weightOf(known) : 0), at: now() })
      if (kinds.size > MAX_KINDS) kinds.delete(ranked().at(-1)?.[0] ?? '')
    },
    kinds: () => ranked().map(([, kind]) => ({ modules: kind.modules, weight: weightOf(kind) })),
  }
}
