// What the history's page works out by itself: ranges of days, bars, labels, and what a rerun is told.
import { execFileSync } from 'node:child_process'
import test from 'ava'
import { localeOf } from '../../web/src/components/locale.ts'
import { layOut } from '../../web/src/components/run/lay-out-steps.ts'
import { fullLabel, shortLabel } from '../../web/src/pages/runs/chart/bucket-label.ts'
import { topOf } from '../../web/src/pages/runs/chart/outcomes.ts'
import { rangeOf } from '../../web/src/pages/runs/chart/range-of.ts'
import { changedParameters, type FieldOf } from '../../web/src/pages/runs/detail/changed-parameters.ts'
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

const LABELS = `
  import { fullLabel, shortLabel } from './web/src/pages/runs/chart/bucket-label.ts'
  import { rangeOf } from './web/src/pages/runs/chart/range-of.ts'
  const { from, to, buckets } = rangeOf(JSON.parse(process.argv[1]), '2026-11-29')
  const [start, end] = [Date.parse(from), Date.parse(to)]
  const at = (part) => new Date(start + (part / buckets) * (end - start)).toISOString()
  const parts = Array.from({ length: buckets }, (_, part) => ({ from: at(part), to: at(part + 1) }))
  console.log(JSON.stringify({ short: parts.map(shortLabel), full: parts.map(fullLabel) }))
`
/** As the API cuts a range: into parts of one length. A process has one time zone, so this is another one. */
function labelsIn(zone: string, days: { from: string; to: string }): { short: string[]; full: string[] } {
  const script = ['--input-type=module', '--eval', LABELS, JSON.stringify(days)]
  return JSON.parse(execFileSync(process.execPath, script, { env: { ...process.env, TZ: zone } }).toString())
}

test('each day has its name where the clocks change between them', (t) => {
  const daysOf = (month: string, from: number, count: number) =>
    Array.from({ length: count }, (_, at) => `${month} ${from + at}`)
  for (const [zone, from, to, names] of [
    ['Europe/Berlin', '2026-03-25', '2026-03-31', daysOf('Mar', 25, 7)],
    ['Europe/Berlin', '2026-10-22', '2026-10-28', daysOf('Oct', 22, 7)],
    ['America/Santiago', '2026-09-03', '2026-09-09', daysOf('Sep', 3, 7)],
    ['Europe/Berlin', '2026-03-29', '2026-03-30', daysOf('Mar', 29, 2)],
  ] as const) {
    const { short, full } = labelsIn(zone, { from, to })
    t.deepEqual(short, names, zone)
    t.deepEqual(
      full.map((label) => label.replace(/^\w+, /, '')),
      names,
      zone,
    )
  }
  const { short, full } = labelsIn('Europe/Berlin', { from: '2026-01-01', to: '2026-04-10' })
  t.is(short[0], 'Jan 1')
  t.regex(full.at(-1) ?? '', /Apr 10$/)
})

test('the hours of a day on which the clocks change are whole ones', (t) => {
  const hours = (day: string) => labelsIn('Europe/Berlin', { from: day, to: day }).short
  t.deepEqual([23, 25], [hours('2026-03-29').length, hours('2026-10-25').length])
  t.true([...hours('2026-03-29'), ...hours('2026-10-25')].every((label) => label.includes(':00')))
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
  const fields: FieldOf[] = [
    { name: 'name', type: 'string' },
    { name: 'count', type: 'number' },
    { name: 'phone', type: 'number' },
    { name: 'loud', type: 'boolean' },
    { name: 'extra', type: 'string' },
    { name: 'toString', type: 'string' },
  ]
  const original = { name: '<<EMAIL_1>>', count: 3, phone: '<<PHONE_1>>', loud: false }
  t.deepEqual(changedParameters(fields, original, { ...original, extra: null }), {})
  t.deepEqual(changedParameters(fields, original, { ...original, count: null, loud: true, extra: 'x' }), {
    count: null,
    loud: true,
    extra: 'x',
  })
  t.deepEqual(changedParameters(fields, original, { ...original, count: '3.0' }), {})
  t.deepEqual(changedParameters(fields, original, { ...original, count: '4.50' }), { count: 4.5 })
  t.is(changedParameters(fields, original, { ...original, count: '0x10' }), null)
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
