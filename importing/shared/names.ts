import { LIMITS, SECRET_NAME } from '../../domain/action.ts'
import { reservedNameProblem } from '../../domain/reserved-names.ts'
import { wordsOf } from './words.ts'

const DIGITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']
const LONGEST_SECRET = 64

/**
 * A parameter's name for what is called `wire` in the request: letters and underscores only. `user-id` becomes
 * `user_id`, `line2` becomes `line_two`; what has no letters at all becomes `fallback`.
 */
export function parameterName(wire: string, fallback = 'value'): string {
  const name = wire
    .slice(0, 300)
    .normalize('NFKD')
    .replace(/\[\]$/, '')
    .replace(/(\d)/g, (digit, _group, at: number, text: string) =>
      /\d/.test(text.charAt(at - 1)) || /\d/.test(text.charAt(at + 1)) ? '_' : `_${DIGITS[Number(digit)]}_`,
    )
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z_]+/g, '_')
    .replace(/_{2,}/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, LIMITS.parameterName - 8)
    .replace(/_+$/, '')
  if (name === '') return fallback
  return reservedNameProblem(name) ? `${name}_value` : name
}

/** A secret's name made of the words of `text`, in upper case. */
export function secretName(text: string, fallback = 'API_KEY'): string {
  const name = wordsOf(text)
    .join('_')
    .toUpperCase()
    .replace(/^\d+_?/, '')
    .slice(0, LONGEST_SECRET - 4)
  return legalSecret(name === '' ? fallback : name)
}

/** A name that may be used, near to the one given. */
function legalSecret(name: string): string {
  if (!SECRET_NAME.test(name)) return 'API_KEY'
  if (/_PROXY$/i.test(name)) return legalSecret(`${name}_KEY`)
  return reservedNameProblem(name) ? `THE_${name}`.slice(0, LONGEST_SECRET) : name
}

/** Names that are given out once each. Letter case does not tell two apart: who reads them could not either. */
export class Names {
  readonly #taken = new Set<string>()

  has(name: string): boolean {
    return this.#taken.has(name.toLowerCase())
  }

  /** `wanted`, or the first free one of those that `another` makes. */
  take(wanted: string, another: (count: number) => string): string {
    let name = wanted
    for (let count = 2; this.has(name); count++) name = another(count)
    this.#taken.add(name.toLowerCase())
    return name
  }
}

/** Names of parameters have no digits: `name_b`, `name_c`, … `name_ba`. */
export function lettered(name: string, count: number): string {
  let suffix = ''
  for (let left = count - 1; left > 0; left = Math.floor(left / 26))
    suffix = String.fromCharCode(97 + (left % 26)) + suffix
  return `${name}_${suffix}`
}

export const numbered = (name: string, count: number): string =>
  `${name.slice(0, LONGEST_SECRET - 4)}_${count}`
