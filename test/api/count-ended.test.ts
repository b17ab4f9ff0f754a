/*
 * Counting ended runs from Temporal's lists, which may lag, and be read twice. The clock is the test's: the runs are real,
 * and looked for at times of its choosing.
 */
import { Client, Connection } from '@temporalio/client'
import test from 'ava'
import { allEnded, countEnded } from '../../api/metrics/count-ended.ts'
import type { TemporalClient } from '../../api/temporal/connection.ts'
import { INVOKE_WORKFLOW, runAttributes, runMemo } from '../../domain/workflow-contract.ts'
import type { RunTotals } from '../../storage/run-totals.ts'
import { eventually } from '../support/eventually.ts'
import { newNamespace } from '../support/namespace.ts'
import { invocation } from '../support/workflow-bench.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

/** A namespace of its own with that many runs, which somebody has ended. */
async function withEnded(t: { teardown(undo: () => unknown): void }, count: number): Promise<TemporalClient> {
  const address = process.env.ERRAND_INTERNAL_TEST_TEMPORAL ?? ''
  const connection = await Connection.connect({ address })
  t.teardown(() => connection.close())
  const namespace = await newNamespace(connection, address)
  const client = new Client({ connection, namespace })
  for (let index = 0; index < count; index++) {
    const input = invocation({ guru: 'counted' })
    const handle = await client.workflow.start(INVOKE_WORKFLOW, {
      args: [input],
      workflowId: `counted.manual.${index}`,
      taskQueue: 'nobody',
      searchAttributes: runAttributes(input),
      memo: { ...runMemo(input) },
    })
    await handle.terminate('by hand')
  }
  await eventually('all are listed', async () => {
    const { count: listed } = await client.workflow.count("ExecutionStatus = 'Terminated'")
    return listed === count
  })
  return { client, namespace, soon: (work) => work(), close: async () => {} }
}

const begun = (until: number): RunTotals => ({ settled: {}, windows: [], since: until, until })

test('looking again counts nothing twice, at once or much later', async (t) => {
  const temporal = await withEnded(t, 3)
  const now = Date.now()
  const three = { 'manual cancelled': 3 }
  let totals = begun(now - MINUTE_MS)
  for (const time of [now, now, now + 1_000, now + MINUTE_MS, now + 3 * HOUR_MS]) {
    totals = await countEnded(temporal, totals, time)
    t.deepEqual(allEnded(totals), three)
  }
  t.deepEqual(totals.settled, three)
  t.deepEqual(totals.windows, [])
})

test('a run that is listed minutes after its end is counted all the same', async (t) => {
  const temporal = await withEnded(t, 3)
  const now = Date.now()
  const whole = await countEnded(temporal, begun(now - MINUTE_MS), now)
  // As it was left by somebody who saw two of the three.
  const missed = whole.windows.findIndex(({ workflows }) => workflows > 0)
  const windows = whole.windows.map((window, index) =>
    index === missed
      ? { ...window, workflows: window.workflows - 1, runs: { 'manual cancelled': window.workflows - 1 } }
      : window,
  )
  const later = now + 10 * MINUTE_MS
  const found = await countEnded(temporal, { ...whole, windows, until: later }, later + 1_000)
  t.deepEqual(allEnded(found), { 'manual cancelled': 3 })
})

test('the very first runs are counted too where none was listed for minutes', async (t) => {
  const temporal = await withEnded(t, 3)
  const now = Date.now()
  // As it is left by looks that saw nothing at all.
  const blind = { ...begun(now - MINUTE_MS), until: now + 10 * MINUTE_MS }
  t.deepEqual(allEnded(await countEnded(temporal, blind, blind.until + 1_000)), { 'manual cancelled': 3 })
})

test('what ended before the count began is not counted', async (t) => {
  const temporal = await withEnded(t, 3)
  const later = Date.now() + 1_000
  t.deepEqual(allEnded(await countEnded(temporal, begun(later), later + 1_000)), {})
})
