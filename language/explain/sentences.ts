import type { OfferedAction } from '../../domain/language.ts'
import { shorten } from '../../domain/shorten.ts'
import { own } from '../builtin/own.ts'
import type { Ranked } from '../builtin/rank.ts'
import { listOf, quotedList } from '../words.ts'
import type { SharedWords } from './shared-words.ts'

const MOST_WORDS = 6
const VALUE_CHARACTERS = 60

const first = (words: string[]): string[] => words.slice(0, MOST_WORDS)

/** Which words of the question the action has, and which not. */
export function wordSentences({ parts, elsewhere }: SharedWords): string[] {
  const sentences = parts.flatMap(({ part, same, alike }) => [
    ...(same.length > 0 ? [`The question shares ${quotedList(first(same))} with its ${part}.`] : []),
    ...alike
      .slice(0, 3)
      .map(({ asked, written }) => `'${asked}' is close to '${written}', which is in its ${part}.`),
  ])
  if (sentences.length === 0) return ['The question shares no word with it that says what it is about.']
  if (elsewhere.length > 0) sentences.push(`It says nothing of ${quotedList(first(elsewhere))}.`)
  return sentences
}

/** Which values it needs, and whether the question has them. */
export function valueSentences({ parameters }: OfferedAction, values: Ranked['values']): string[] {
  const needed = parameters.filter(({ required }) => required)
  if (needed.length === 0) return ['It needs no values.']
  const found = needed.flatMap(({ name }) => {
    const value = own(values, name)
    return value === undefined ? [] : [`${name} (${shorten(String(value), VALUE_CHARACTERS)})`]
  })
  const open = needed.filter(({ name }) => own(values, name) === undefined)
  const missing = open.filter((parameter) => parameter.default === null).map(({ name }) => name)
  const filled = open.filter((parameter) => parameter.default !== null).map(({ name }) => name)
  return [
    ...(found.length > 0 ? [`Found of what it needs: ${listOf(found)}.`] : []),
    ...(filled.length > 0 ? [`Its default is taken for ${listOf(filled)}.`] : []),
    ...(missing.length > 0 ? [`Not found of what it needs: ${listOf(missing)}.`] : []),
  ]
}
