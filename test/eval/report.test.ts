import test from 'ava'
import { belowMinimum, readMinimum } from '../../eval/minimum.ts'
import { ratesByCategory, ratesOf } from '../../eval/rates.ts'
import { missesOf, tableOf } from '../../eval/report.ts'
import { score } from '../../eval/score.ts'
import { line, match } from './lines.ts'

const right = match('Refund status', { order: '1042' })
const scores = [
  score(line({ id: 'a' }), [right]),
  score(line({ id: 'b' }), [match('Refund status', { order: '7' })]),
  score(line({ id: 'c', before: ['hello\nthere'] }), []),
  score(line({ id: 'd', category: 'silent', expected: [] }), []),
  score(line({ id: 'e', category: 'silent', expected: [] }), [right]),
]

test('each rate counts only the lines that it is about', (t) => {
  t.deepEqual(ratesOf('all', scores), {
    category: 'all',
    lines: 5,
    right_action: 2 / 3,
    right_silence: 1 / 2,
    exact_parameters: 1 / 3,
  })
})

test('categories come in the order of the file, and all of them last', (t) => {
  const rates = ratesByCategory(scores)
  t.deepEqual(
    rates.map(({ category, lines }) => [category, lines]),
    [
      ['plain', 3],
      ['silent', 2],
      ['all', 5],
    ],
  )
  t.is(rates[0]?.right_silence, null)
  t.is(rates[1]?.right_action, null)
})

test('the table has a column for each rate, and a dash where no line measures it', (t) => {
  t.is(
    tableOf(ratesByCategory(scores)),
    [
      'category  lines  right action  right silence  exact parameters',
      'plain         3        66.6 %              –            33.3 %',
      'silent        2             –         50.0 %                 –',
      'all           5        66.6 %         50.0 %            33.3 %',
    ].join('\n'),
  )
})

test('the misses tell id, category, what was said before, the question and each problem', (t) => {
  t.is(
    missesOf(scores),
    [
      'b (plain)',
      '  Was order 1042 refunded?',
      '  - order: expected "1042", got "7"',
      '',
      'c (plain)',
      '  before: hello there',
      '  Was order 1042 refunded?',
      '  - expected Refund status, got silence',
      '',
      'e (silent)',
      '  Was order 1042 refunded?',
      '  - expected silence, got Refund status',
    ].join('\n'),
  )
})

test('a rate that is below its minimum is named with both, one that reaches it is not', (t) => {
  const rates = { category: 'all', lines: 9, right_action: 0.94999, right_silence: 0.95, exact_parameters: 1 }
  t.deepEqual(belowMinimum(rates, readMinimum('action=0.95, silence=0.95,exact=0.85')), [
    'right action: 94.9 %, at least 95.0 % is asked for.',
  ])
  t.deepEqual(belowMinimum(rates, {}), [])
})

test('a minimum of a rate that no line measures is not reached', (t) => {
  const rates = { category: 'all', lines: 2, right_action: 1, right_silence: null, exact_parameters: 1 }
  t.deepEqual(belowMinimum(rates, readMinimum('silence=0.5')), [
    "right silence: no line measures it, so it can't be at least 50.0 %.",
  ])
})

for (const [text, problem] of [
  ['act=0.9', /no rate 'act'/],
  ['action', /action must be from 0 to 1/],
  ['action=', /action must be from 0 to 1/],
  ['action=95', /action must be from 0 to 1, such as action=0\.95/],
  ['silence=-1', /silence must be/],
  ['', /no rate ''/],
] as const)
  test(`the minimum '${text}' is refused with what it may be`, (t) => {
    t.regex(t.throws(() => readMinimum(text)).message, problem)
  })
