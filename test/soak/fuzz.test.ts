/*
 * The same as test/api/fuzz.test.ts for longer, each time with other requests: the seed is printed.
 */
import { randomInt } from 'node:crypto'
import test from 'ava'
import { fuzz } from '../support/fuzz/fuzz.ts'

test('six minutes of fuzzing find nothing', async (t) => {
  const seed = Number(process.env.ERRAND_INTERNAL_FUZZ_SEED) || randomInt(2 ** 31)
  t.log(`the seed is ${seed}: ERRAND_INTERNAL_FUZZ_SEED=${seed} repeats it`)
  await fuzz(t, 360, seed)
})
