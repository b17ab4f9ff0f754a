import { percent, type Rates } from './rates.ts'

/** What a rate has to reach, 0 to 1. */
export type Minimum = Partial<Record<'action' | 'silence' | 'exact', number>>

const NAMES = { action: 'right_action', silence: 'right_silence', exact: 'exact_parameters' } as const

/** `action=0.95,exact=0.8`. @throws {Error} saying what is wrong with it */
export function readMinimum(text: string): Minimum {
  const pairs = text.split(',').map((part) => {
    const [name = '', value = ''] = part.split('=').map((side) => side.trim())
    if (!Object.hasOwn(NAMES, name))
      throw new Error(`There is no rate '${name}', only action, silence and exact.`)
    const rate = value === '' ? Number.NaN : Number(value)
    if (!(rate >= 0 && rate <= 1)) throw new Error(`${name} must be from 0 to 1, such as ${name}=0.95.`)
    return [name, rate]
  })
  return Object.fromEntries(pairs)
}

/** A sentence for each rate that is below what it has to reach, or that no line measures. */
export const belowMinimum = (rates: Rates, minimum: Minimum): string[] =>
  Object.entries(minimum).flatMap(([name, least]) => {
    const key = NAMES[name as keyof Minimum]
    const rate = rates[key]
    const label = key.replace('_', ' ')
    if (rate === null) return [`${label}: no line measures it, so it can't be at least ${percent(least)}.`]
    return rate < least ? [`${label}: ${percent(rate)}, at least ${percent(least)} is asked for.`] : []
  })
