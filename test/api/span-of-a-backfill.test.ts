// Found by fuzzing: a year that Temporal does not know is refused, and no error of Errand's.
import test from 'ava'
import { contract } from '../../api/contract/index.ts'

test('a span with a year that is out of range is refused', (t) => {
  const span = { from: '2035-01-01T09:00:00.000Z', to: '0359-02-15T20:45:12.0Z' }
  const { error } = contract.backfillSchedule.body.safeParse(span)
  t.deepEqual(
    error?.issues.map(({ path }) => path.join('.')),
    ['to'],
  )
})
