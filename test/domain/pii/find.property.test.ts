/*
 * Personal data is found wherever it stands, and numbers of other sorts are left alone. The cards, IBANs and addresses
 * are made up by the test, with their check digits worked out here and not by what is tested.
 */
import test from 'ava'
import fc from 'fast-check'
import { createPiiFinder } from '../../../domain/pii/find.ts'
import { PII_OFF } from '../../../domain/pii/settings.ts'
import '../../support/property-seed.ts'

const finder = (patterns: { label: string; regex: string }[] = []) =>
  createPiiFinder({ ...PII_OFF, enabled: true, patterns }, { limitMs: 60_000 })
const foundIn = (text: string): [string, string][] =>
  finder()
    .find(text)
    .map(({ from, to, name }) => [name, text.slice(from, to)])

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length })

const luhnDigit = (body: string): string => {
  for (let last = 0; last < 10; last++) {
    let sum = 0
    const all = `${body}${last}`
    for (let place = 0; place < all.length; place++) {
      let value = Number(all[all.length - 1 - place])
      if (place % 2 === 1) value = value * 2 > 9 ? value * 2 - 9 : value * 2
      sum += value
    }
    if (sum % 10 === 0) return String(last)
  }
  throw new Error('There is always one.')
}

const sixteen = fc
  .tuple(fc.constantFrom('4', '51', '55', '2221', '2720', '6011', '65', '3528', '62'), digits(15))
  .map(([prefix, rest]) => `${prefix}${rest}`.slice(0, 15))
  .map((body) => `${body}${luhnDigit(body)}`)
const amex = fc
  .tuple(fc.constantFrom('34', '37'), digits(12))
  .map(([prefix, rest]) => `${prefix}${rest}`)
  .map((body) => `${body}${luhnDigit(body)}`)
const grouped = (card: string, joint: string): string =>
  card.length === 15
    ? [card.slice(0, 4), card.slice(4, 10), card.slice(10)].join(joint)
    : (card.match(/.{4}/g) ?? []).join(joint)
const cards = fc
  .tuple(fc.oneof(sixteen, amex), fc.constantFrom('', ' ', '-'))
  .map(([card, joint]) => grouped(card, joint))

const mod97 = (text: string): number => [...text].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0)
const ibanOf = (country: string, account: string): string => {
  const inDigits = [...`${account}${country}00`].map((letter) => Number.parseInt(letter, 36)).join('')
  return `${country}${String(98 - mod97(inDigits)).padStart(2, '0')}${account}`
}
const ibans = fc
  .tuple(
    fc.oneof(
      digits(18).map((account) => ibanOf('DE', account)),
      digits(16).map((account) => ibanOf('AT', account)),
      digits(10).map((account) => ibanOf('NL', `ABNA${account}`)),
      digits(14).map((account) => ibanOf('GB', `NWBK${account}`)),
    ),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([iban, spaced, small]) => {
    const text = spaced ? (iban.match(/.{1,4}/g) ?? []).join(' ') : iban
    return small && !spaced ? text.toLowerCase() : text
  })

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,10}[a-z]$/)
const emails = fc
  .tuple(
    fc.stringMatching(/^[a-z][a-z0-9._+]{0,15}[a-z0-9]$/),
    fc.array(label, { minLength: 1, maxLength: 3 }),
  )
  .map(([local, labels]) => `${local}@${labels.join('.')}.com`)

/** Text that ends and begins where a value may stand. */
const around = fc
  .string({ unit: fc.constantFrom(...'abcdefg xyz,;:()"{}\n\t<>=äß€') })
  .map((text) => text.replace(/@/g, ''))
const before = around.map((text) => `${text}${/[\p{L}\p{N}]$/u.test(text) ? ' ' : ''}`)
const after = around.map((text) => `${/^[\p{L}\p{N}]/u.test(text) ? ' ' : ''}${text}`)

for (const [name, values] of [
  ['EMAIL', emails],
  ['CARD', cards],
  ['IBAN', ibans],
] as const)
  test(`each ${name} is found wherever it stands, and as a whole`, (t) => {
    fc.assert(
      fc.property(before, values, after, (left, value, right) => {
        const [found] = foundIn(`${left}${value}${right}`).filter(([label]) => label === name)
        t.truthy(found, `${left}${value}${right}`)
        return found?.[1] === value || found?.[1]?.startsWith(value) === true
      }),
      { numRuns: 400 },
    )
  })

test('a card with one digit changed is none', (t) => {
  fc.assert(
    fc.property(sixteen, fc.nat(14), (card, at) => {
      const other = (Number(card[at]) + 1) % 10
      const wrong = `${card.slice(0, at)}${other}${card.slice(at + 1)}`
      return foundIn(`card ${wrong} end`).length === 0
    }),
  )
  t.pass()
})

test('an IBAN with one digit changed is none', (t) => {
  fc.assert(
    fc.property(digits(18), fc.nat(17), (account, at) => {
      const iban = ibanOf('DE', account)
      const place = at + 4
      const other = (Number(iban[place]) + 1) % 10
      const wrong = `${iban.slice(0, place)}${other}${iban.slice(place + 1)}`
      return foundIn(`to ${wrong}.`).every(([name]) => name !== 'IBAN')
    }),
  )
  t.pass()
})

test('order numbers, times and dates are no personal data', (t) => {
  const time = fc.date({ min: new Date('2000-01-01'), max: new Date('2038-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(
      fc.oneof(
        fc.integer({ min: 0, max: 999_999_999 }).map(String),
        time.map((date) => date.toISOString()),
        time.map((date) => String(date.getTime())),
        time.map((date) => String(date.getTime() * 1_000)),
        time.map((date) => date.toUTCString()),
        fc.uuid(),
        fc.ipV4(),
      ),
      (text) => {
        t.deepEqual(foundIn(`order ${text} came`), [])
        t.deepEqual(foundIn(JSON.stringify({ id: text })), [])
      },
    ),
    { numRuns: 1_000 },
  )
})

test('what is found never overlaps, is in order, and lies within the text', (t) => {
  const pieces = fc.oneof(emails, cards, ibans, fc.string(), fc.constant('+49 30 901820'))
  fc.assert(
    fc.property(fc.array(pieces), fc.constantFrom('', ' ', '-', '\n'), (parts, joint) => {
      const text = parts.join(joint)
      const found = finder([{ label: 'WORD', regex: '\\w+' }]).find(text)
      let end = 0
      for (const { from, to } of found) {
        t.true(from >= end && to > from && to <= text.length, text)
        end = to
      }
    }),
  )
})

test('a long text is searched as its parts are, wherever they are cut', (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 65_400, max: 65_700 }), cards, emails, (length, card, email) => {
      const text = `${'lorem ipsum '.repeat(6_000).slice(0, length)} ${card} , ${email} and E-123456 on.`
      const own = finder([{ label: 'EMPLOYEE_ID', regex: 'E-\\d{6}' }])
      t.deepEqual(
        own.find(text).map(({ from, to }) => text.slice(from, to)),
        [card, email, 'E-123456'],
      )
    }),
    { numRuns: 60 },
  )
})
