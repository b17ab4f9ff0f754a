// What the history's page works out by itself: ranges of days, bars, labels, and what a rerun is told.
import test from 'ava'
import { localeOf } from '../../web/src/components/locale.ts'
import { layOut } from '../../web/src/components/run/lay-out-steps.ts'
import { fullLabel, shortLabel } from '../../web/src/pages/runs/chart/bucket-label.ts'
import { topOf } from '../../web/src/pages/runs/chart/outcomes.ts'
import { rangeOf } from '../../web/src/pages/runs/chart/range-of.ts'
import { changedParameters } from '../../web/src/pages/runs/detail/changed-parameters.ts'
import { csvLine } from '../../web/src/pages/runs/export/csv-line.ts'
import { matchOf, readFilters } from '../../web/src/pages/runs/list/filters.ts'

const local = (year: number, month: number, day: number, hour = 0) =>
  new Date(year, month - 1, day, hour).toISOString()

test('days of a filter are days of the browser, and the last one belongs to the range', (t) => {
  const filters = readFilters(new URLSearchParams('from=2026-03-29&to=2026-03-29&status=failed&trigger=none'))
  t.deepEqual(matchOf(filters), { status: 'failed', from: local(2026, 3, 29), to: local(2026, 3, 30) })
})

test('what is no day in an address is passed over', (t) => {
  for (const day of ['2026-02-30', '2026-13-01', 'yesterday', ''])
    t.deepEqual(matchOf(readFilters(new URLSearchParams({ from: day }))), {}, day)
})

test('a chart shows the last week, hours of one day, and no more bars than there can be', (t) => {
  t.deepEqual(rangeOf({}, '2026-11-29'), {
    from: local(2026, 11, 23),
    to: local(2026, 11, 30),
    buckets: 7,
    days: 7,
  })
  t.is(rangeOf({ from: '2026-11-29' }, '2026-11-29')?.buckets, 24)
  t.is(rangeOf({ from: '2026-09-01', to: '2026-11-29' }, '2026-11-29')?.buckets, 45)
  t.is(rangeOf({ from: '2026-11-30' }, '2026-11-29'), null)
})

test('a bar is named by its hour, its day, or its first and last day', (t) => {
  const hour = { from: local(2026, 11, 29, 9), to: local(2026, 11, 29, 10) }
  const day = { from: local(2026, 11, 29), to: local(2026, 11, 30) }
  const days = { from: local(2026, 11, 28), to: local(2026, 11, 30) }
  t.regex(shortLabel(hour), /^9:00/)
  t.is(shortLabel(day), 'Nov 29')
  t.is(fullLabel(day), 'Sun, Nov 29')
  t.regex(fullLabel(days), /Nov 28.*Nov 29/)
})

test('dates are written in the English that the browser has, if it has one', (t) => {
  t.is(localeOf(['de-DE', 'en-GB', 'en-US']), 'en-GB')
  t.is(localeOf(['en']), 'en')
  t.is(localeOf(['de-DE', 'ena']), 'en')
})

test('an axis ends at a round number that holds the highest bar, with a whole one half way', (t) => {
  for (let highest = 0; highest <= 3_000; highest++) {
    const top = topOf(highest)
    t.true(
      top >= highest && Number.isInteger(top / 2) && top <= Math.max(2, highest * 2),
      `${highest}: ${top}`,
    )
  }
})

test('a rerun is told what was changed alone, and what was taken away', (t) => {
  const original = { name: '<<EMAIL_1>>', count: 3, loud: false }
  t.deepEqual(changedParameters(original, { ...original, extra: '' }), {})
  t.deepEqual(changedParameters(original, { name: '<<EMAIL_1>>', count: '', loud: true, extra: 'x' }), {
    count: null,
    loud: true,
    extra: 'x',
  })
})

test('a spreadsheet carries nothing out, and keeps what stands in its cells', (t) => {
  t.is(csvLine(['=1', '+1', '-1', '@x', 'a,"b"\nc', -1, null]), `'=1,'+1,'-1,'@x,"a,""b""\nc",-1,\r\n`)
})

test('steps are laid out over the time that they took in all', (t) => {
  const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString()
  const steps = [
    { name: 'detect', started_at: at(0), duration_ms: 1_000, status: 'succeeded' },
    { name: 'execute', started_at: at(1), duration_ms: 0, status: 'running' },
  ] as const
  const placed = layOut([...steps], Date.parse(at(4)))
  t.deepEqual(
    placed.map(({ ms, left, width }) => [ms, left, width]),
    [
      [1_000, 0, 25],
      [3_000, 25, 75],
    ],
  )
})
