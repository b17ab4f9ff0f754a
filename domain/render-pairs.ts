import { type Encode, invalid, type LookUp, labelsOf, renderParts } from './render-values.ts'
import { namesIn } from './template-text.ts'
import type { PairTemplate } from './template-url.ts'

/** Renders the pairs of a query or form; a pair with an absent parameter is left out. */
export function renderPairs(
  pairs: PairTemplate[],
  lookUp: LookUp,
  encode: Encode,
  literal: (text: string) => string,
): string {
  const rendered: { name: string; text: string; template: PairTemplate }[] = []
  for (const template of pairs) {
    const name = renderParts(template.name, lookUp, encode, literal)
    const value = template.value ? renderParts(template.value, lookUp, encode, literal) : ''
    if (name === null || value === null) continue
    rendered.push({ name, text: template.value ? `${name}=${value}` : name, template })
  }
  const counts = new Map<string, number>()
  for (const { name } of rendered) counts.set(name, (counts.get(name) ?? 0) + 1)
  for (const { name, template } of rendered)
    if (namesIn(template.name).length > 0 && (counts.get(name) ?? 0) > 1)
      throw invalid(`${labelsOf(template.name, lookUp)} gives two fields the same name.`)
  return rendered.map((pair) => pair.text).join('&')
}
