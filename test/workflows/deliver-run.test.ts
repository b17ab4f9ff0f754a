/*
 * Which scheduled runs are delivered, and how long it is tried: the real workflows on a real Temporal server, started by
 * real schedules where that matters, with activities that the test writes. One test has the real activity, which needs
 * Temporal's own pauses: the first is 5 s.
 */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ApplicationFailure } from '@temporalio/activity'
import { type ScheduleHandle, ScheduleOverlapPolicy, WorkflowFailedError } from '@temporalio/client'
import anyTest, { type ExecutionContext, type TestFn } from 'ava'
import { Webhook } from 'standardwebhooks'
import { isRunOf } from '../../api/temporal/run-view.ts'
import type { Activities } from '../../domain/activity-contract.ts'
import { failedExecution } from '../../domain/execution.ts'
import type { RunRecord } from '../../domain/run.ts'
import type { Delivery } from '../../domain/schedule.ts'
import {
  type DeliverInput,
  type ExecuteResult,
  INVOKE_WORKFLOW,
  type InvokeInput,
  runAttributes,
  SEARCH_ATTRIBUTES,
  TASK_QUEUE,
} from '../../domain/workflow-contract.ts'
import { openHistoryEncryption } from '../../encryption/history-encryption.ts'
import { addHistoryKey } from '../../stack/data/history-key-file.ts'
import { startActivityBench } from '../support/activity-bench.ts'
import { eventually } from '../support/eventually.ts'
import { startTarget } from '../support/target-server.ts'
import {
  executed,
  invocation,
  plan,
  startWorkflowBench,
  type WorkflowBench,
} from '../support/workflow-bench.ts'

/** What the activities do, and what was delivered, by the action's name. */
const executions = new Map<string, () => Promise<ExecuteResult>>()
const receivers = new Map<string, (input: DeliverInput) => Promise<void>>()
const delivered = new Map<string, DeliverInput[]>()

const activities: Partial<Activities> = {
  callApi: async ({ plan: { name } }) => (await executions.get(name)?.()) ?? executed('the same'),
  deliverRun: async (input) => {
    const { name } = input.run.action
    delivered.set(name, [...(delivered.get(name) ?? []), input])
    await receivers.get(name)?.(input)
  },
}

const test = anyTest as TestFn<{ plain: WorkflowBench; encrypted: WorkflowBench; folder: string }>
test.before(async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'errand-delivery-'))
  t.context.folder = folder
  await addHistoryKey(folder)
  const encryption = await openHistoryEncryption({
    ERRAND_DATA: folder,
    ERRAND_ENCRYPT_HISTORY: true,
    ERRAND_HISTORY_KEY: undefined,
  })
  t.context.plain = await startWorkflowBench(activities)
  t.context.encrypted = await startWorkflowBench(activities, 'all', encryption)
})
test.after.always(async (t) => {
  await Promise.all([t.context.plain?.close(), t.context.encrypted?.close()])
  if (t.context.folder) await rm(t.context.folder, { recursive: true })
})

const delivery = (changes: Partial<Delivery> = {}): Delivery => ({
  url: 'https://hooks.example.com/x/{HOOK}',
  secret: 'SIGNING',
  when: 'always',
  ...changes,
})

const scheduled = (name: string, changes: Partial<InvokeInput> = {}): InvokeInput =>
  invocation({ plan: plan({ name }), trigger: 'schedule', delivery: delivery(), ...changes })

/** Runs it as a schedule does, but now. */
async function start({ client }: WorkflowBench, input: InvokeInput) {
  return client.workflow.start(INVOKE_WORKFLOW, {
    args: [input],
    taskQueue: TASK_QUEUE,
    workflowId: `acme.schedule.${randomUUID()}`,
    searchAttributes: runAttributes(input),
  })
}

/** Whether it has started a delivery. */
async function isDelivered(
  { client }: WorkflowBench,
  { workflowId }: { workflowId: string },
): Promise<boolean> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory()
  return events?.some((event) => event.startChildWorkflowExecutionInitiatedEventAttributes) ?? false
}

const deliveryOf = ({ client }: WorkflowBench, { workflowId }: { workflowId: string }) =>
  client.workflow.getHandle(workflowId.replace('acme.', 'acme.delivery.'))

async function createSchedule(t: ExecutionContext, { client }: WorkflowBench, input: InvokeInput) {
  const schedule = await client.schedule.create({
    scheduleId: `acme.${randomUUID()}`,
    spec: {},
    action: {
      type: 'startWorkflow',
      workflowType: INVOKE_WORKFLOW,
      workflowId: `acme.schedule.${input.plan.id}`,
      taskQueue: TASK_QUEUE,
      args: [input],
    },
  })
  t.teardown(() => schedule.delete())
  return schedule
}

/** One run of the schedule, ended, and known to the schedule as such. Answers its workflow's id. */
async function trigger(schedule: ScheduleHandle): Promise<string> {
  const { numActionsTaken, recentActions } = (await schedule.describe()).info
  // The run's id has the second in it, and Temporal leaves out a second one of that id.
  const last = Math.floor((recentActions.at(-1)?.takenAt.getTime() ?? 0) / 1_000)
  await eventually('the next second', async () => Math.floor(Date.now() / 1_000) > last)
  // Where runs may overlap, as by default here, none is given the result of the one before.
  await schedule.trigger(ScheduleOverlapPolicy.SKIP)
  return eventually('the end of the triggered run', async () => {
    const { info } = await schedule.describe()
    const hasEnded = info.numActionsTaken > numActionsTaken && info.runningActions.length === 0
    return hasEnded && info.recentActions.at(-1)?.action.workflow.workflowId
  })
}

const outputsOf = (name: string) => delivered.get(name)?.map(({ run }) => `${run.status} ${run.output}`) ?? []

/** As large as what is kept of an output, of characters that JSON writes as six. */
const LARGE = '\u0001'.repeat(200 * 1024)

for (const kind of ['plain', 'encrypted'] as const)
  test(`a schedule's runs are delivered when they differ from the one before, in a history that is ${kind}`, async (t) => {
    const bench = t.context[kind]
    const name = `changes ${kind}`
    const schedule = await createSchedule(
      t,
      bench,
      scheduled(name, { plan: plan({ id: kind, name }), delivery: delivery({ when: 'change' }) }),
    )
    const results = ['a', 'a', LARGE, LARGE, null, null, 'b'].map((output) =>
      output === null ? failedExecution('http_error', 'It answered 500.') : executed(output),
    )
    executions.set(name, async () => results.shift() ?? executed('none is left'))
    for (const expected of [true, false, true, false, true, false, true]) {
      const run = { workflowId: await trigger(schedule) }
      t.is(await isDelivered(bench, run), expected)
      if (expected) await deliveryOf(bench, run).result()
      await bench.replay(run.workflowId)
    }
    t.deepEqual(outputsOf(name), ['succeeded a', `succeeded ${LARGE}`, 'failed null', 'succeeded b'])
  })

test('every run is delivered where that is asked for, or those that did not succeed', async (t) => {
  const { plain } = t.context
  for (const [when, expected] of [
    ['always', ['succeeded the same', 'failed null']],
    ['failure', ['failed null']],
  ] as const) {
    for (const result of [executed('the same'), failedExecution('http_error', 'It answered 500.')]) {
      executions.set(when, async () => result)
      const run = await start(plain, scheduled(when, { delivery: delivery({ when }) }))
      await run.result()
      if (await isDelivered(plain, run)) await deliveryOf(plain, run).result()
      await plain.replay(run.workflowId)
    }
    t.deepEqual(outputsOf(when), [...expected])
  }
})

test('a run of another trigger, or without a delivery, is not delivered, and its history has no word of it', async (t) => {
  const { plain } = t.context
  for (const changes of [
    { trigger: 'manual' },
    { trigger: 'test' },
    { delivery: null },
    { delivery: undefined },
  ] as const) {
    const run = await start(plain, scheduled('silent', changes))
    await run.result()
    t.false(await isDelivered(plain, run))
    await plain.replay(run.workflowId)
  }
  t.deepEqual(outputsOf('silent'), [])
})

test('a run ends while its delivery is under way, which is no run itself and tells nothing but the host', async (t) => {
  const { plain } = t.context
  const taken = Promise.withResolvers<void>()
  t.teardown(taken.resolve)
  receivers.set('slow', () => taken.promise)
  const run = await start(plain, scheduled('slow'))
  const record = (await run.result()) as RunRecord
  t.is(record.status, 'succeeded')
  const handle = deliveryOf(plain, run)
  const description = await handle.describe()
  t.is(description.status.name, 'RUNNING')
  t.is(await description.staticSummary(), 'deliver slow to hooks.example.com')
  const ours = Object.keys(description.searchAttributes).filter((name) => name.startsWith('Errand'))
  t.deepEqual(ours, [SEARCH_ATTRIBUTES.guru])
  const since = new Date(0)
  t.false(isRunOf(description, { guru: 'acme', since }))
  t.true(isRunOf(await run.describe(), { guru: 'acme', since }))
  taken.resolve()
  await handle.result()
  await plain.replay(handle.workflowId)

  const [input] = delivered.get('slow') ?? []
  const { id, workflow_id, finished_at, temporal_ui_url, ...rest } = input?.run ?? {}
  t.deepEqual([id, workflow_id, temporal_ui_url], [run.workflowId, run.workflowId, null])
  t.like(rest, { guru: 'acme', output: 'the same', progress: null })
  t.true(Date.parse(finished_at ?? '') >= Date.parse(input?.run.started_at ?? ''))
  t.deepEqual(input?.delivery, { url: 'https://hooks.example.com/x/{HOOK}', secret: 'SIGNING' })
})

test('a run that is cancelled is delivered as such, in Errand or in Temporal', async (t) => {
  const { plain } = t.context
  for (const where of ['Errand', 'Temporal']) {
    const name = `cancelled in ${where}`
    const run = await start(
      plain,
      scheduled(name, {
        plan: plan({ name, requires_approval: true }),
        delivery: delivery({ when: 'failure' }),
      }),
    )
    if (where === 'Errand') {
      await run.signal('cancelRun')
      t.is(((await run.result()) as RunRecord).status, 'cancelled')
    } else {
      await run.cancel()
      await t.throwsAsync(() => run.result(), { instanceOf: WorkflowFailedError })
    }
    await eventually('the delivery', async () => outputsOf(name).length > 0)
    t.deepEqual(outputsOf(name), ['cancelled null'], where)
    await plain.replay(run.workflowId)
  }
})

test('a delivery that can not be made ends as failed, with the reason, and the run is none the worse', async (t) => {
  const { plain } = t.context
  receivers.set('refused', async () => {
    throw ApplicationFailure.create({
      type: 'blocked_address',
      message: '10.0.0.1 is a private address.',
      nonRetryable: true,
    })
  })
  const run = await start(plain, scheduled('refused'))
  t.is(((await run.result()) as RunRecord).status, 'succeeded')
  const failed = await t.throwsAsync(deliveryOf(plain, run).result(), { instanceOf: WorkflowFailedError })
  if (!(failed?.cause instanceof ApplicationFailure)) return t.fail('of another kind')
  t.is(failed.cause.type, 'blocked_address')
  t.is(
    failed.cause.message,
    `The run '${run.workflowId}' of 'refused' was not delivered to hooks.example.com: 10.0.0.1 is a private address.`,
  )
  t.is(delivered.get('refused')?.length, 1)
  const { client } = plain
  const found = await eventually('it in the list', async () => {
    const query = "WorkflowType='deliverRun' AND ExecutionStatus='Failed'"
    for await (const { workflowId } of client.workflow.list({ query })) return workflowId
    return undefined
  })
  t.is(found, deliveryOf(plain, run).workflowId)
})

test('a run that is reset while its first delivery is under way ends like the first time', async (t) => {
  const { plain } = t.context
  const taken = Promise.withResolvers<void>()
  t.teardown(taken.resolve)
  receivers.set('again', () => taken.promise)
  const input = scheduled('again')
  const first = await start(plain, input)
  await first.result()
  const second = await plain.client.workflow.start(INVOKE_WORKFLOW, {
    args: [input],
    taskQueue: TASK_QUEUE,
    workflowId: first.workflowId,
  })
  t.is(((await second.result()) as RunRecord).status, 'succeeded')
  taken.resolve()
  await deliveryOf(plain, first).result()
  t.is(delivered.get('again')?.length, 1)
})

test('a receiver that was away gets the run 5 s later, once, signed anew', async (t) => {
  const target = await startTarget((_call, response) => {
    response.writeHead(target.calls.length === 1 ? 500 : 204).end()
  })
  t.teardown(target.close)
  const secret = 'whsec_c2lnbmVkIHdpdGggdGhpcyBrZXk='
  const real = await startActivityBench(t, [target.address])
  await real.secret('SIGNING', secret)
  const bench = await startWorkflowBench({ ...activities, deliverRun: real.activities.deliverRun })
  t.teardown(() => bench.close())
  const run = await start(bench, scheduled('away', { delivery: delivery({ url: `${target.url}/hook` }) }))
  await run.result()
  await deliveryOf(bench, run).result()
  t.is(target.calls.length, 2)
  const [one, two] = target.calls
  for (const call of target.calls)
    t.like(new Webhook(secret).verify(call.body, call.headers as Record<string, string>), {
      type: 'run.finished',
      data: { id: run.workflowId, status: 'succeeded', output: 'the same' },
    })
  t.is(one?.headers['webhook-id'], two?.headers['webhook-id'])
  t.is(one?.body, two?.body)
  t.true(Number(two?.headers['webhook-timestamp']) - Number(one?.headers['webhook-timestamp']) >= 4)
})
