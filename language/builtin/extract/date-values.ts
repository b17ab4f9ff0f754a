import { cueAffinity, cuesOf, prepositionAffinity } from './affinity.ts'
import { assign, type Pair } from './assign.ts'
import type { Candidate, Word } from './candidate.ts'
import { type FoundDate, formatDate, formatTime } from './dates.ts'
import type { Wanted } from './role.ts'
import { inOrder } from './series.ts'

export interface DateValue {
  wanted: Wanted
  value: string
  candidate: Candidate
}

/** Dates and times for the parameters that take them, each in the form its description names. */
export function datesFor(wanted: Wanted[], words: Word[], dates: () => FoundDate[]): DateValue[] {
  const takers = wanted.filter(({ role }) => role === 'date' || role === 'time')
  if (takers.length === 0) return []
  const found = dates().map((date) => ({ ...date, kind: 'phrase' as const }))
  return (['date', 'time'] as const).flatMap((role) => {
    const usable = found.filter(({ date }) => (role === 'date' ? date.hasDay : date.hasTime))

    const pairs = takers
      .filter((each) => each.role === role)
      .flatMap((each, index) =>
        usable.map((candidate): Pair<Wanted> => {
          const cue =
            cueAffinity(cuesOf(each, words), candidate, words, usable) +
            prepositionAffinity(each, candidate, words)
          // "today, April 25th 2023": the date in figures is meant.
          const score = cue + (candidate.date.certain ? 0.8 : 0)
          return { wanted: each, candidate, score, rank: index * 100_000 + candidate.start }
        }),
      )
    return inOrder(assign(pairs)).flatMap(({ wanted: each, candidate }): DateValue[] => {
      const date = usable.find(({ start }) => start === candidate.start)
      return date ? [{ wanted: each, value: inWords(date, each, role), candidate }] : []
    })
  })
}

function inWords(found: FoundDate, { parameter }: Wanted, role: 'date' | 'time'): string {
  const { description } = parameter
  if (role === 'date') return formatDate(found, description)
  return /HH|24.?h/i.test(description)
    ? formatTime(found.date, description)
    : found.text.replace(/^(?:at|on|by|from)\s+/i, '')
}
