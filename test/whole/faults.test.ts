/*
 * Worker, API, Temporal and database are killed once each while runs of every kind are under way. The long form is
 * test/soak/faults.test.ts.
 */
import test from 'ava'
import { faultStorm } from '../support/fault-storm.ts'

test('though each process is killed, nothing runs twice, nothing is lost, and no status is untrue', async (t) => {
  t.timeout(240_000)
  const { untruths, ...report } = await faultStorm(t, {
    seed: Number(process.env.ERRAND_INTERNAL_STORM_SEED) || 1,
    durationMs: 24_000,
    lanes: 4,
    calm: [3_000, 6_000],
  })
  t.log(report)
  t.deepEqual(untruths, [])
  t.true(report.begun >= 7)
  t.deepEqual(Object.keys(report.kills).sort(), ['api', 'mongodb', 'temporal', 'worker'])
})
