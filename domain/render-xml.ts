import { invalid, type PlaceholderValue } from './render-values.ts'

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  // As they are, a parser would make spaces or line feeds of them.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

/** A value as text or attribute of XML 1.0, which can't hold most control characters in any spelling (2.2). */
export function xmlEncode({ text, label }: PlaceholderValue): string {
  const encoded = text.toWellFormed().replace(/[&<>"'\t\n\r]/g, (character) => ENTITIES[character] ?? '')
  for (let at = 0; at < encoded.length; at++) {
    const code = encoded.charCodeAt(at)
    if (code < 0x20 || code === 0xfffe || code === 0xffff)
      throw invalid(`${label} contains a control character, which XML can't hold.`)
  }
  return encoded
}
