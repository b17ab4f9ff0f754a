import { Parser } from 'htmlparser2'

class TooDeep extends Error {}
class LeftOpen extends Error {}

/** Whether HTML nests more than `limit` elements: what builds a tree of it would take time quadratic in that. */
export function isNestedDeeper(html: string, limit: number): boolean {
  let depth = 0
  const parser = new Parser({
    onopentag() {
      if (++depth > limit) throw new TooDeep()
    },
    onclosetag() {
      depth--
    },
  })
  try {
    parser.end(html)
    return false
  } catch (error) {
    if (error instanceof TooDeep) return true
    throw error
  }
}

const INDENT = '  '
/** Deeper elements are not indented further: indentation must not outgrow the text. */
const MAX_INDENT = 12
/** XML with at least one line break in so many characters was laid out to be read already. */
const READABLE_LINE = 160

/**
 * Puts the elements of XML on lines of their own, indented; text stays beside its tag. Null where it is laid out
 * already, nests more than `limit` elements, or is no XML. Only white space between elements is added or lost.
 */
export function prettyXml(xml: string, limit: number): string | null {
  if (xml.split('\n').length * READABLE_LINE > xml.length + READABLE_LINE) return null
  const lines: string[] = []
  let depth = 0
  /** A start tag, and text, that what follows may stand beside. */
  let open: string | null = null
  let consumed = 0
  const token = (end = parser.endIndex + 1): string => {
    const text = xml.slice(Math.max(consumed, parser.startIndex), end)
    consumed = end
    return text
  }
  const addLine = (text: string): void => {
    if (open !== null) lines.push(open)
    open = null
    lines.push(INDENT.repeat(Math.min(depth, MAX_INDENT)) + text)
  }
  const parser = new Parser(
    {
      onopentag() {
        addLine(token())
        open = lines.pop() ?? ''
        if (++depth > limit) throw new TooDeep()
      },
      onclosetag(_name, isImplied) {
        depth--
        const end = isImplied ? '' : token()
        if (isImplied && !xml.startsWith('/>', parser.endIndex - 1)) throw new LeftOpen()
        if (open === null) return addLine(end)
        lines.push(open + end)
        open = null
      },
      ontext() {
        const text = token()
        if (text.trim() === '') return
        if (open === null) addLine(text.trim())
        else open += text
      },
      oncomment: () => addLine(token()),
      // Its end as the parser tells it may lack the last character.
      onprocessinginstruction: () => addLine(token(xml.indexOf('>', parser.endIndex) + 1)),
    },
    { xmlMode: true, decodeEntities: false },
  )
  try {
    parser.end(xml)
    const pretty = lines.join('\n')
    return withoutSpace(pretty) === withoutSpace(xml) ? pretty : null
  } catch (error) {
    if (error instanceof TooDeep || error instanceof LeftOpen) return null
    throw error
  }
}

const withoutSpace = (text: string): string => text.replace(/\s+/g, '')
