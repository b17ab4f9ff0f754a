/** A stretch of a template: literal text, or a placeholder `{name}`. */
export type TemplatePart = { literal: string } | { placeholder: string }

/** Where the placeholder that starts at `at` ends, or -1 where none starts there. */
export function placeholderEnd(text: string, at: number): number {
  if (text[at] !== '{') return -1
  let end = at + 1
  while (isNameCharacter(text.charCodeAt(end), end === at + 1)) end++
  return end > at + 1 && text[end] === '}' ? end + 1 : -1
}

/** Splits a template into literals and placeholders; any other brace is literal text. */
export function parseTemplate(text: string): TemplatePart[] {
  const parts: TemplatePart[] = []
  let literalFrom = 0
  let at = text.indexOf('{')
  while (at !== -1) {
    const end = placeholderEnd(text, at)
    if (end !== -1) {
      if (at > literalFrom) parts.push({ literal: text.slice(literalFrom, at) })
      parts.push({ placeholder: text.slice(at + 1, end - 1) })
      literalFrom = end
    }
    at = text.indexOf('{', end === -1 ? at + 1 : end)
  }
  if (literalFrom < text.length) parts.push({ literal: text.slice(literalFrom) })
  return parts
}

/** The names of a template's placeholders, in order, each once. */
export function namesIn(parts: TemplatePart[]): string[] {
  return [...new Set(parts.flatMap((part) => ('placeholder' in part ? [part.placeholder] : [])))]
}

/** Splits at each of the separator characters (at most `limit` times); those inside placeholders can't be. */
export function splitTemplate(
  parts: TemplatePart[],
  separators: string,
  limit = Number.POSITIVE_INFINITY,
): TemplatePart[][] {
  let current: TemplatePart[] = []
  const pieces = [current]
  for (const part of parts) {
    if ('placeholder' in part) {
      current.push(part)
      continue
    }
    let from = 0
    for (let at = 0; at < part.literal.length && pieces.length <= limit; at++) {
      if (!separators.includes(part.literal.charAt(at))) continue
      if (at > from) current.push({ literal: part.literal.slice(from, at) })
      current = []
      pieces.push(current)
      from = at + 1
    }
    if (from < part.literal.length) current.push({ literal: part.literal.slice(from) })
  }
  return pieces
}

/** The template as it was written. */
export function templateText(parts: TemplatePart[]): string {
  return parts.map((part) => ('placeholder' in part ? `{${part.placeholder}}` : part.literal)).join('')
}

function isNameCharacter(code: number, first: boolean): boolean {
  const letter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95
  return letter || (!first && code >= 48 && code <= 57)
}
