/*
 * What may come into a visibility query: its values are of known forms, and nothing that needs quoting ever gets in.
 */
import test from 'ava'
import { readCursor, writeCursor } from '../../api/temporal/run-cursor.ts'
import { affordable, MAX_BUCKETS, MAX_QUERIES } from '../../api/temporal/run-stats.ts'
import { type RunMatch, runFilterSchema, visibilityQuery } from '../../api/temporal/visibility-query.ts'
import { Problem } from '../../domain/problems.ts'
import { RUN_STATUSES } from '../../domain/run.ts'

const history = { guru: 'acme', since: new Date(0) }
const OWN = /^ErrandGuru (= 'acme'|IN \('acme', 'acme'\)) AND StartTime >= '1970-01-01T00:00:00\.000Z' AND /

const ATTACKS = [
  "' OR '1'='1",
  "x' OR ErrandGuru = 'other",
  "x') OR (ErrandGuru = 'other",
  'x" OR ErrandGuru = "other',
  "x\\' OR 1=1 --",
  'x` OR `a`=`a',
  "' OR ErrandGuru STARTS_WITH '",
  'a%27 OR 1=1',
  'ａ＇ OR 1',
  "x\u0000' OR 1=1",
  'x\n OR 1=1',
  'x; DROP TABLE executions_visibility',
  '',
  'x'.repeat(65),
]

for (const attack of ATTACKS) {
  test(`no filter takes ${JSON.stringify(attack.slice(0, 40))}`, (t) => {
    for (const name of ['action_id', 'trigger', 'status', 'from', 'to', 'limit', 'unknown'])
      t.false(runFilterSchema.safeParse({ [name]: attack }).success, name)
    t.true(attack.length === 65 || !runFilterSchema.safeParse({ cursor: attack }).success)
  })
  // Were a check missing in front of it, the builder would still refuse.
  if (attack !== '' && attack.length !== 65)
    test(`the query builder takes no ${JSON.stringify(attack)}`, (t) => {
      t.throws(() => visibilityQuery({ ...history, guru: attack }, {}), { instanceOf: TypeError })
      // Times are written anew.
      for (const name of ['action_id', 'trigger', 'status'])
        t.throws(() => visibilityQuery(history, { [name]: attack } as RunMatch), undefined, name)
    })
}

test('a filter is given once, and in no other form than as text', (t) => {
  for (const value of [['failed', 'running'], { $ne: 'failed' }, 1, true])
    t.false(runFilterSchema.safeParse({ status: value }).success)
})

test('times are of years that Temporal reads, in any time zone, and the range has an inside', (t) => {
  const accepts = (from: string, to?: string) => runFilterSchema.safeParse({ from, to }).success
  t.true(accepts('2026-01-31T09:00:00+05:30', '2026-01-31T09:00:00Z'))
  for (const time of [
    '9999-12-31T23:59:59-14:00',
    '0000-01-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
    'yesterday',
  ])
    t.false(accepts(time), time)
  t.false(accepts('2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z'))
  t.false(accepts('2026-01-01T00:00:00Z', '2026-01-01T01:00:00+01:00'))
  const { error } = runFilterSchema.safeParse({ from: 'yesterday' })
  t.is(error?.issues.length, 1)
})

test('each query is held to its guru, whatever else is asked', (t) => {
  t.is(
    visibilityQuery(history, {}),
    "ErrandGuru = 'acme' AND StartTime >= '1970-01-01T00:00:00.000Z' AND ErrandTrigger IN ('question', 'manual', 'schedule', 'test', 'mcp')",
  )
  for (const status of RUN_STATUSES) {
    const query = visibilityQuery(history, { action_id: 'a1', trigger: 'manual', status, ended: true })
    t.regex(query, OWN)
    t.regex(
      query,
      /AND ErrandAction (= 'a1'|IN \('a1', 'a1'\)) AND ErrandTrigger IN \('manual', 'manual'\) AND /,
    )
    // An OR outside parentheses would let other gurus in.
    let depth = 0
    for (const [token] of query.matchAll(/[()]|\bOR\b/g)) {
      if (token === '(') depth += 1
      else if (token === ')') depth -= 1
      else t.true(depth > 0, query)
    }
    t.is(depth, 0)
  }
  t.true(
    visibilityQuery(history, { from: '2026-01-01T01:00:00+01:00', to: '2026-01-02T00:00:00Z' }).endsWith(
      " AND StartTime >= '2026-01-01T00:00:00.000Z' AND StartTime < '2026-01-02T00:00:00.000Z'",
    ),
  )
})

test('one attribute leads each query: an outcome that is rare, the action, else the guru', (t) => {
  const leads = (match: RunMatch) =>
    Array.from(visibilityQuery(history, match).matchAll(/(Errand\w+) =/g), ([, name]) => name)
  t.deepEqual(leads({}), ['ErrandGuru'])
  t.deepEqual(leads({ trigger: 'manual', status: 'succeeded' }), ['ErrandGuru'])
  t.deepEqual(leads({ trigger: 'manual', status: 'rejected' }), ['ErrandOutcome'])
  t.deepEqual(leads({ action_id: 'a1', trigger: 'manual', status: 'failed' }), ['ErrandAction'])
})

test('a cursor is of its list only, and changed by nobody', (t) => {
  const position = { token: Buffer.from('{"RunID":"x"}'), endedAt: Date.UTC(2026, 10, 23) }
  const cursor = writeCursor(position, 'a')
  t.deepEqual(readCursor(cursor, 'a'), position)
  t.throws(() => readCursor(cursor, 'b'), { instanceOf: Problem })
  const bytes = Buffer.from(cursor, 'base64url')
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ 1
    t.throws(() => readCursor(changed.toString('base64url'), 'a'), { instanceOf: Problem })
  }
  for (const short of ['', 'AAAA', bytes.subarray(0, 14).toString('base64url')])
    t.throws(() => readCursor(short, 'a'), { instanceOf: Problem })
})

test('a chart never takes more than 60 queries, and no fewer bars than it can pay', (t) => {
  for (let wanted = 1; wanted <= MAX_BUCKETS; wanted++)
    for (let occurring = 0; occurring <= RUN_STATUSES.length; occurring++) {
      const bars = affordable(wanted, occurring)
      t.true(bars >= 1 && bars <= wanted)
      t.true(RUN_STATUSES.length + bars * occurring <= MAX_QUERIES)
      t.true(bars === wanted || wanted * occurring > MAX_QUERIES - RUN_STATUSES.length)
    }
  t.is(affordable(24, 2), 24)
  t.is(affordable(24, 4), 12)
  t.is(affordable(24, 8), 6)
})
