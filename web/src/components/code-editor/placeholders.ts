import { placeholderEnd } from '../../../../domain/template-text.ts'

/** A placeholder `{name}` in a text, braces included. */
export interface Placeholder {
  from: number
  to: number
  name: string
}

/** Every placeholder of a text, as the server reads it. */
export function findPlaceholders(text: string): Placeholder[] {
  const found: Placeholder[] = []
  let at = text.indexOf('{')
  while (at !== -1) {
    const to = placeholderEnd(text, at)
    if (to !== -1) found.push({ from: at, to, name: text.slice(at + 1, to - 1) })
    at = text.indexOf('{', to === -1 ? at + 1 : to)
  }
  return found
}
