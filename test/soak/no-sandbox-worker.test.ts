/*
 * A Python action that no worker can run waits for the time that the contract gives it, not for ever.
 */
import test from 'ava'
import type { RunRecord } from '../../domain/run.ts'
import { INVOKE_WORKFLOW } from '../../domain/workflow-contract.ts'
import { invocation, plan, startWorkflowBench } from '../support/workflow-bench.ts'

test('without a sandbox worker a Python action ends as engine_unavailable after 60 s', async (t) => {
  t.timeout(120_000)
  const bench = await startWorkflowBench({}, 'light')
  t.teardown(bench.close)
  const startedAt = Date.now()
  const { workflowId, result } = await bench.start(
    INVOKE_WORKFLOW,
    invocation({ plan: plan({ type: 'python', effect: 'side_effect' }) }),
  )
  const run = (await result()) as RunRecord
  t.like(run, { status: 'failed', error: { code: 'engine_unavailable' } })
  t.true(Date.now() - startedAt >= 59_000)
  await bench.replay(workflowId)
})
