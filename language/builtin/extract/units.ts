import type { Parameter } from '../../../domain/action.ts'
import type { Candidate, Word } from './candidate.ts'

const list = (words: string): string[] => words.trim().split(/\s+/)

/** Words that measure; their plurals too. */
const UNITS: ReadonlySet<string> = new Set(
  list(`
  meter metre kilometer kilometre centimeter centimetre millimeter millimetre mile yard foot inch
  km cm mm ft mi yd km/h kph mph m/s kmh knot
  gram kilogram milligram pound ounce ton tonne stone kg mg lb lbs oz
  liter litre milliliter millilitre gallon quart pint cup teaspoon tablespoon ml tbsp tsp
  celsius fahrenheit kelvin
  second minute hour day week month year
  joule calorie watt kilowatt volt ampere ohm hertz hz khz mhz pascal kpa bar psi newton
  byte kilobyte megabyte gigabyte terabyte kb mb gb tb
  radian degree percent
`).flatMap((word) => [word, word === 'foot' ? 'feet' : word === 'inch' ? 'inches' : `${word}s`]),
)

/** The units of a text, each with whether a number stands before it. */
export function unitsIn(words: Word[], numbers: Candidate[]): Candidate[] {
  const found = words.flatMap(({ lower, start, end, text }): Candidate[] => {
    if (!UNITS.has(lower)) return []
    const measured = numbers.some((number) => number.end <= start && start - number.end <= 1)
    return [{ kind: 'unit', start, end, text, measured }]
  })
  const measures = new Set(numbers.flatMap(({ unit }) => (unit ? [singular(unit)] : [])))
  return found.map((unit) => ({ ...unit, oneOfSeveral: measures.size > 1 }))
}

const TARGET = /(?:^|_)(?:to|target|output|desired|result)(?:_|$)|convert_?to/i
const SOURCE = /(?:^|_)(?:from|source|input|original|initial)(?:_|$)/i

const singular = (word: string): string => word.toLowerCase().replace(/(?<=..)s$/, '')
const TIMES = new Set('second minute hour day week month year'.split(' '))

/** Of "2 miles in km", the miles are what is converted and the km what it becomes. */
export function unitFit(
  { name, description }: Parameter,
  { measured, oneOfSeveral, kind, text }: Candidate,
): number {
  if (kind !== 'unit') return Number.NEGATIVE_INFINITY
  const unit = singular(text)
  const quoted = [...description.matchAll(/['"`]([\p{L}\d/]{1,20})['"`]/gu)].map(({ 1: word = '' }) =>
    singular(word),
  )
  // A description that names units in quotes means these, and "for 3 days" is no temperature.
  if (quoted.some((word) => UNITS.has(word)) && !quoted.includes(unit)) return Number.NEGATIVE_INFINITY
  if (TIMES.has(unit) && !/time|duration|period|interval|age|speed/i.test(`${name} ${description}`)) return -1
  if (SOURCE.test(name)) return measured ? 3.5 : 0.8
  if (TARGET.test(name)) return measured ? 0 : 3
  // Of a mass in kg and a volume in l, neither is the unit of the density.
  if (measured && oneOfSeveral) return Number.NEGATIVE_INFINITY
  return measured ? 2.4 : 2.6
}
