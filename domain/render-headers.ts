import { invalid, type LookUp, type PlaceholderValue, renderParts } from './render-values.ts'
import { parseTemplate } from './template-text.ts'

/**
 * Renders header values; a header with an absent parameter is left out. Text beyond ASCII comes as the bytes
 * of its UTF-8, one character each, because that's how HTTP clients write header values to the wire.
 */
export function renderHeaders(headers: Record<string, string>, lookUp: LookUp): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, template]) => {
      const value = renderParts(parseTemplate(template), lookUp, (value) => checked(value, name))
      return value === null ? [] : [[name, byteString(value)]]
    }),
  )
}

/** Tabs are the only control characters that RFC 9110 lets into a field value. */
export function hasForbiddenCharacter(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if ((code < 0x20 && code !== 0x09) || code === 0x7f) return true
  }
  return false
}

function checked({ text, label }: PlaceholderValue, header: string): string {
  if (hasForbiddenCharacter(text))
    throw invalid(
      `${label} contains a line break or control character, which the header ${header} can't hold.`,
    )
  return text
}

function byteString(text: string): string {
  let bytes = ''
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte)
  return bytes
}
