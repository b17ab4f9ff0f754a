import test from 'ava'
import fc from 'fast-check'
import { isFileName } from '../../domain/file-name.ts'
import { uniqueFileName } from '../../domain/unique-name.ts'
import '../support/property-seed.ts'

test('a name is one path segment of visible characters', (t) => {
  for (const name of [
    'a',
    '.hidden',
    '...',
    'a b',
    'Größe – ½.csv',
    '图.png',
    '😀.png',
    'x'.repeat(120),
    '😀'.repeat(120),
  ])
    t.true(isFileName(name), name)
  for (const name of [
    '',
    '.',
    '..',
    'a/b',
    'a\n',
    '\u0000',
    '\u009f',
    '\u202e',
    '\u200b',
    '\u2028',
    'e\u0301',
    '\ud800',
  ])
    t.false(isFileName(name), JSON.stringify(name))
  t.false(isFileName('x'.repeat(121)))
})

test('a taken name gets the first free number before its extension', (t) => {
  t.is(uniqueFileName('a.png', new Set()), 'a.png')
  t.is(uniqueFileName('a.png', new Set(['a.png'])), 'a (2).png')
  t.is(uniqueFileName('a.png', new Set(['a.png', 'a (2).png'])), 'a (3).png')
  t.is(uniqueFileName('.hidden', new Set(['.hidden'])), '.hidden (2)')
  t.is(uniqueFileName('a', new Set(['a'])), 'a (2)')
})

test('whatever masking made of names, they are free and can be names', (t) => {
  const any = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.constantFrom(
      'a.png',
      'a (2).png',
      '',
      '.',
      '..',
      'a/b',
      `${'***TOKEN***'.repeat(20)}.csv`,
      `.${'e'.repeat(200)}`,
    ),
  )
  fc.assert(
    fc.property(fc.array(any, { maxLength: 8 }), (names) => {
      const taken = new Set<string>()
      for (const name of names) taken.add(uniqueFileName(name, taken))
      return taken.size === names.length && [...taken].every(isFileName)
    }),
  )
  t.pass()
})
