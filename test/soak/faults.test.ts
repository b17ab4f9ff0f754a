/*
 * Ten minutes and more of runs of every kind, while worker, API, Temporal and database are killed at random times.
 * ERRAND_INTERNAL_STORM_SEED repeats a storm's draws; what happens meanwhile is never quite the same.
 */
import test from 'ava'
import { faultStorm } from '../support/fault-storm.ts'

const MINUTES = 11

test('in a storm of kills nothing runs twice, nothing is lost, and no status is untrue', async (t) => {
  t.timeout((MINUTES + 20) * 60_000)
  const seed = Number(process.env.ERRAND_INTERNAL_STORM_SEED) || Math.floor(Math.random() * 1e9)
  t.log({ seed })
  const { untruths, table, ...report } = await faultStorm(t, {
    seed,
    durationMs: MINUTES * 60_000,
    lanes: 4,
    calm: [5_000, 25_000],
  })
  t.log(report)
  for (const [kind, row] of Object.entries(table)) t.log(kind, row)
  t.deepEqual(untruths, [])
  t.true(report.begun >= 200)
})
