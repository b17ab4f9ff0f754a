/** What other programs make of a secret before they print it, each written without the product's own code. */
export const forms: Record<string, (text: string) => string> = {
  plain: (text) => text,
  base64: (text) => Buffer.from(text).toString('base64'),
  'base64, URL-safe': (text) => Buffer.from(text).toString('base64url'),
  'base64 behind one byte': (text) => Buffer.from(`x${text}`).toString('base64'),
  'base64 behind two bytes': (text) => Buffer.from(`xy${text}z`).toString('base64'),
  'base64 as in Basic credentials': (text) => `Basic ${Buffer.from(`user:${text}`).toString('base64')}`,
  'base64 in lines of 8': (text) => Buffer.from(text).toString('base64').replace(/.{8}/g, '$&\r\n'),
  'base64 in lines, JSON-escaped': (text) =>
    JSON.stringify(Buffer.from(text).toString('base64').replace(/.{8}/g, '$&\n')),
  'base64 in a query': (text) => encodeURIComponent(Buffer.from(`k:${text}`).toString('base64')),
  'percent-encoded': (text) => encodeURIComponent(text),
  'percent-encoded in lower case': (text) =>
    encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase()),
  'every byte percent-encoded': (text) => Buffer.from(text).toString('hex').replace(/../g, '%$&'),
  'percent-encoded twice': (text) => encodeURIComponent(encodeURIComponent(text)),
  form: (text) => new URLSearchParams({ key: text }).toString(),
  JSON: (text) => JSON.stringify({ key: text }),
  'JSON in JSON': (text) => JSON.stringify(JSON.stringify(text)),
  'JSON in ASCII': (text) => `"${units(text, (unit) => `\\u${unit.toString(16).padStart(4, '0')}`)}"`,
  'JSON with escaped slashes': (text) => JSON.stringify(text).replaceAll('/', '\\/'),
  'JSON in base64': (text) => Buffer.from(JSON.stringify({ key: text })).toString('base64'),
  'Python bytes': (text) => Buffer.from(text).toString('hex').replace(/../g, '\\x$&'),
  'HTML named': (text) =>
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;'),
  'HTML decimal': (text) => [...text].map((character) => `&#${character.codePointAt(0)};`).join(''),
  'HTML hexadecimal': (text) =>
    [...text].map((character) => `&#x${character.codePointAt(0)?.toString(16)};`).join(''),
  hex: (text) => Buffer.from(text).toString('hex'),
  'hex in upper case': (text) => Buffer.from(`a${text}`).toString('hex').toUpperCase(),
}

const units = (text: string, write: (unit: number) => string): string =>
  Array.from({ length: text.length }, (_, index) => write(text.charCodeAt(index))).join('')
