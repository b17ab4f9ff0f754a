import { ROUNDS } from '../../domain/answer-plan.ts'
import type { OutputReference } from '../../domain/language.ts'
import { EARLIER_ANSWERS, type RawReference } from './references.ts'

/** A call with what it wants from results. */
export interface LinkedCall {
  tool: string
  references: RawReference[]
}

/**
 * For each call the references that can be kept, with the place of their source. Dropped are those to what is not
 * called, to itself, in a circle, and beyond three actions in a row.
 */
export function linked(calls: LinkedCall[], earlierAnswers: boolean): OutputReference[][] {
  const placed = calls.map(({ references }, index) =>
    references.flatMap(({ parameter, tool, what }): OutputReference[] => {
      const source = sourceOf(tool, calls, index, earlierAnswers)
      return source === null ? [] : [{ parameter, source, what }]
    }),
  )
  const open = placed.map((references, index) =>
    references.filter(({ source }) => source === EARLIER_ANSWERS || !reaches(placed, source, index)),
  )
  return withinDepth(open)
}

function sourceOf(
  tool: string,
  calls: LinkedCall[],
  self: number,
  earlierAnswers: boolean,
): OutputReference['source'] | null {
  const named = tool.trim().replace(/^functions\./, '')
  if (named.toLowerCase().replace(/[\s-]/g, '_') === EARLIER_ANSWERS)
    return earlierAnswers ? EARLIER_ANSWERS : null
  // Where a tool is called twice, its second call is NAME#2.
  const [, name = named, count = '1'] = /^(.+)#(\d+)$/.exec(named) ?? []
  const places = calls.flatMap((call, index) =>
    call.tool.toLowerCase() === name.toLowerCase() ? [index] : [],
  )
  const place = places[Number(count) - 1]
  return place === undefined || place === self ? null : place
}

/** Whether one call waits, directly or through others, for another one. */
function reaches(references: OutputReference[][], from: number, to: number): boolean {
  const seen = new Set<number>()
  const next = [from]
  for (let place = next.pop(); place !== undefined; place = next.pop()) {
    if (place === to) return true
    if (seen.has(place)) continue
    seen.add(place)
    for (const { source } of references[place] ?? []) if (source !== EARLIER_ANSWERS) next.push(source)
  }
  return false
}

/** Only what leaves no chain longer than is allowed. There are no circles left. */
function withinDepth(references: OutputReference[][]): OutputReference[][] {
  const kept: (OutputReference[] | undefined)[] = references.map(() => undefined)
  const depths: number[] = references.map(() => 1)
  const visit = (place: number): number => {
    if (!kept[place]) {
      const staying = (references[place] ?? []).filter(({ source }) => {
        const depth = source === EARLIER_ANSWERS ? 0 : visit(source)
        if (depth >= ROUNDS) return false
        depths[place] = Math.max(depths[place] ?? 1, depth + 1)
        return true
      })
      kept[place] = staying
    }
    return depths[place] ?? 1
  }
  references.forEach((_, place) => void visit(place))
  return kept.map((list) => list ?? [])
}
