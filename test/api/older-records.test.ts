/*
 * Histories hold what older versions wrote. Runs of before there were files are shown like runs without any.
 */
import test from 'ava'
import { type Execution, runView } from '../../api/temporal/run-view.ts'
import type { RunRecord } from '../../domain/run.ts'

test('a record that was written before there were artifacts has none, and no warnings', (t) => {
  const record = {
    action: { id: 'a', name: 'Old', version: 1 },
    trigger: 'manual',
    status: 'succeeded',
    question: null,
    parameters: {},
    output: 'x',
    output_truncated: false,
    stderr: null,
    answer: null,
    error: null,
    steps: [],
  } as unknown as RunRecord
  const execution = { workflowId: 'acme.manual.1', runId: 'r', startTime: new Date(0) } as Execution
  t.like(runView(execution, record, 'acme', null), { output: 'x', artifacts: [], warnings: [] })
})
