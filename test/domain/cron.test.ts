import test from 'ava'
import { cronProblem } from '../../domain/cron.ts'

for (const cron of [
  '0 9 * * *',
  '*/5 * * * *',
  '0 0 1 * *',
  '0 9 * * 1-5',
  '0 9 * * MON',
  '0 9 1,15 JAN *',
  '0 0 * * 7',
])
  test(`accepts ${cron}`, (t) => t.is(cronProblem(cron), null))

for (const macro of ['@hourly', '@daily', '@weekly', '@monthly'])
  test(`accepts ${macro}`, (t) => t.is(cronProblem(macro), null))

for (const [cron, reason] of [
  ['', /five fields/],
  ['0 9 * *', /five fields/],
  ['0 0 9 * * *', /five fields/],
  ['@yearly', /@hourly/],
  ['@reboot', /@hourly/],
  ['@every 5m', /@hourly/],
  ['60 9 * * *', /not a valid/],
  ['0 24 * * *', /not a valid/],
  ['0 9 * * XYZ', /not a valid/],
  ['0 9 31 2 *', /never|not a valid/],
  ['H 9 * * *', /not a valid|five fields/],
  ['TZ=UTC 0 9 * *', /five fields/],
  ['0 9 L * *', /not a valid|five fields/],
  ['0 9 * * 1#2', /five fields/],
  ['*/0 * * * *', /not a valid/],
  ['5-1 * * * *', /not a valid/],
] as const)
  test(`refuses "${cron}"`, (t) => t.regex(cronProblem(cron) ?? '', reason))

test('refuses to restrict both kinds of day, which Temporal and cron read differently', (t) => {
  t.regex(cronProblem('0 9 13 * 5') ?? '', /both day of month and day of week/)
  t.is(cronProblem('0 9 * * 5'), null)
  t.is(cronProblem('0 9 13 * *'), null)
})
