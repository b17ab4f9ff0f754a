import type { Parameter } from '../../../domain/action.ts'
import { allowedWords } from '../extract/enums.ts'
import { splitIdentifier } from '../match/tokens.ts'
import type { Lexicon } from './lexicon.ts'
import { translate } from './translate.ts'

/** What introduces the words that a parameter may be. */
const LIST =
  /\b(?:eine?[rs]? von|eines der|mögliche werte(?: sind)?|erlaubt(?:e werte)?(?: sind)?|une? (?:de|parmi)|un[oa] de)\s*:?\s*/i

/** A parameter in English, and for each word of its list how it was declared. */
export function inEnglishParameter(
  parameter: Parameter,
  lexicon: Lexicon,
): { parameter: Parameter; words: Record<string, string> } {
  const { name, description } = parameter
  const inEnglish = (text: string): string => translate(text, lexicon).text
  const introduced = description.replace(LIST, 'one of: ')
  const allowed = parameter.type === 'string' ? allowedWords(introduced) : []
  const listed = allowed.length > 1
  const at = listed ? introduced.search(/one of:/i) : -1
  const before = at >= 0 ? introduced.slice(0, at) : introduced
  const words = Object.fromEntries(allowed.map((word) => [inEnglish(word), word]))
  const list = listed ? `One of: ${Object.keys(words).join(', ')}.` : ''
  return {
    parameter: {
      ...parameter,
      name: identifier(inEnglish(splitIdentifier(name))) || name,
      description: `${inEnglish(before)} ${list}`.trim(),
    },
    words,
  }
}

const identifier = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '')
