import { parseTemplate, placeholderEnd, type TemplatePart } from './template-text.ts'

/** JSON in which a placeholder may stand for a value, for a member's name, or inside a string. */
export type JsonTemplate =
  | { type: 'scalar'; text: string }
  /** Between the quotes, still escaped. */
  | { type: 'string'; parts: TemplatePart[] }
  | { type: 'value'; placeholder: string }
  | { type: 'array'; elements: JsonTemplate[] }
  | { type: 'object'; members: JsonMember[] }

export interface JsonMember {
  /** Between the quotes, still escaped. */
  name: TemplatePart[]
  value: JsonTemplate
}

/** Says where a JSON template is broken: `line 3, column 7: …`. */
export class JsonTemplateError extends Error {}

const MAX_DEPTH = 200
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

/**
 * Parses JSON (RFC 8259) with placeholders.
 * @throws {JsonTemplateError} with the position of the first mistake
 */
export function parseJsonTemplate(text: string): JsonTemplate {
  let at = 0

  const fail = (message: string, where = at): never => {
    const lines = text.slice(0, where).split('\n')
    throw new JsonTemplateError(`line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}: ${message}`)
  }
  const skipSpace = () => {
    while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at++
  }
  const found = () => (at < text.length ? `not ${JSON.stringify(text.charAt(at))}` : 'but the text ends here')

  const readString = (): TemplatePart[] => {
    const from = ++at
    while (text[at] !== '"') {
      if (at >= text.length) fail('this string has no end', from - 1)
      if (text.charCodeAt(at) < 0x20)
        fail('a line break or control character in a string must be escaped, such as \\n')
      if (text[at] === '\\') {
        ESCAPE.lastIndex = at
        if (!ESCAPE.test(text)) fail('this escape does not exist in JSON')
        at = ESCAPE.lastIndex
      } else at++
    }
    at++
    return parseTemplate(text.slice(from, at - 1))
  }
  const readPlaceholder = (): string | null => {
    const end = placeholderEnd(text, at)
    if (end === -1) return null
    const name = text.slice(at + 1, end - 1)
    at = end
    return name
  }
  const readName = (): TemplatePart[] => {
    const name = readPlaceholder()
    if (name !== null) return [{ placeholder: name }]
    if (text[at] !== '"') fail(`expected a member's name in double quotes, ${found()}`)
    return readString()
  }
  /** Reads `item`s between commas until `close`. */
  const readList = <Item>(close: string, readItem: () => Item): Item[] => {
    const items: Item[] = []
    at++
    skipSpace()
    if (text[at] === close) at++
    else
      for (;;) {
        items.push(readItem())
        skipSpace()
        if (text[at] === close) {
          at++
          break
        }
        if (text[at] !== ',') fail(`expected "," or "${close}", ${found()}`)
        at++
        skipSpace()
      }
    return items
  }
  const readValue = (depth: number): JsonTemplate => {
    if (depth > MAX_DEPTH) fail(`this is nested more than ${MAX_DEPTH} levels deep`)
    skipSpace()
    const placeholder = readPlaceholder()
    if (placeholder !== null) return { type: 'value', placeholder }
    if (text[at] === '"') return { type: 'string', parts: readString() }
    if (text[at] === '[') return { type: 'array', elements: readList(']', () => readValue(depth + 1)) }
    if (text[at] === '{') return { type: 'object', members: readList('}', () => readMember(depth)) }
    SCALAR.lastIndex = at
    const scalar = SCALAR.exec(text)?.[0] ?? fail(`expected a value, ${found()}`)
    at += scalar.length
    return { type: 'scalar', text: scalar }
  }
  const readMember = (depth: number): JsonMember => {
    const name = readName()
    skipSpace()
    if (text[at] !== ':') fail(`expected ":" after the member's name, ${found()}`)
    at++
    return { name, value: readValue(depth + 1) }
  }

  const value = readValue(0)
  skipSpace()
  if (at < text.length) fail(`expected the end of the JSON, ${found()}`)
  return value
}
