// The cron expressions that the editor has words for.
import test from 'ava'
import fc from 'fast-check'
import { asOften, cronOf, howOften } from '../../web/src/pages/editor/schedule/how-often.ts'

const usual = { minute: 0, hour: 9, weekday: 1, dayOfMonth: 1 }
const cases = [
  ['5 * * * *', { ...usual, every: 'hour', minute: 5 }],
  ['@hourly', { ...usual, every: 'hour' }],
  ['30 8 * * *', { ...usual, every: 'day', minute: 30, hour: 8 }],
  ['@daily', { ...usual, every: 'day', hour: 0 }],
  ['0 9 * * 1-5', { ...usual, every: 'weekday' }],
  ['0 9 * * 0', { ...usual, every: 'week', weekday: 0 }],
  ['@weekly', { ...usual, every: 'week', hour: 0, weekday: 0 }],
  ['0 9 31 * *', { ...usual, every: 'month', dayOfMonth: 31 }],
] as const
for (const [cron, expected] of cases)
  test(`'${cron}' is every ${expected.every}`, (t) => {
    t.deepEqual(howOften(cron), expected)
  })

for (const cron of [
  '*/5 * * * *',
  '0 9 1 * 1',
  '0 * 1 * *',
  '0 * * * 1',
  '60 9 * * *',
  '0 24 * * *',
  '0 9 0 * *',
  '0 9 32 * *',
  '0 9 * * 7',
  '0 9 * 1 *',
  '0 9 * * MON',
  '@yearly',
  '1 2 3',
  '',
])
  test(`'${cron}' has no words of its own`, (t) => {
    t.is(howOften(cron), null)
  })

test('what is chosen is found again in the expression that it makes', (t) => {
  const choice = fc.record({
    every: fc.constantFrom('hour', 'day', 'weekday', 'week', 'month'),
    minute: fc.integer({ min: 0, max: 59 }),
    hour: fc.integer({ min: 0, max: 23 }),
    weekday: fc.integer({ min: 0, max: 6 }),
    dayOfMonth: fc.integer({ min: 1, max: 31 }),
  })
  fc.assert(
    fc.property(choice, (chosen) => {
      const cron = cronOf(chosen)
      const found = howOften(cron)
      return found?.every === chosen.every && cronOf(found) === cron
    }),
  )
  t.pass()
})

test('another frequency keeps the time of day', (t) => {
  t.is(cronOf(asOften('45 7 * * *', 'week')), '45 7 * * 1')
  t.is(cronOf(asOften('*/5 * * * *', 'day')), '0 9 * * *')
})
