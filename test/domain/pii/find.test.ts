/*
 * What counts as personal data, case by case, and that looking for it ends.
 */
import test from 'ava'
import { createPiiFinder } from '../../../domain/pii/find.ts'
import { patternProblems } from '../../../domain/pii/own-patterns.ts'
import { DETECTORS, type OwnPattern, PII_OFF, piiInputSchema } from '../../../domain/pii/settings.ts'

const finder = (patterns: OwnPattern[] = [], detect = [...DETECTORS]) =>
  createPiiFinder({ ...PII_OFF, enabled: true, detect, patterns }, { limitMs: 60_000 })
const foundIn = (text: string, patterns: OwnPattern[] = []): string[] =>
  finder(patterns)
    .find(text)
    .map(({ from, to, name }) => `${name} ${text.slice(from, to)}`)

const FOUND: [string, string[]][] = [
  ['Write to jane.doe+news@mail.example.co.uk.', ['EMAIL jane.doe+news@mail.example.co.uk']],
  ['"o\'brien@example.com"', ["EMAIL o'brien@example.com"]],
  ["mail='bob@example.com'", ['EMAIL bob@example.com']],
  ['jörg@müller.de', ['EMAIL jörg@müller.de']],
  ['/users?email=jane%40example.com&x=1', ['EMAIL jane%40example.com']],
  ['{"m":"jane\\u0040example.com"}', ['EMAIL jane\\u0040example.com']],
  ['jane&#64;example.com', ['EMAIL jane&#64;example.com']],
  ['a@x.com,b@y.org', ['EMAIL a@x.com', 'EMAIL b@y.org']],
  ['react@18.2.0 and @octocat and a@b', []],
  ['call +49 30 901820 now', ['PHONE +49 30 901820']],
  ['call +49 (0)30 901820', ['PHONE +49 (0)30 901820']],
  ['call +12025550143.', ['PHONE +12025550143']],
  ['?to=%2B12025550143', ['PHONE %2B12025550143']],
  ['call 0049 30 901820', ['PHONE 0049 30 901820']],
  [
    '(415) 555-2671 or 415-555-2672 or 415.555.2673',
    ['PHONE (415) 555-2671', 'PHONE 415-555-2672', 'PHONE 415.555.2673'],
  ],
  ['{"phone":"030 901820","n":1}', ['PHONE 030 901820']],
  ['{"phone":301234567,"n":1}', ['PHONE 301234567']],
  ['{\\"mobile_number\\": \\"0171/1234567\\"}', ['PHONE 0171/1234567']],
  ['Tel.: 0171 1234567', ['PHONE 0171 1234567']],
  ['iphone 15 of 2024, phone_id 12345678, phones: 3', []],
  ['+1 more, 2+2, +100, 00001234567890, 5+12345678901', []],
  ['order 12345678, invoice 2024-0012345, 0301234567', []],
  ['2024-01-01T00:00:00+02:00 2024-01-01T00:00:00+0200', []],
  ['pay 4111 1111 1111 1111 12/27', ['CARD 4111 1111 1111 1111']],
  ['pay 4111-1111-1111-1111', ['CARD 4111-1111-1111-1111']],
  ['{"text":"Card:\\n4111111111111111"}', ['CARD 4111111111111111']],
  ['3782 822463 10005', ['CARD 3782 822463 10005']],
  ['4222222222222', ['CARD 4222222222222']],
  ['fax 345453282604375', ['CARD 345453282604375']],
  ['order 99 4111 1111 1111 1111', ['CARD 4111 1111 1111 1111']],
  ['4111111111111112 41111111111111110 0.4111111111111111 a4111111111111111', []],
  ['12345678-4111-1111-1111-111111111111', []],
  ['1234567812345670', []],
  ['4006381333931 is a pen', []],
  ['DE89 3704 0044 0532 0130 00', ['IBAN DE89 3704 0044 0532 0130 00']],
  ['de89370400440532013000', ['IBAN de89370400440532013000']],
  ['IBAN:GB82WEST12345698765432,', ['IBAN GB82WEST12345698765432']],
  ['DE89370400440532013001 XDE89370400440532013000 DE893704004405320130000', []],
]

for (const [text, expected] of FOUND)
  test(`finds ${expected.length > 0 ? expected.join(', ') : 'nothing'} in ${JSON.stringify(text)}`, (t) => {
    t.deepEqual(foundIn(text), expected)
  })

test('a field that is called a telephone has a number, whatever its form', (t) => {
  const named = (text: string, field: string) => finder().find(text, field)
  t.deepEqual(named('0301234567', 'home_phone'), [{ from: 0, to: 10, name: 'PHONE' }])
  t.deepEqual(named('030 1234567 (work)', 'mobile'), [{ from: 0, to: 11, name: 'PHONE' }])
  t.deepEqual(named('0301234567', 'order'), [])
  t.deepEqual(finder([], ['email']).find('0301234567', 'phone'), [])
})

test('looks for nothing but what it is asked to', (t) => {
  const text = 'jane@example.com +12025550143'
  t.deepEqual(
    finder([], ['phone'])
      .find(text)
      .map(({ name }) => name),
    ['PHONE'],
  )
  t.deepEqual(finder([], []).find(text), [])
})

test('finds what a pattern of its own matches, line by line', (t) => {
  const own = [
    { label: 'EMPLOYEE_ID', regex: '\\bE-\\d{6}\\b' },
    { label: 'NOTE', regex: '^secret: .*$' },
  ]
  t.deepEqual(foundIn('E-123456, E-1234567 and RE-123456\nsecret: a b\nnot secret: c', own), [
    'EMPLOYEE_ID E-123456',
    'NOTE secret: a b',
  ])
})

test('of overlapping finds the longest is taken, and nothing of the other shows', (t) => {
  const own = [{ label: 'ID', regex: 'id=\\S+' }]
  t.deepEqual(foundIn('id=jane@example.com', own), ['ID id=jane@example.com'])
  t.deepEqual(foundIn('boss@acme.example', [{ label: 'BOSS', regex: 'boss@\\S+' }]), [
    'BOSS boss@acme.example',
  ])
  t.deepEqual(foundIn('x id=4111 1111 1111 1111', own), ['ID id=', 'CARD 4111 1111 1111 1111'])
})

test('patterns that never end elsewhere end here', (t) => {
  const own = [
    { label: 'A', regex: '(a+)+$' },
    { label: 'B', regex: '(a|a)*b' },
    { label: 'C', regex: '^(([a-z])+.)+[A-Z]([a-z])+$' },
    { label: 'D', regex: '(.*a){20}z' },
  ]
  t.notThrows(() => finder(own).find(`${'a'.repeat(100_000)}!`))
})

test('text that can not be searched in time is given up as a whole', (t) => {
  let now = 0
  const slow = createPiiFinder(
    { ...PII_OFF, enabled: true, patterns: [{ label: 'A', regex: 'a[^\\n]*z|a' }] },
    { limitMs: 100, now: () => (now += 1) },
  )
  const text = 'a'.repeat(20_000)
  t.deepEqual(slow.find(text), [{ from: 0, to: text.length, name: 'NOT_SEARCHED' }])
  t.true(slow.gaveUp)
  t.deepEqual(slow.find('jane@example.com'), [{ from: 0, to: 16, name: 'NOT_SEARCHED' }])
})

test("says what is wrong with a pattern, in the compiler's words", (t) => {
  const problems = patternProblems(
    ['E-\\d{6}', '(a', '(?=a)b', 'a*', '\\b', 'a{2000}', '(a)\\1'].map((regex) => ({ label: 'A', regex })),
  )
  t.deepEqual(
    problems.map(({ path }) => path),
    [1, 2, 3, 4, 5, 6].map((index) => `pii.patterns.${index}.regex`),
  )
  t.regex(problems[0]?.message ?? '', /not a regex of RE2: missing closing \)/)
  t.regex(problems[2]?.message ?? '', /must not match an empty text/)
})

test('labels are capital letters, and never look like a token', (t) => {
  const isGood = (label: string) => piiInputSchema.safeParse({ patterns: [{ label, regex: 'a' }] }).success
  for (const label of ['EMPLOYEE_ID', 'A', 'EMAIL', 'ISO9001', 'A'.repeat(32)]) t.true(isGood(label), label)
  for (const label of ['', 'a', '1A', '_A', 'EMAIL_2', 'OTHER_EMAIL', 'A-B', 'A'.repeat(33)])
    t.false(isGood(label), label)
})
