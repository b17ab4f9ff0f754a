import type { Marks } from './marks.ts'
import type { CurlOption } from './options.ts'
import { urlQuery } from './url-query.ts'

export type CurlBody =
  | { kind: 'data'; text: string; contentType: string | null }
  | { kind: 'multipart'; text: string; contentType: string }

interface Header {
  name: string
  value: string
}

const FILE =
  "What a file holds can't be read here, so it was left out: write the text itself instead of @ and a file."
const DATA = new Set([
  'data',
  'data-ascii',
  'data-raw',
  'data-binary',
  'data-urlencode',
  'json',
  'expand-data',
])

/** The body that the options make together, in their order; null where they make none. */
export function readBody(
  options: CurlOption[],
  stdin: string | null,
  headers: Header[],
  marks: Marks,
  warnings: string[],
): CurlBody | null {
  if (options.some(({ name }) => name === 'upload-file')) warnings.push(`--upload-file sends a file. ${FILE}`)
  const parts = options.filter(({ name }) => name === 'form' || name === 'form-string')
  if (parts.length > 0) return multipart(parts, headers, warnings)
  let text: string | null = null
  for (const { name, value } of options) {
    if (!DATA.has(name)) continue
    const piece = dataOf(name, value, stdin, marks)
    if (piece === null) warnings.push(FILE)
    else if (text === null) text = piece
    else text += name === 'json' ? piece : `&${piece}`
  }
  if (text === null) return null
  const json = options.some(({ name }) => name === 'json')
  return { kind: 'data', text, contentType: contentTypeOf(text, json, headers, marks, warnings) }
}

function contentTypeOf(
  text: string,
  json: boolean,
  headers: Header[],
  marks: Marks,
  warnings: string[],
): string | null {
  if (headers.some(({ name }) => name.toLowerCase() === 'content-type')) return null
  if (json) return 'application/json'
  if (/^\s*[{[]/.test(text) && isJson(text, marks)) {
    warnings.push(
      'The body is JSON, so it goes as application/json; curl would have called it a form. Set Content-Type if the service wants that.',
    )
    return 'application/json'
  }
  return 'application/x-www-form-urlencoded'
}

/** With references standing for numbers or inside strings. */
function isJson(text: string, marks: Marks): boolean {
  try {
    JSON.parse(
      marks
        .pieces(text)
        .map((piece) => (typeof piece === 'string' ? piece : '0'))
        .join(''),
    )
    return true
  } catch {
    return false
  }
}

/** Null where it comes from a file. */
function dataOf(name: string, value: string, stdin: string | null, marks: Marks): string | null {
  const unbroken = (text: string) => text.replace(/[\r\n]+/g, '')
  if (name === 'data-raw') return value
  if (name === 'data-urlencode') {
    if (/^[^=]*@/.test(value) && !/^[^@]*=/.test(value)) return null
    return urlQuery(value, marks)
  }
  if (!value.startsWith('@')) return value
  if (value !== '@-' || stdin === null) return null
  return name === 'data-binary' || name === 'json' ? stdin : unbroken(stdin)
}

function multipart(parts: CurlOption[], headers: Header[], warnings: string[]): CurlBody {
  const at = headers.findIndex(({ name }) => name.toLowerCase() === 'content-type')
  if (at >= 0) headers.splice(at, 1)
  const read = parts.flatMap(({ name, value }) => {
    const equals = value.indexOf('=')
    if (equals < 0) return []
    const part = {
      name: value.slice(0, equals),
      ...formValue(value.slice(equals + 1), name === 'form-string'),
    }
    if (part.text !== null) return [{ ...part, text: part.text }]
    warnings.push(FILE)
    return []
  })
  const boundary = freeBoundary(read.map(({ name, text }) => name + text).join('\n'))
  const text = read
    .map(({ name, text: content, type, file }) => {
      const called = `form-data; name="${quoted(name)}"${file === null ? '' : `; filename="${quoted(file)}"`}`
      const typed = type === null ? '' : `Content-Type: ${type}\r\n`
      return `--${boundary}\r\nContent-Disposition: ${called}\r\n${typed}\r\n${content}\r\n`
    })
    .join('')
  return {
    kind: 'multipart',
    text: `${text}--${boundary}--\r\n`,
    contentType: `multipart/form-data; boundary=${boundary}`,
  }
}

const quoted = (name: string): string => name.replace(/[\r\n]/g, ' ').replaceAll('"', '%22')

function freeBoundary(text: string): string {
  let boundary = 'part-of-this-form'
  while (text.includes(boundary)) boundary += '-x'
  return boundary
}

interface FormValue {
  text: string | null
  type: string | null
  file: string | null
}

/** The value of a part, quoted or up to the first semicolon, and the `;type=` and `;filename=` after it. */
function formValue(given: string, verbatim: boolean): FormValue {
  if (verbatim) return { text: given, type: null, file: null }
  if (/^[@<]/.test(given)) return { text: null, type: null, file: null }
  const quotedValue = /^"(?:[^"\\]|\\.)*"/s.exec(given)?.[0]
  const value = quotedValue ?? given.replace(/;[\s\S]*$/, '')
  const settings = given.slice(value.length)
  const setting = (name: string) =>
    new RegExp(`;\\s{0,9}${name}=(?:"([^"]*)"|([^;"]*))`).exec(settings)?.slice(1).find(Boolean) ?? null
  const text = quotedValue === undefined ? value : value.slice(1, -1).replace(/\\(["\\])/g, '$1')
  return { text, type: setting('type')?.replace(/[\r\n]/g, '') ?? null, file: setting('filename') }
}
