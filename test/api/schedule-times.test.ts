/*
 * The times at which Temporal runs what we make of a cron expression, against the plain meaning of the expression:
 * every minute whose local time fits. By Temporal's own list of times, across changes of the clock.
 */
import { randomUUID } from 'node:crypto'
import { Client, Connection } from '@temporalio/client'
import test, { type ExecutionContext } from 'ava'
import { DateTime } from 'luxon'
import { matchingTimes } from '../../api/schedules/matching-times.ts'
import { scheduleTiming } from '../../api/schedules/schedule-spec.ts'
import { type CronFields, cronFields, firesOn } from '../../domain/cron.ts'

const CRONS = [
  ...['0 9 * * *', '30 2 * * *', '15 0 * * *', '59 23 * * *', '0 3 * * *', '0 2,3 * * *', '0,30 1 * * *'],
  ...['*/20 * * * *', '* * * * *', '7 * * * *', '@hourly', '@daily', '@weekly', '@monthly'],
  ...['*/10 1-4 * * *', '*/7 2 * * *', '0 */6 * * *', '5/15 8-10 * * *'],
  ...['0 9 * * 1-5', '0 9 * * MON,SUN', '0 9 * * 7', '0 9 * * 5-7', '30 1 * * SUN'],
  ...[
    '30 1 * * *',
    '0 1 * * *',
    '0 0 * * *',
    '30 0 * * 0',
    '0 0 * * SAT',
    '*/20 * * * SUN',
    '*/30 22-23 * * 6',
  ],
  ...['0 9 31 * *', '0 9 29 2 *', '0 9 1,15 MAR,OCT *', '0 9 */10 * *', '20-40/10 12 28-31 3,10 *'],
]
const HOURLY = ['*/20 * * * *', '* * * * *', '7 * * * *', '@hourly']
/** Its clock is set by half an hour: what runs each hour does not go by UTC there. */
const LORD_HOWE = 'Australia/Lord_Howe'
/** Set forward and back at different hours, by half an hour, south of the equator, by quarters, never, at midnight. */
const ZONES = [
  ...['Europe/Berlin', 'America/New_York', LORD_HOWE, 'America/Santiago', 'Asia/Kathmandu'],
  ...['UTC', 'Africa/Cairo', 'Atlantic/Azores', 'Pacific/Auckland', 'america/los_angeles'],
]
const SPANS = [
  ['2027-03-10T00:00:00Z', '2027-04-08T00:00:00Z'],
  ['2027-09-01T00:00:00Z', '2027-11-10T00:00:00Z'],
  ['2027-04-25T00:00:00Z', '2027-05-03T00:00:00Z'],
  ['2028-02-25T00:00:00Z', '2028-03-03T00:00:00Z'],
] as const

/** For a zone, and for each request in it: the server has other tests' work to do as well. */
const PATIENCE_MS = 240_000

const address = process.env.ERRAND_INTERNAL_TEST_TEMPORAL ?? ''
let connection: Connection
test.before(async () => {
  connection = await Connection.connect({ address })
})
test.after.always(() => connection?.close())

function without(times: number[], others: number[]): number[] {
  const known = new Set(others)
  return times.filter((time) => !known.has(time))
}

const shown = (times: number[]): string[] => times.slice(0, 5).map((time) => new Date(time).toISOString())

for (const zone of ZONES)
  test.serial(`fires at the local times of ${zone}`, async (t) => {
    t.timeout(PATIENCE_MS)
    await connection.withDeadline(Date.now() + PATIENCE_MS, () => firesAtLocalTimes(t, zone))
  })

async function firesAtLocalTimes(t: ExecutionContext, zone: string): Promise<void> {
  const client = new Client({ connection })
  const temporal = {
    client,
    namespace: 'default',
    soon: <T>(work: () => Promise<T>) => work(),
    close: async () => {},
  }
  let fired = 0
  const spans = SPANS.map(([from, to]) => {
    const span = { from: new Date(from), to: new Date(to) }
    return { span, minutes: minutesOf(zone, span) }
  })
  for (const cron of CRONS) {
    const scheduleId = `times.${randomUUID()}`
    const handle = await client.schedule.create({
      scheduleId,
      spec: scheduleTiming({ cron, timezone: zone, jitter_seconds: 0 }, new Date('2027-01-01T00:00:00Z')),
      state: { paused: true },
      action: { type: 'startWorkflow', workflowType: 'none', taskQueue: 'none' },
    })
    for (const { span, minutes } of spans) {
      const times = await allTimes(temporal, scheduleId, span)
      const wanted = expected(cronFields(cron), minutes, HOURLY.includes(cron) && zone !== LORD_HOWE)
      fired += times.length
      t.deepEqual(shown(without(wanted, times)), [], `${cron}: left out`)
      t.deepEqual(shown(without(times, wanted)), [], `${cron}: at other times`)
      t.is(times.length, wanted.length, `${cron}: twice`)
    }
    await handle.delete()
  }
  t.true(fired > 10_000)
}

/** Temporal answers with at most 1,000 at once. */
async function allTimes(
  temporal: Parameters<typeof matchingTimes>[0],
  scheduleId: string,
  { from, to }: Span,
): Promise<number[]> {
  const times: number[] = []
  for (let start = from; ; ) {
    const found = await matchingTimes(temporal, scheduleId, { from: start, to })
    times.push(...found.map((time) => time.getTime()))
    const last = found.at(-1)
    if (!last || found.length < 1_000) return times
    start = last
  }
}

interface Span {
  from: Date
  to: Date
}

interface Minute {
  time: number
  wall: { minute: number; hour: number; day: number; month: number; weekday: number }
  /** The same minute of the day again, where the clock was set back. */
  again: boolean
}

const MINUTE_MS = 60_000
/** No zone sets its clock at another time than on the quarter of an hour. */
const QUARTER_MS = 15 * MINUTE_MS

/** Each minute of a span with what the wall clock shows. */
function minutesOf(zone: string, { from, to }: Span): Minute[] {
  const found: Minute[] = []
  const seen = new Set<number>()
  const start = Math.ceil((from.getTime() + 1) / MINUTE_MS) * MINUTE_MS
  let offset = DateTime.fromMillis(start, { zone }).offset
  for (let time = start; time <= to.getTime(); time += MINUTE_MS) {
    if (time % QUARTER_MS === 0) offset = DateTime.fromMillis(time, { zone }).offset
    const wallClock = time + offset * MINUTE_MS
    found.push({ time, wall: wallOf(new Date(wallClock)), again: seen.has(wallClock) })
    seen.add(wallClock)
  }
  return found
}

/** What a clock shows that is read as if it were one of UTC. */
const wallOf = (clock: Date): Minute['wall'] => ({
  minute: clock.getUTCMinutes(),
  hour: clock.getUTCHours(),
  day: clock.getUTCDate(),
  month: clock.getUTCMonth() + 1,
  weekday: clock.getUTCDay() || 7,
})

/** Every minute whose wall clock fits; where one comes twice, its first coming. What runs each hour runs in both. */
function expected(fields: CronFields, minutes: Minute[], hourly: boolean): number[] {
  return minutes
    .filter(({ wall, again }) => firesOn(fields, wall) && (hourly || !again))
    .map(({ time }) => time)
}
