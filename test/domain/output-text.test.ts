import test from 'ava'
import fc from 'fast-check'
import { type CappedOutput, CUT_MARGIN_BYTES, collectOutput } from '../../domain/capped-output.ts'
import { createMasker } from '../../domain/masking.ts'
import { shapeOutput } from '../../domain/output-text.ts'
import { forms } from './masking-forms.ts'
import '../support/property-seed.ts'

const none = createMasker([])
const bytes = (text: string) => new TextEncoder().encode(text)
const whole = (text: string): CappedOutput => ({
  head: bytes(text),
  tail: new Uint8Array(0),
  total: bytes(text).length,
})
const size = (text: string) => Buffer.byteLength(text)

test('what fits is shown as it is', (t) => {
  t.deepEqual(shapeOutput(whole('héllo'), none, 6), { text: 'héllo', truncated: false })
  t.deepEqual(shapeOutput(whole(''), none, 6), { text: '', truncated: false })
})

test('a character or secret that lies across head and tail without a gap is whole again', (t) => {
  const all = bytes('x😀 s3cr3t y')
  const masker = createMasker([{ name: 'KEY', value: 's3cr3t', mask: true }])
  for (let at = 0; at <= all.length; at++) {
    const output = { head: all.slice(0, at), tail: all.slice(at), total: all.length }
    t.deepEqual(shapeOutput(output, masker, 100), { text: 'x😀 ***KEY*** y', truncated: false })
  }
})

test('broken UTF-8 is shown as replacement characters', (t) => {
  const output = { head: new Uint8Array([0x61, 0xff, 0x62]), tail: new Uint8Array(0), total: 3 }
  t.is(shapeOutput(output, none, 100).text, 'a\ufffdb')
})

test('what is too long keeps its head and tail and says how much is left out', (t) => {
  const { text, truncated } = shapeOutput(whole('a'.repeat(100_000) + 'z'.repeat(100_000)), none, 1000)
  t.true(truncated)
  t.regex(text, /^a{480}a*\n… 199,0\d\d bytes left out …\nz{480}z*$/)
  t.true(size(text) <= 1000 && size(text) >= 990)
  const [, left = ''] = /… ([\d,]+) bytes/.exec(text) ?? []
  const shown = text.replace(/\n….*…\n/, '').length
  t.is(Number(left.replace(',', '')) + shown, 200_000)
})

test('neither a character nor a mark is cut, and the limit holds, wherever the cut falls', (t) => {
  const masker = createMasker([{ name: 'A_LONG_NAME', value: 's3cr3t', mask: true }])
  const text = 'é😀s3cr3t漢'.repeat(200)
  for (let limit = 0; limit < 400; limit++) {
    const shaped = shapeOutput(whole(text), masker, limit).text
    t.true(size(shaped) <= limit)
    t.notRegex(shaped.replaceAll('***A_LONG_NAME***', ''), /[\ufffd*A-Z]/)
    t.true(shaped.isWellFormed())
  }
})

test('a secret that the capture cut leaves none of its parts, in any form, at any edge', (t) => {
  const value = 'Zq"7/ü&x <K>\\9'
  const masker = createMasker([{ name: 'N', value, mask: true }])
  const start = 4000
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(forms)), fc.nat({ max: 600 }), (write, offset) => {
      const encoded = write(value)
      // What this form puts before any secret, such as `{"key":"`.
      const wrapping = sharedStart(encoded, write(`\x01${value}`), write(`é${value}`), write(`%${value}`))
      const text = '.'.repeat(start) + encoded + '.'.repeat(start)
      const all = bytes(text)
      const cut = start + (offset % (bytes(encoded).length + 1))
      const atHead = {
        head: all.slice(0, cut),
        tail: bytes('.'.repeat(start)),
        total: all.length + start + 10,
      }
      const atTail = { head: bytes('.'.repeat(start)), tail: all.slice(cut), total: all.length + start + 10 }
      for (const output of [atHead, atTail]) {
        const shaped = shapeOutput(output, masker, 1_000_000)
        t.true(shaped.truncated)
        const [, head = '?', tail] = /^\.+([\s\S]*)\n… [\d,]+ bytes left out …\n(.*)$/.exec(shaped.text) ?? []
        t.true(wrapping.startsWith(head), `${encoded.slice(0, cut - start)}: ${head}`)
        t.regex(tail ?? '', /^\.+$/)
      }
    }),
    { numRuns: 1000 },
  )
})

function sharedStart(text: string, ...others: string[]): string {
  let end = 0
  while (end < text.length && others.every((other) => other[end] === text[end])) end++
  return text.slice(0, end)
}

test('the longest secrets that a gap broke leave nothing, however often it fell within one', (t) => {
  const value = Array.from({ length: 16_384 }, (_, index) =>
    String.fromCharCode(33 + ((index * 31) % 90)),
  ).join('')
  const masker = createMasker([{ name: 'N', value, mask: true }])
  const limit = 20_000
  const collector = collectOutput(limit)
  const asUnits = forms['JSON in ASCII']?.(value) ?? ''
  for (let count = 0; count < 6; count++) collector.push(bytes(asUnits))
  const { text, truncated } = shapeOutput(collector.finish(), masker, limit)
  t.true(truncated)
  t.notRegex(text, /u00/)
})

test('a collected stream keeps its full limit, although the edges of its gap are dropped', (t) => {
  const limit = 10_000
  const collector = collectOutput(limit)
  const masker = createMasker([{ name: 'KEY', value: 'k'.repeat(2000), mask: true }])
  for (let count = 0; count < 100; count++) collector.push(bytes('0123456789'.repeat(1000)))
  const { text } = shapeOutput(collector.finish(), masker, limit)
  t.true(size(text) > limit - 10 && size(text) <= limit)
  t.true(text.startsWith('0123456789') && text.endsWith('0123456789'))
})

test('a secret that begins within the margin and ends in the shown part is one mark', (t) => {
  const masker = createMasker([{ name: 'KEY', value: 'x'.repeat(50), mask: true }])
  const margin = masker.longest
  t.true(margin < CUT_MARGIN_BYTES)
  const head = `start ${'x'.repeat(50)}${'.'.repeat(margin - 20)}`
  const { text } = shapeOutput({ head: bytes(head), tail: bytes('.'), total: 100_000 }, masker, 1000)
  t.regex(text, /^start \*\*\*KEY\*\*\*\.+\n… [\d,]+ bytes left out …\n$/)
})
