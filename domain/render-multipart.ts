import { invalid, type LookUp, type PlaceholderValue, renderRequired } from './render-values.ts'
import type { TemplatePart } from './template-text.ts'

/**
 * Renders a body of several parts. Nothing can be encoded in one: a value is refused where it contains the boundary
 * that its Content-Type names, or would end its line among a part's headers.
 */
export function renderMultipart(parts: TemplatePart[], boundary: string, lookUp: LookUp): string {
  let before = ''
  return renderRequired(
    parts,
    lookUp,
    (value) => {
      const text = checked(value, boundary, isAmongHeaders(before, boundary))
      before += text
      return text
    },
    'the body',
    (literal) => {
      before += literal
      return literal
    },
  )
}

/** Of a Content-Type, or null where it names none. */
export function boundaryOf(contentType: string): string | null {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^\s;"]+))/i.exec(contentType) ?? []
  return quoted ?? plain ?? null
}

/** A part's headers end at an empty line. */
function isAmongHeaders(before: string, boundary: string): boolean {
  const start = before.lastIndexOf(`--${boundary}`)
  return start !== -1 && !/\r?\n\r?\n/.test(before.slice(start))
}

function checked({ text, label }: PlaceholderValue, boundary: string, amongHeaders: boolean): string {
  if (text.includes(boundary)) throw invalid(`${label} contains the boundary between the parts of the body.`)
  if (amongHeaders && /[\r\n"\0]/.test(text))
    throw invalid(`${label} contains a line break or a quote, which the headers of a part can't hold.`)
  return text.toWellFormed()
}
