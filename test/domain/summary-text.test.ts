// Temporal may refuse a workflow whose summary is too long, so none may be.
import test from 'ava'
import fc from 'fast-check'
import { summaryText } from '../../domain/summary-text.ts'
import '../support/property-seed.ts'

test('a short text stays, in one line', (t) => {
  t.is(summaryText('  who is\n\toctocat? '), 'who is octocat?')
})

test('no text takes more than 200 bytes as JSON, and none is cut inside a character', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const cut = summaryText(text)
      t.true(Buffer.byteLength(JSON.stringify(cut)) <= 200)
      t.true(text.trim().replace(/\s+/g, ' ').startsWith(cut))
      t.true(cut.isWellFormed() || !text.isWellFormed())
    }),
  )
})

test('a long text is cut as late as its script allows', (t) => {
  t.is(summaryText('x'.repeat(500)).length, 198)
  t.is(summaryText('語'.repeat(100)).length, 66)
  t.is(summaryText('😀'.repeat(100)).length, 49 * 2)
  t.is(summaryText('"'.repeat(200)).length, 99)
  t.is(summaryText('\u0001'.repeat(100)).length, 33)
})
