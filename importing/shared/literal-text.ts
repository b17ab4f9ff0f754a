import { parseTemplate } from '../../domain/template-text.ts'

/** Where a text stands: that decides in which other way an opening brace can be written. */
export type Place = 'url' | 'form' | 'json' | 'xml' | 'other'

const BRACE: Record<Place, string | null> = {
  url: '%7B',
  form: '%7B',
  json: '\\u007b',
  xml: '&#123;',
  other: null,
}

/**
 * Text that stands for itself in a template: `{name}` in it is no placeholder, and what it means stays the same.
 * Null where the place knows no other way to write a brace.
 */
export function literalText(text: string, place: Place): string | null {
  if (!text.includes('{')) return text
  const parts = parseTemplate(text)
  if (parts.every((part) => 'literal' in part)) return text
  const brace = BRACE[place]
  if (brace === null) return null
  return parts.map((part) => ('literal' in part ? part.literal : `${brace}${part.placeholder}}`)).join('')
}
