/*
 * Values and their tokens: what is put away can be had back, and nothing else is taken for it.
 */
import test from 'ava'
import fc from 'fast-check'
import { createPiiFinder } from '../../../domain/pii/find.ts'
import { createNaming, hidePii, hidePiiIn } from '../../../domain/pii/hide.ts'
import { reveal } from '../../../domain/pii/labels.ts'
import { PII_OFF } from '../../../domain/pii/settings.ts'
import '../../support/property-seed.ts'

const finder = (patterns = [{ label: 'WORD', regex: '\\bx[a-z]+\\b' }]) =>
  createPiiFinder({ ...PII_OFF, enabled: true, patterns }, { limitMs: 60_000 })

test('the same value has one token, another value another', (t) => {
  const naming = createNaming(['<<EMAIL>>'])
  const text = 'a@x.com, b@x.com, a@x.com and 4111111111111111'
  t.is(hidePii(text, finder(), naming.tokenFor), '<<EMAIL_2>>, <<EMAIL_3>>, <<EMAIL_2>> and <<CARD>>')
  t.deepEqual(Object.fromEntries(naming.values), {
    '<<EMAIL_2>>': 'a@x.com',
    '<<EMAIL_3>>': 'b@x.com',
    '<<CARD>>': '4111111111111111',
  })
})

test('a value that had a token before keeps it', (t) => {
  const known = (name: string, value: string) =>
    `${name} ${value}` === 'EMAIL a@x.com' ? '<<EMAIL_7>>' : undefined
  const naming = createNaming(['<<EMAIL_7>>'], known)
  t.is(hidePii('a@x.com b@x.com', finder(), naming.tokenFor), '<<EMAIL_7>> <<EMAIL>>')
  t.deepEqual([...naming.values.keys()], ['<<EMAIL>>'])
})

test('all of JSON is looked through: keys, numbers, and fields that say what they have', (t) => {
  const data = {
    'a@x.com': [1, true, null, { n: 4111111111111111, phone: 301234567 }],
    phones: ['030 123456'],
  }
  t.deepEqual(hidePii(data as unknown, finder(), createNaming([]).tokenFor), {
    '<<EMAIL>>': [1, true, null, { n: '<<CARD>>', phone: '<<PHONE>>' }],
    phones: ['030 123456'],
  })
  t.deepEqual(hidePiiIn({ xname: 'xvalue', phone: '030 123456' }, finder(), createNaming([]).tokenFor), {
    xname: '<<WORD>>',
    phone: '<<PHONE>>',
  })
})

test('a pattern does not change the labels that are there already', (t) => {
  const greedy = finder([{ label: 'CAPITALS', regex: '[A-Z]+' }])
  t.is(hidePii('<<EMAIL>> and ABC', greedy, createNaming([]).tokenFor), '<<EMAIL>> and <<CAPITALS>>')
})

test('what is hidden comes back as it was', (t) => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'a@x.com',
      'A@x.com',
      '<<EMAIL>>',
      '<<EMAIL_2>>',
      '4111 1111 1111 1111',
      'xyz',
      '$&',
      '+49 30 901820',
    ),
  )
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join(' ')
      const naming = createNaming(text.match(/<<[A-Z][A-Z0-9_]*>>/g) ?? [])
      const hidden = hidePii(text, finder(), naming.tokenFor)
      return reveal(hidden, naming.values) === text && !hidden.includes('a@x.com')
    }),
  )
  t.pass()
})
