/*
 * Reading a run from its events alone: the real workflows on a real Temporal server, with activities that fail or hang as
 * this test wants, and histories that are encrypted. What comes of it through the API is in ended-by-hand.test.ts.
 */
import { ApplicationFailure, CancelledFailure, Context } from '@temporalio/activity'
import { Client } from '@temporalio/client'
import anyTest, { type TestFn } from 'ava'
import { eventsOf } from '../../api/temporal/event-history.ts'
import { shownText } from '../../api/temporal/how-it-ended.ts'
import { rebuildRun } from '../../api/temporal/rebuild-run.ts'
import { percentiles } from '../../api/temporal/run-latency.ts'
import type { Activities } from '../../domain/activity-contract.ts'
import type { RunRecord } from '../../domain/run.ts'
import { FAILURES, INVOKE_WORKFLOW } from '../../domain/workflow-contract.ts'
import { openHistoryEncryption } from '../../encryption/history-encryption.ts'
import { newHistoryKey } from '../../encryption/history-key.ts'
import { eventually } from '../support/eventually.ts'
import {
  executed,
  invocation,
  plan,
  startWorkflowBench,
  type WorkflowBench,
} from '../support/workflow-bench.ts'

const begun = new Map<string, number>()
const hangs = async (): Promise<never> => {
  // Ends when its workflow does.
  for (;;) {
    Context.current().heartbeat()
    await Context.current().sleep(200)
  }
}
const perform: Activities['callApi'] = async ({ plan: { name } }) => {
  const attempt = (begun.get(name) ?? 0) + 1
  begun.set(name, attempt)
  if (name === 'late' && attempt === 1)
    throw ApplicationFailure.create({ type: FAILURES.notStarted, message: 'not yet', nonRetryable: true })
  if (name === 'broken') throw ApplicationFailure.create({ type: 'Fault', message: 'on purpose' })
  if (name === 'loses files')
    return hangs().catch(() => {
      throw new CancelledFailure('cancelled', ['its files are lost'])
    })
  return name === 'quick' ? executed('what it gave') : hangs()
}
const interpretResult: Activities['interpretResult'] = async ({ question }) => {
  if (question === 'fails?') throw ApplicationFailure.create({ type: 'Fault', message: 'on purpose' })
  return hangs()
}

const test = anyTest as TestFn<{ bench: WorkflowBench }>
test.before(async (t) => {
  t.context.bench = await startWorkflowBench({ callApi: perform, runPython: perform, interpretResult })
})
test.after.always((t) => t.context.bench?.close())

/** Begins a run, terminates it once `ready` says so, and reads it from its events. */
async function terminated(
  { client, start }: WorkflowBench,
  changes: Parameters<typeof invocation>[0],
  ready: (workflowId: string) => Promise<boolean>,
  reason?: string,
): Promise<RunRecord> {
  const { workflowId } = await start(INVOKE_WORKFLOW, invocation(changes))
  await eventually('the run to get there', () => ready(workflowId))
  await client.workflow.getHandle(workflowId).terminate(reason)
  return rebuildRun(client, await client.workflow.getHandle(workflowId).describe())
}

const shapeOf = ({ steps }: RunRecord) => steps.map(({ name, status }) => [name, status])

test('a step that could not begin at first is one step, from its first start', async (t) => {
  const run = await terminated(
    t.context.bench,
    { plan: plan({ name: 'late' }), parameters: { username: 'octocat' } },
    async () => begun.get('late') === 2,
  )
  t.deepEqual(shapeOf(run), [['execute', 'failed']])
  t.like(run, { status: 'cancelled', output: null, parameters: { username: 'octocat' } })
  // The pause between the attempts.
  t.true((run.steps[0]?.duration_ms ?? 0) >= 5_000)
})

test('a run that is ended while its answer is worded keeps what its action gave', async (t) => {
  const run = await terminated(
    t.context.bench,
    { plan: plan({ name: 'quick' }), question: 'and?', local_language: false },
    async (workflowId) => {
      const { raw } = await t.context.bench.client.workflow.getHandle(workflowId).describe()
      return (raw.pendingActivities ?? []).some(
        ({ activityType }) => activityType?.name === 'interpretResult',
      )
    },
  )
  t.deepEqual(shapeOf(run), [
    ['execute', 'succeeded'],
    ['interpret', 'failed'],
  ])
  t.like(run, { output: 'what it gave', question: 'and?', answer: null, error: { code: 'cancelled' } })
})

test('what an execution says when it is cancelled is a warning of the run', async (t) => {
  const { client, start } = t.context.bench
  const { workflowId, result } = await start(
    INVOKE_WORKFLOW,
    invocation({ plan: plan({ name: 'loses files' }) }),
  )
  await eventually('the call', async () => begun.has('loses files'))
  await client.workflow.getHandle(workflowId).cancel()
  await t.throwsAsync(result())
  const run = await rebuildRun(client, await client.workflow.getHandle(workflowId).describe())
  t.like(run, { status: 'cancelled', warnings: ['its files are lost'], error: { code: 'cancelled' } })
  t.deepEqual(shapeOf(run), [['execute', 'failed']])
})

test('a workflow that fails by itself is a failed run, without the words of the inside', async (t) => {
  const { client, start } = t.context.bench
  const { workflowId, result } = await start(
    INVOKE_WORKFLOW,
    invocation({ plan: plan({ name: 'quick' }), question: 'fails?', local_language: false }),
  )
  await t.throwsAsync(result())
  const run = await rebuildRun(client, await client.workflow.getHandle(workflowId).describe())
  t.like(run, { status: 'failed', output: 'what it gave', error: { code: 'engine_unavailable' } })
  t.false(JSON.stringify(run).includes('on purpose'))
  t.deepEqual(shapeOf(run), [
    ['execute', 'succeeded'],
    ['interpret', 'failed'],
  ])
})

test('what its activity failed with is the end of a step, not of the run', async (t) => {
  const { client, start } = t.context.bench
  const { workflowId, result } = await start(
    INVOKE_WORKFLOW,
    invocation({ plan: plan({ name: 'broken', effect: 'side_effect' }) }),
  )
  t.like(await result(), { status: 'interrupted' })
  t.deepEqual(shapeOf(await rebuildRun(client, await client.workflow.getHandle(workflowId).describe())), [
    ['execute', 'failed'],
  ])
})

test('a reason of any length and kind becomes one short line', async (t) => {
  const run = await terminated(
    t.context.bench,
    { plan: plan({ name: 'hostile' }) },
    async () => begun.has('hostile'),
    `first\r\nsecond\t\u001b[31mred \u202etxt.exe\u2028${'ü'.repeat(2_000)}`,
  )
  t.regex(
    run.error?.message ?? '',
    /^The run was terminated in Temporal by \S+: first second \[31mred txt\.exe ü+…$/,
  )
  t.true((run.error?.message.length ?? 0) < 450)
})

const openWith = (...keys: string[]) =>
  openHistoryEncryption({ ERRAND_DATA: '', ERRAND_ENCRYPT_HISTORY: true, ERRAND_HISTORY_KEY: keys })

test('events are read with the key of the history, and without it their times are', async (t) => {
  const bench = await startWorkflowBench(
    { callApi: perform, interpretResult },
    'all',
    await openWith(newHistoryKey()),
  )
  t.teardown(bench.close)
  let id = ''
  const run = await terminated(
    bench,
    {
      plan: plan({ name: 'quick' }),
      question: 'canary?',
      parameters: { text: 'canary' },
      local_language: false,
    },
    async (workflowId) => {
      id = workflowId
      const { raw } = await bench.client.workflow.getHandle(workflowId).describe()
      return (raw.pendingActivities ?? []).some(
        ({ activityType }) => activityType?.name === 'interpretResult',
      )
    },
  )
  t.like(run, { output: 'what it gave', question: 'canary?', parameters: { text: 'canary' }, warnings: [] })

  const { connection, options } = bench.client
  const { dataConverter } = await openWith(newHistoryKey())
  const stranger = new Client({ connection, namespace: options.namespace, dataConverter })
  const execution = await bench.client.workflow.getHandle(id).describe()
  let bytes = ''
  for await (const event of eventsOf(stranger, execution)) bytes += JSON.stringify(event)
  t.false(bytes.includes('canary') || bytes.includes(Buffer.from('canary').toString('base64').slice(0, 8)))
  const seen = await rebuildRun(stranger, execution)
  t.deepEqual(shapeOf(seen), [
    ['execute', 'succeeded'],
    ['interpret', 'failed'],
  ])
  t.like(seen, { status: 'cancelled', output: null })
  t.is(seen.warnings.length, 1)
  t.regex(seen.warnings[0] ?? '', /history key '[0-9a-f]{16}', which is not here/)
})

test('shown texts have no control characters and no half characters', (t) => {
  t.is(shownText('a\u0000b\u200fc\ud83d', 10), 'a b c\ufffd')
  t.is(shownText('😀'.repeat(5), 3), '😀😀…')
  t.is(shownText(undefined, 10), '')
  t.is(shownText(' \n ', 10), '')
})

test('percentiles are durations that occurred', (t) => {
  t.deepEqual(percentiles([]), { count: 0, p50_ms: null, p90_ms: null, p99_ms: null })
  t.deepEqual(percentiles([7]), { count: 1, p50_ms: 7, p90_ms: 7, p99_ms: 7 })
  const hundred = Array.from({ length: 100 }, (_, at) => 100 - at)
  t.deepEqual(percentiles(hundred), { count: 100, p50_ms: 50, p90_ms: 90, p99_ms: 99 })
})
