import type { MaskedSecret, Span, TextSearch } from '../masking.ts'
import { LONGEST_FOUND, type PiiFinder } from './find.ts'
import { bareNumbers } from './json-numbers.ts'
import { nameOf, plainLabel, spellingOf } from './labels.ts'

/** Of spans in one place a secret's own mark is shown, then what was found, then a known value. */
const FOUND_RANK = 1

/** What the run knows of its conversation's personal data. */
export interface KnownValues {
  /** Token to value. */
  values: ReadonlyMap<string, string>
  /** Tokens that stand for some value, known to the run or not. */
  tokens: ReadonlySet<string>
}

/** Hides personal data in what comes out of an action: a value that has a token shows it, another its label. */
export function createOutputSearch(finder: PiiFinder, { values, tokens }: KnownValues): TextSearch {
  const bySpelling = new Map<string, string>()
  for (const [token, value] of values) {
    const name = nameOf(token)
    bySpelling.set(`${name}\n${spellingOf(name, value)}`, token)
  }
  const labelOf = (name: string, value: string): string =>
    bySpelling.get(`${name}\n${spellingOf(name, value)}`) ?? plainLabel(name, tokens)
  return {
    longest: LONGEST_FOUND,
    find(text): Span[] {
      const found = finder.find(text)
      const bare = bareNumbers(text, found)
      return found.map((each) => {
        const { from, to, name } = each
        const label = labelOf(name, text.slice(from, to))
        return { from, to, name: label, mark: bare.has(each) ? `"${label}"` : label, rank: FOUND_RANK }
      })
    },
  }
}

/** The known values as a masker takes them, which finds them in every encoding, too. */
export const maskedValues = (values: ReadonlyMap<string, string>): MaskedSecret[] =>
  Array.from(values, ([token, value]) => ({ name: token, value, mask: true, shownAs: token }))
