import { similarity, type Token, tokensOf } from '../match/tokens.ts'
import type { Field } from './fields.ts'

const COUNTING = /^(?:number|count|amount|total|many)$/
const PHRASE_BREAKS = /[,;:.\n()]|\band\b|\bthen\b|\bwith\b|\bas well as\b|\bplus\b|\bbut\b/i

/** The fields that a text names ("Give the name, company and number of repositories"), in the text's order. */
export function wishedFields(text: string, fields: Field[]): Field[] {
  const wished: Field[] = []
  for (const phrase of text.split(PHRASE_BREAKS)) {
    const tokens = wordsThatName(phrase)
    if (tokens.length === 0) continue
    const [best] = fields.map((field) => ({ field, fit: fitOf(tokens, field) })).sort((a, b) => b.fit - a.fit)
    if (best && best.fit >= 0.5 && !wished.includes(best.field)) wished.push(best.field)
  }
  return wished
}

/** Generic words such as "name" do name a field here; "total" where nothing else does. */
function wordsThatName(phrase: string): Token[] {
  const tokens = tokensOf(phrase)
  const telling = tokens.filter(({ word }) => !COUNTING.test(word))
  return telling.length > 0 ? telling : tokens
}

/** Shared words of phrase and label: how much of the label the phrase names. */
function fitOf(phrase: Token[], { path, value }: Field): number {
  const keys = path.split('.')
  const label = tokensOf((keys.at(-1) ?? '').replaceAll('_', ' '))
  if (label.length === 0) return 0
  const named = label.map((token) =>
    phrase.reduce((best, other) => Math.max(best, similarity(token, other)), 0),
  )
  const own = named.reduce((sum, part) => sum + part, 0) / label.length
  // The outer object's name decides between alike fields; so does having a value.
  const outer = tokensOf(keys.slice(0, -1).join(' ').replaceAll('_', ' '))
  const context = outer.some((token) => phrase.some((other) => similarity(token, other) === 1)) ? 0.15 : 0
  const technical = /^(?:url|id|node|uuid|href|link)$/
  const unasked =
    label.some(({ word }) => technical.test(word)) && !phrase.some(({ word }) => technical.test(word))
  if (own < 0.35) return 0
  return (
    own * (label.length > 1 && own >= 0.35 && own < 0.5 ? 1.5 : 1) +
    context -
    0.02 * keys.length -
    (value === null ? 0.05 : 0) -
    (unasked ? 0.4 : 0)
  )
}
