/** What other programs make of a secret before they print it, each written without the product's own code. */
export const forms: Record<string, (text: string) => string> = {
  plain: (text) => text,
  'in upper case': (text) => text.toUpperCase(),
  'in lower case': (text) => text.toLowerCase(),
  base64: (text) => base64(text),
  'base64, URL-safe': (text) => Buffer.from(text).toString('base64url'),
  'base64 behind one byte': (text) => base64(`x${text}`),
  'base64 behind two bytes': (text) => base64(`xy${text}z`),
  'base64 as in Basic credentials': (text) => `Basic ${base64(`user:${text}`)}`,
  'base64 of upper case': (text) => base64(text.toUpperCase()),
  'base64 in lines of 8': (text) => base64(text).replace(/.{8}/g, '$&\r\n'),
  'base64 in lines of 64': (text) => base64(`${text.repeat(4)}`).replace(/.{64}/g, '$&\n'),
  'base64 in lines of 76, indented': (text) => base64(`${text.repeat(4)}`).replace(/.{76}/g, '$&\r\n  '),
  'base64 in lines, JSON-escaped': (text) => JSON.stringify(base64(text).replace(/.{8}/g, '$&\n')),
  'base64 in lines that a shell made spaces of': (text) =>
    base64(`${text.repeat(4)}`).replace(/.{64}/g, '$& '),
  'base64 in string literals': (text) => `"${base64(text).replace(/.{8}(?=.)/g, '$&" +\n    "')}"`,
  'base64 in a list of lines': (text) => JSON.stringify(base64(text).match(/.{1,8}/g), null, 2),
  'base64 in a query': (text) => encodeURIComponent(base64(`k:${text}`)),
  'base64 with escaped slashes': (text) => JSON.stringify(base64(text)).replaceAll('/', '\\/'),
  'base64 of base64': (text) => base64(base64(text)),
  'base64 of UTF-16, as PowerShell takes commands': (text) => Buffer.from(text, 'utf16le').toString('base64'),
  base32: (text) => base32(text),
  'base32 in lower case': (text) => base32(`x${text}`).toLowerCase(),
  'percent-encoded': (text) => encodeURIComponent(text),
  'percent-encoded in lower case': (text) =>
    encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase()),
  'percent-encoded upper case': (text) => encodeURIComponent(text.toUpperCase()),
  'every byte percent-encoded': (text) => hex(text).replace(/../g, '%$&'),
  'percent-encoded twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  'percent-encoded in units, as escape() does': (text) =>
    units(text, (unit) => (unit < 0x100 ? `%${digits(unit, 16, 2)}` : `%u${digits(unit, 16, 4)}`)),
  form: (text) => new URLSearchParams({ key: text }).toString(),
  JSON: (text) => JSON.stringify({ key: text }),
  'JSON in JSON': (text) => JSON.stringify(JSON.stringify(text)),
  'JSON in JSON in JSON': (text) => JSON.stringify(JSON.stringify(JSON.stringify(text))),
  'JSON in ASCII': (text) => `"${units(text, (unit) => `\\u${digits(unit, 16, 4)}`)}"`,
  'JSON with escaped slashes': (text) => JSON.stringify(text).replaceAll('/', '\\/'),
  'JSON in base64': (text) => base64(JSON.stringify({ key: text })),
  'JSON in HTML': (text) => html(JSON.stringify({ key: text })),
  'JSON in a query in HTML': (text) => html(`?a=1&b=${encodeURIComponent(JSON.stringify(text))}`),
  'JavaScript code points': (text) => characters(text, (code) => `\\u{${code.toString(16)}}`),
  'Python characters': (text) => characters(text, (code) => `\\U${digits(code, 16, 8)}`),
  'Python bytes': (text) => hex(text).replace(/../g, '\\x$&'),
  'octal bytes': (text) => Array.from(Buffer.from(text), (byte) => `\\${digits(byte, 8, 3)}`).join(''),
  'octal bytes for printf %b': (text) =>
    Array.from(Buffer.from(text), (byte) => `\\0${digits(byte, 8, 3)}`).join(''),
  'backslash before punctuation': (text) => text.replace(/[^\w\n]/gu, (c) => (c < '\x80' ? `\\${c}` : c)),
  'in apostrophes, for a shell': (text) => `'${text.replaceAll("'", "'\\''")}'`,
  'in apostrophes, for a shell, by Python': (text) => `'${text.replaceAll("'", "'\"'\"'")}'`,
  'shell command in JSON': (text) => JSON.stringify(`curl '${text.replaceAll("'", "'\\''")}'`),
  CSV: (text) => `"${text.replaceAll('"', '""')}"`,
  'JSON in CSV': (text) => `"${JSON.stringify({ key: text }).replaceAll('"', '""')}"`,
  SQL: (text) => `'${text.replaceAll("'", "''")}'`,
  'quoted-printable': (text) => quotedPrintable(text),
  'HTML named': html,
  'HTML with names of punctuation': (text) =>
    html(text).replaceAll('/', '&sol;').replaceAll('=', '&equals;').replaceAll('+', '&plus;'),
  'HTML decimal': (text) => characters(text, (code) => `&#${code};`),
  'HTML decimal with zeros': (text) => characters(text, (code) => `&#${digits(code, 10, 7)};`),
  'HTML hexadecimal': (text) => characters(text, (code) => `&#x${code.toString(16)};`),
  hex,
  'hex in upper case': (text) => hex(`a${text}`).toUpperCase(),
  'hex in lines': (text) => hex(text).replace(/.{8}/g, '$&\n'),
  'hex with colons': (text) => listed(text, 16, ':'),
  'hex with spaces': (text) => listed(`ab${text}`, 16, ' '),
  'hex in groups of four': (text) => hex(text).replace(/.{4}/g, '$& '),
  'hex with dashes': (text) => listed(text, 16, '-').toUpperCase(),
  'hex numbers': (text) =>
    `{ ${Array.from(Buffer.from(text), (byte) => `0x${digits(byte, 16, 2)}`).join(', ')} }`,
  'list of numbers': (text) => `[${listed(text, 10, ', ')}]`,
  'Buffer in JSON': (text) => JSON.stringify(Buffer.from(text)),
  'Buffer in JSON, laid out': (text) => JSON.stringify({ a: { b: Buffer.from(text) } }, null, 4),
  'list of numbers in JSON in JSON': (text) =>
    JSON.stringify(JSON.stringify([...Buffer.from(text)], null, 2)),
  'UTF-16 read as UTF-8': (text) => Buffer.from(text, 'utf16le').toString(),
  'UTF-16, big end first, read as UTF-8': (text) => Buffer.from(text, 'utf16le').swap16().toString(),
  'UTF-8 read as Latin-1': (text) => Buffer.from(text).toString('latin1'),
}

/** Encoders that other text can go through as well, for chains of them. */
export const layers: Record<string, (text: string) => string> = {
  percent: encodeURIComponent,
  JSON: (text) => JSON.stringify(text),
  HTML: html,
  CSV: (text) => `"${text.replaceAll('"', '""')}"`,
  'quoted-printable': quotedPrintable,
  base64,
  'base64 in lines': (text) => base64(text).replace(/.{76}/g, '$&\n'),
  hex,
}
/** Of which at most three can be over each other without base64 or hex in between. */
export const isEscape = (layer: string): boolean => !/base64|hex/.test(layer)

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}

function hex(text: string): string {
  return Buffer.from(text).toString('hex')
}

function html(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** RFC 4648, 6. */
function base32(text: string): string {
  const bits = Array.from(Buffer.from(text), (byte) => digits(byte, 2, 8)).join('')
  const written = (bits.match(/.{1,5}/g) ?? [])
    .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('')
  return written.padEnd(Math.ceil(written.length / 8) * 8, '=')
}

/** RFC 2045, 6.7; lines are shorter than they must be. */
function quotedPrintable(text: string): string {
  const parts = Array.from(Buffer.from(text), (byte) =>
    byte > 0x20 && byte < 0x7f && byte !== 0x3d
      ? String.fromCharCode(byte)
      : `=${digits(byte, 16, 2).toUpperCase()}`,
  )
  return parts.map((part, index) => (index % 10 === 9 ? `${part}=\r\n` : part)).join('')
}

const digits = (number: number, base: number, length: number): string =>
  number.toString(base).padStart(length, '0')

const listed = (text: string, base: number, separator: string): string =>
  Array.from(Buffer.from(text), (byte) => (base === 16 ? digits(byte, 16, 2) : String(byte))).join(separator)

const characters = (text: string, write: (code: number) => string): string =>
  Array.from(text, (character) => write(character.codePointAt(0) ?? 0)).join('')

const units = (text: string, write: (unit: number) => string): string =>
  Array.from({ length: text.length }, (_, index) => write(text.charCodeAt(index))).join('')
