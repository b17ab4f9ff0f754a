import test from 'ava'
import fc from 'fast-check'
import { CUT_MARGIN_BYTES, collectOutput } from '../../domain/capped-output.ts'
import { cpuMs } from '../support/cpu-time.ts'
import '../support/property-seed.ts'

const numbered = (length: number) =>
  Uint8Array.from({ length }, (_, index) => (index * 7 + (index >> 8)) & 0xff)

/** Pushes `bytes` in chunks of `size`. */
function collect(bytes: Uint8Array, size: number, limit: number) {
  const collector = collectOutput(limit)
  for (let at = 0; at < bytes.length; at += size) collector.push(bytes.subarray(at, at + size))
  return collector.finish()
}

test('what fits is kept whole, however it was chunked', (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5000 }), fc.integer({ min: 1, max: 999 }), (bytes, size) => {
      const { head, tail, total } = collect(bytes, size, 100)
      t.is(total, bytes.length)
      t.deepEqual(Buffer.concat([head, tail]), Buffer.from(bytes))
    }),
  )
})

test('of a long stream it keeps head and tail with their margin, in bounded memory', (t) => {
  const limit = 1000
  const keep = limit + CUT_MARGIN_BYTES
  const bytes = numbered(5 * keep)
  for (const size of [1, 17, 4096, 70_000, bytes.length]) {
    const { head, tail, total } = collect(bytes, size, limit)
    t.is(total, bytes.length)
    t.deepEqual(Buffer.from(head), Buffer.from(bytes.subarray(0, keep)))
    t.true(tail.length >= keep, `${tail.length} bytes of tail with chunks of ${size}`)
    t.deepEqual(Buffer.from(tail), Buffer.from(bytes.subarray(-tail.length)))
    t.true(tail.length <= keep + size)
  }
})

test('head and tail meet without a gap or an overlap where the stream just fits', (t) => {
  const bytes = numbered(2 * (100 + CUT_MARGIN_BYTES))
  const { head, tail } = collect(bytes, 1000, 100)
  t.deepEqual(Buffer.concat([head, tail]), Buffer.from(bytes))
})

test('a chunk that its sender reuses is not changed afterwards', (t) => {
  const collector = collectOutput(10)
  const chunk = new Uint8Array([1, 2, 3])
  collector.push(chunk)
  chunk.fill(9)
  t.deepEqual([...collector.finish().head], [1, 2, 3])
})

test('a stream of single bytes is collected in linear time', (t) => {
  const collector = collectOutput(100)
  const byte = new Uint8Array(1)
  const before = cpuMs()
  for (let count = 0; count < 2_000_000; count++) collector.push(byte)
  t.is(collector.total, 2_000_000)
  t.true(cpuMs() - before < 5_000)
})
