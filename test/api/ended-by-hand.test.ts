/*
 * Runs that somebody ends in Temporal, by its UI or its command, at every point of a run: what the list, its filters and
 * the run's own page say of them. Temporal is asked through its own client here, as a person would.
 */
import { randomUUID } from 'node:crypto'
import { Client, Connection, type WorkflowHandle } from '@temporalio/client'
import anyTest, { type ExecutionContext, type TestFn } from 'ava'
import { rebuildRun } from '../../api/temporal/rebuild-run.ts'
import { type AnswerRecord, RUN_STATUSES, type Run, type RunStatus } from '../../domain/run.ts'
import { INVOKE_WORKFLOW, runAttributes, runMemo, SEARCH_ATTRIBUTES } from '../../domain/workflow-contract.ts'
import { eventually } from '../support/eventually.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'
import { invocation } from '../support/workflow-bench.ts'

const test = anyTest as TestFn<StackContext>
/** A task queue that has no workers. */
const NOBODY = 'nobody'
const held = new Set<() => void>()
/** temporal.api.enums.v1.CommandType */
const FAIL_WORKFLOW = 5
withStack(test, async ({ path }, response) => {
  if (path.startsWith('/hold'))
    await new Promise<void>((resolve) => {
      held.add(resolve)
    })
  sendJson(response, { said: path }, path.startsWith('/missing') ? 404 : 200)
})
test.after.always(() => {
  for (const release of held) release()
})

type T = ExecutionContext<StackContext>

async function temporalOf(t: T): Promise<Client> {
  const connection = await Connection.connect({ address: t.context.errand.temporalAddress })
  t.teardown(() => connection.close())
  return new Client({ connection })
}

/** The workflow as Temporal's own client has it. */
const inTemporal = async (t: T, id: string): Promise<WorkflowHandle> =>
  (await temporalOf(t)).workflow.getHandle(id)

/** A run that no worker will take, with the outcome that it has come to. */
async function stranded(t: T, guru: string, outcome: RunStatus, options = {}): Promise<WorkflowHandle> {
  const input = invocation({ guru, parameters: { username: 'stranded' } })
  return (await temporalOf(t)).workflow.start(INVOKE_WORKFLOW, {
    args: [input],
    workflowId: `${guru}.manual.${randomUUID()}`,
    taskQueue: NOBODY,
    searchAttributes: { ...runAttributes(input), [SEARCH_ATTRIBUTES.outcome]: [outcome] },
    memo: { ...runMemo(input) },
    ...options,
  })
}

async function newAction({ context: { api, target } }: T, guru: string, changes = {}): Promise<string> {
  const { id } = await api.post<{ id: string }>(`/${guru}/actions`, {
    name: 'GitHub profile',
    trigger: "When the user asks for a GitHub user's profile information",
    parameters: [{ name: 'username', type: 'string', description: 'The GitHub login that is asked for' }],
    type: 'api_call',
    api_call: { method: 'GET', url: `${target.url}/{username}` },
    ...changes,
  })
  return id
}

const begin = ({ context: { api } }: T, guru: string, action: string, username: string): Promise<Run> =>
  api.post<Run>(`/${guru}/actions/${action}/trigger`, { parameters: { username } })

const read = ({ context: { api } }: T, guru: string, id: string): Promise<Run> =>
  api.get(`/${guru}/runs/${id}`)

/** The ids that each status lists, once the list is up to date. */
async function listed(t: T, guru: string, id: string, status: RunStatus): Promise<Record<string, string[]>> {
  await eventually(`${id} to be listed as ${status}`, async () => {
    const { runs } = await t.context.api.get<{ runs: Run[] }>(`/${guru}/runs`)
    return runs.some((run) => run.id === id && run.status === status)
  })
  const pages = await Promise.all(
    RUN_STATUSES.map((one) => t.context.api.get<{ runs: Run[] }>(`/${guru}/runs?status=${one}`)),
  )
  return Object.fromEntries(RUN_STATUSES.map((one, at) => [one, pages[at]?.runs.map((run) => run.id) ?? []]))
}

/** Listed under its status and no other, and by the same status everywhere. */
async function onlyListedAs(t: T, guru: string, id: string, status: RunStatus): Promise<void> {
  const byStatus = await listed(t, guru, id, status)
  for (const [name, ids] of Object.entries(byStatus))
    t.deepEqual(ids, name === status ? [id] : [], `listed as ${name}`)
  t.is((await read(t, guru, id)).status, status)
}

test('a run that is terminated while it calls is cancelled, says by whom and why, and has its steps', async (t) => {
  const { context } = t
  const guru = await context.newGuru()
  const { id } = await begin(t, guru, await newAction(t, guru), 'hold-terminated')
  await eventually('the call', async () =>
    context.target.calls.some(({ path }) => path === '/hold-terminated'),
  )
  await onlyListedAs(t, guru, id, 'running')
  await (await inTemporal(t, id)).terminate('wrong\naccount \u202e<b>\u0007')
  await onlyListedAs(t, guru, id, 'cancelled')
  const run = await read(t, guru, id)
  t.like(run, { parameters: { username: 'hold-terminated' }, output: null, trigger: 'manual', warnings: [] })
  t.is(run.error?.code, 'cancelled')
  t.regex(run.error?.message ?? '', /^The run was terminated in Temporal by \d+@\S+: wrong account <b>$/)
  const [step] = run.steps
  t.deepEqual(
    run.steps.map(({ name, status }) => [name, status]),
    [['execute', 'failed']],
  )
  t.true(step && step.duration_ms > 0 && step.duration_ms <= (run.duration_ms ?? 0))
  t.true(step && step.started_at >= run.started_at)
  t.is((await context.api.request('POST', `/${guru}/runs/${id}/cancel`)).status, 409)
})

test('a run that is cancelled in Temporal is cancelled, and tells who asked for it', async (t) => {
  const { context } = t
  const guru = await context.newGuru()
  const { id } = await begin(t, guru, await newAction(t, guru), 'hold-cancelled')
  await eventually('the call', async () =>
    context.target.calls.some(({ path }) => path === '/hold-cancelled'),
  )
  await (await inTemporal(t, id)).cancel()
  await onlyListedAs(t, guru, id, 'cancelled')
  const run = await read(t, guru, id)
  t.regex(run.error?.message ?? '', /^The run was cancelled in Temporal by \d+@/)
  t.deepEqual(
    run.steps.map(({ name, status }) => [name, status]),
    [['execute', 'failed']],
  )
})

test('a run that is terminated while it awaits approval is cancelled, and no longer waits', async (t) => {
  const { context } = t
  const guru = await context.newGuru()
  const { id } = await begin(t, guru, await newAction(t, guru, { requires_approval: true }), 'octocat')
  await onlyListedAs(t, guru, id, 'awaiting_approval')
  await (await inTemporal(t, id)).terminate()
  await onlyListedAs(t, guru, id, 'cancelled')
  const run = await read(t, guru, id)
  t.regex(run.error?.message ?? '', /^The run was terminated in Temporal by \d+@\S+: terminated by user/)
  t.deepEqual(
    run.steps.map(({ name, status }) => [name, status]),
    [['approve', 'failed']],
  )
  t.is((await context.api.request('POST', `/${guru}/runs/${id}/approve`)).status, 409)
})

test('an approved run that is terminated afterwards tells that it was approved', async (t) => {
  const { context } = t
  const guru = await context.newGuru()
  const { id } = await begin(t, guru, await newAction(t, guru, { requires_approval: true }), 'hold-approved')
  await eventually('the question', async () => (await read(t, guru, id)).status === 'awaiting_approval')
  await context.api.post(`/${guru}/runs/${id}/approve`)
  await eventually('the call', async () => context.target.calls.some(({ path }) => path === '/hold-approved'))
  await (await inTemporal(t, id)).terminate()
  await onlyListedAs(t, guru, id, 'cancelled')
  t.deepEqual(
    (await read(t, guru, id)).steps.map(({ name, status }) => [name, status]),
    [
      ['approve', 'succeeded'],
      ['execute', 'failed'],
    ],
  )
})

test('a question that is terminated while its action runs keeps how it was understood', async (t) => {
  const { context } = t
  const guru = await context.newGuru()
  await newAction(t, guru)
  const answer = context.api.post(`/${guru}/answer/`, { question: 'who is hold-question on github?' })
  await eventually('the call', async () => context.target.calls.some(({ path }) => path === '/hold-question'))
  const { id } = await eventually('the run', async () => {
    const { runs } = await context.api.get<{ runs: Run[] }>(`/${guru}/runs?status=running`)
    return runs[0]
  })
  await (await inTemporal(t, id)).terminate('enough')
  await answer.catch(() => {})
  await onlyListedAs(t, guru, id, 'cancelled')
  const run = await read(t, guru, id)
  t.like(run, { question: 'who is hold-question on github?', parameters: { username: 'hold-question' } })
  t.deepEqual(
    run.steps.map(({ name, status }) => [name, status]),
    [
      ['detect', 'succeeded'],
      ['extract', 'succeeded'],
      ['execute', 'failed'],
    ],
  )
})

test('a run that reaches a time limit of Temporal has timed out', async (t) => {
  const guru = await t.context.newGuru()
  const { workflowId } = await stranded(t, guru, 'running', { workflowExecutionTimeout: '1s' })
  await onlyListedAs(t, guru, workflowId, 'timed_out')
  const run = await read(t, guru, workflowId)
  t.like(run, { parameters: { username: 'stranded' }, error: { code: 'timeout' }, steps: [] })
})

test('a run whose workflow failed has failed', async (t) => {
  const guru = await t.context.newGuru()
  const taskQueue = `failing-${randomUUID()}`
  const { workflowId } = await stranded(t, guru, 'running', { taskQueue })
  const client = await temporalOf(t)
  const { taskToken } = await client.withDeadline(Date.now() + 20_000, () =>
    client.workflowService.pollWorkflowTaskQueue({
      namespace: 'default',
      taskQueue: { name: taskQueue },
      identity: 'somebody',
    }),
  )
  await client.workflowService.respondWorkflowTaskCompleted({
    taskToken,
    identity: 'somebody',
    commands: [
      {
        commandType: FAIL_WORKFLOW,
        failWorkflowExecutionCommandAttributes: { failure: { message: 'inner words', source: 'test' } },
      },
    ],
  })
  await onlyListedAs(t, guru, workflowId, 'failed')
  const run = await read(t, guru, workflowId)
  t.is(run.error?.code, 'engine_unavailable')
  t.false(JSON.stringify(run).includes('inner words'))
})

for (const outcome of ['succeeded', 'failed', 'timed_out', 'rejected', 'interrupted'] as const)
  test(`a run that is terminated while its outcome is '${outcome}' is cancelled, and nothing else`, async (t) => {
    const guru = await t.context.newGuru()
    const handle = await stranded(t, guru, outcome)
    await listed(t, guru, handle.workflowId, outcome)
    await handle.terminate('over')
    await onlyListedAs(t, guru, handle.workflowId, 'cancelled')
  })

test('the events of a run that awaits approval tell so, and the step that is under way', async (t) => {
  const { context } = t
  const guru = await context.newGuru()
  const { id } = await begin(t, guru, await newAction(t, guru, { requires_approval: true }), 'octocat')
  await eventually('the question', async () => (await read(t, guru, id)).status === 'awaiting_approval')
  const handle = await inTemporal(t, id)
  // What reading falls back on where no worker answers the query.
  const client = await temporalOf(t)
  const told = await rebuildRun(client, await handle.describe())
  t.like(told, { status: 'awaiting_approval', parameters: { username: 'octocat' }, error: null })
  t.like(told.steps, [{ name: 'approve', status: 'running', duration_ms: 0 }])
  t.is(told.steps.length, 1)
  t.deepEqual(
    told.steps.map(({ name }) => name),
    (await read(t, guru, id)).steps.map(({ name }) => name),
  )
})

test('a run that no worker has taken is running', async (t) => {
  const guru = await t.context.newGuru()
  const { workflowId } = await stranded(t, guru, 'running')
  await onlyListedAs(t, guru, workflowId, 'running')
  t.like(await read(t, guru, workflowId), {
    parameters: { username: 'stranded' },
    steps: [],
    finished_at: null,
    error: null,
  })
})

test('what is rebuilt from the events of a run is what its result says', async (t) => {
  const { context } = t
  const guru = await context.newGuru()
  const client = await temporalOf(t)
  const action = await newAction(t, guru)
  const { actions } = await context.api.post<AnswerRecord>(`/${guru}/answer/`, {
    question: 'who is octocat on github?',
  })
  const missing = await context.api.post<Run>(`/${guru}/actions/${action}/trigger?wait=true`, {
    parameters: { username: 'missing' },
  })
  const ids = [actions[0]?.run_id ?? '', missing.id]
  for (const id of ids) {
    const { status, ...rebuilt } = await rebuildRun(client, await client.workflow.getHandle(id).describe())
    const run = await read(t, guru, id)
    t.is(status, run.status)
    t.like(run, rebuilt)
  }
})
