import test from 'ava'
import { contentTypeOf, isPicture, safeType, UNKNOWN_TYPE } from '../../domain/content-type.ts'

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))))

const PNG = bytes([0x89], 'PNG\r\n', [0x1a, 0x0a], [0, 0, 0])
const JPEG = bytes([0xff, 0xd8, 0xff, 0xe0, 0])
const SVG = bytes('<?xml version="1.0"?>\n<!-- x -->\n<svg xmlns="http://www.w3.org/2000/svg"></svg>')

test('a type is given where name and content agree', (t) => {
  const known: [name: string, content: Uint8Array, type: string][] = [
    ['a.png', PNG, 'image/png'],
    ['A.PNG', PNG, 'image/png'],
    ['a.jpg', JPEG, 'image/jpeg'],
    ['a.jpeg', JPEG, 'image/jpeg'],
    ['a.gif', bytes('GIF89a', [0, 1]), 'image/gif'],
    ['a.webp', bytes('RIFF', [1, 2, 3, 4], 'WEBPVP8 '), 'image/webp'],
    ['a.svg', SVG, 'image/svg+xml'],
    ['a.csv', bytes('a,b\n'), 'text/csv'],
    ['a.b.json', bytes('{}'), 'application/json'],
    ['a.txt', bytes('Größe'), 'text/plain'],
    ['a.md', bytes('# x'), 'text/plain'],
    ['empty.txt', bytes(), 'text/plain'],
    ['a.pdf', bytes('%PDF-1.7'), 'application/pdf'],
  ]
  for (const [name, content, type] of known) t.is(contentTypeOf(name, content), type, name)
})

test('a file that pretends to be another, or is of no known type, is bytes', (t) => {
  const unknown: [name: string, content: Uint8Array][] = [
    ['a.png', JPEG],
    ['a.png', bytes('<svg></svg>')],
    ['a.png', bytes()],
    ['a.jpg', bytes('<script>')],
    ['a.gif', bytes('GIF88a')],
    ['a.svg', PNG],
    ['a.svg', bytes('<html></html>')],
    ['a.svg', bytes(' '.repeat(5_000), '<svg>')],
    ['a.csv', bytes([0xff, 0xfe, 0x61, 0])],
    ['a.txt', bytes('a\0b')],
    ['a.json', bytes([0xc3, 0x28])],
    ['a.pdf', bytes('pdf')],
    ['a.html', bytes('<p>')],
    ['a.js', bytes('1')],
    ['a.xml', SVG],
    ['png', PNG],
    ['a.png.', PNG],
    ['a.png ', PNG],
    ['a.svgz', SVG],
    ['.constructor', bytes('x')],
  ]
  for (const [name, content] of unknown) t.is(contentTypeOf(name, content), UNKNOWN_TYPE, name)
})

test('only pictures are shown in place, and only known types are served', (t) => {
  for (const type of ['image/png', 'image/svg+xml']) t.true(isPicture(type))
  for (const type of ['text/csv', 'application/pdf', UNKNOWN_TYPE, 'text/html']) t.false(isPicture(type))
  t.is(safeType('text/csv'), 'text/csv')
  for (const type of ['text/html', 'application/xhtml+xml', '', 'image/png; x'])
    t.is(safeType(type), UNKNOWN_TYPE)
})
