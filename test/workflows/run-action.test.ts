/*
 * How a run is carried out and retried: the real workflows on a real Temporal server, with activities that fail
 * as this test wants. Each test replays the history that it made.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { ApplicationFailure, Context } from '@temporalio/activity'
import anyTest, { type TestFn } from 'ava'
import type { Activities, UnderstoodMatch } from '../../domain/activity-contract.ts'
import type { AnswerRecord, RunRecord } from '../../domain/run.ts'
import {
  ANSWER_WORKFLOW,
  type AnswerInput,
  type ExecuteResult,
  FAILURES,
  INVOKE_WORKFLOW,
} from '../../domain/workflow-contract.ts'
import { eventually } from '../support/eventually.ts'
import {
  executed,
  invocation,
  plan,
  startWorkflowBench,
  type WorkflowBench,
} from '../support/workflow-bench.ts'

/** What the activities do, by the action's name. */
const scripts = new Map<string, (attempt: number) => Promise<ExecuteResult>>()
const attempts = new Map<string, number>()
let matches: UnderstoodMatch[] = []
const recorded: Parameters<Activities['recordAnswer']>[0][] = []

const script = (name: string, perform: (attempt: number) => Promise<ExecuteResult>): string => {
  scripts.set(name, perform)
  return name
}

const test = anyTest as TestFn<{ bench: WorkflowBench }>
test.before(async (t) => {
  const perform: Activities['callApi'] = async (input) => {
    const attempt = (attempts.get(input.plan.name) ?? 0) + 1
    attempts.set(input.plan.name, attempt)
    return (await scripts.get(input.plan.name)?.(attempt)) ?? executed(`ran ${input.plan.name}`)
  }
  t.context.bench = await startWorkflowBench({
    callApi: perform,
    runPython: perform,
    understandQuestion: async () => ({ matches, nearest: ['Nearest one'], content: null, steps: [] }),
    recordAnswer: async (input) => {
      recorded.push(input)
    },
  })
})
test.after.always((t) => t.context.bench?.close())

const fails = (type: string) => async (): Promise<ExecuteResult> => {
  throw ApplicationFailure.create({ type, message: 'on purpose', nonRetryable: type === FAILURES.notStarted })
}
const okAfter =
  (failures: number, type: string) =>
  async (attempt: number): Promise<ExecuteResult> =>
    attempt <= failures ? fails(type)() : executed('done at last')

async function invoke(bench: WorkflowBench, changes: Parameters<typeof invocation>[0]): Promise<RunRecord> {
  const { workflowId, result } = await bench.start(INVOKE_WORKFLOW, invocation(changes))
  const run = (await result()) as RunRecord
  await bench.replay(workflowId)
  return run
}

test('an action that only reads is tried again after a fault of the platform', async (t) => {
  const name = script('flaky read', okAfter(2, 'Fault'))
  const run = await invoke(t.context.bench, { plan: plan({ name }) })
  t.like(run, { status: 'succeeded', output: 'done at last', error: null })
  // The activity, as an older one would, says nothing of it.
  t.deepEqual(run.network, [])
  t.is(attempts.get(name), 3)
})

for (const [kind, changes] of [
  ['an API Call that may change something', { type: 'api_call', effect: 'side_effect' }],
  ['Python', { type: 'python', effect: 'side_effect' }],
] as const)
  test(`${kind} is attempted once: a fault in the middle ends it as interrupted`, async (t) => {
    const name = script(`broken ${kind}`, fails('Fault'))
    const run = await invoke(t.context.bench, { plan: plan({ ...changes, name }) })
    t.like(run, { status: 'interrupted', error: { code: 'interrupted' } })
    t.is(attempts.get(name), 1)
  })

test('what could not begin because the database was away is tried again, whatever its effect', async (t) => {
  const name = script('late start', okAfter(1, FAILURES.notStarted))
  const run = await invoke(t.context.bench, { plan: plan({ name, effect: 'side_effect' }) })
  t.like(run, { status: 'succeeded', output: 'done at last' })
  t.is(attempts.get(name), 2)
})

test('the question’s first action runs in its workflow, further ones beside it, each a run of its own', async (t) => {
  const { bench } = t.context
  script('one', async () => executed('first'))
  script('two', async () => executed('second'))
  const match = (name: string, id: string): UnderstoodMatch => ({
    plan: plan({ id, name }),
    score: 1,
    parameters: {},
    missing: [],
  })
  matches = [match('one', 'a1'), match('two', 'a2')]
  const input: AnswerInput = {
    guru: 'acme',
    session_id: 's1',
    question: 'both?',
    user: {},
    local_language: true,
  }
  const { workflowId, result } = await bench.start(ANSWER_WORKFLOW, input)
  const answer = (await result()) as AnswerRecord
  t.deepEqual(
    answer.actions.map(({ name, run_id, status }) => [name, run_id, status]),
    [
      ['one', workflowId, 'succeeded'],
      ['two', `${workflowId}.2`, 'succeeded'],
    ],
  )
  t.is(answer.content, '### one\n\nIt says: first\n\n### two\n\nIt says: second')
  t.like(recorded.at(-1), { session_id: 's1', question: 'both?', content: answer.content, pending: [] })
  const child = await bench.client.workflow.getHandle(`${workflowId}.2`).describe()
  t.deepEqual(child.searchAttributes.ErrandTrigger, ['question'])
  await bench.replay(workflowId)
})

test.serial('a cancelled run ends as cancelled, and the answer around it says so', async (t) => {
  const { bench } = t.context
  let begun = false
  script('endless', async () => {
    begun = true
    const beat = setInterval(() => Context.current().heartbeat(), 200)
    try {
      await Context.current().cancelled
    } finally {
      clearInterval(beat)
    }
    return executed('never')
  })
  matches = [{ plan: plan({ name: 'endless', timeout_seconds: 60 }), score: 1, parameters: {}, missing: [] }]
  const input: AnswerInput = {
    guru: 'acme',
    session_id: 's2',
    question: 'wait?',
    user: {},
    local_language: true,
  }
  const { workflowId, result } = await bench.start(ANSWER_WORKFLOW, input)
  await eventually('the action to begin', async () => begun)
  await delay(300)
  const before = Date.now()
  await bench.client.workflow.getHandle(workflowId).signal('cancelRun')
  const answer = (await result()) as AnswerRecord
  t.true(Date.now() - before < 10_000)
  t.like(answer.run, { status: 'cancelled', error: { code: 'cancelled' } })
  t.like(answer.actions, [{ status: 'cancelled' }])
  await bench.replay(workflowId)
})

test.serial('a question that nothing fits runs nothing and names the nearest', async (t) => {
  const { bench } = t.context
  matches = []
  const input: AnswerInput = {
    guru: 'acme',
    session_id: 's3',
    question: 'hm?',
    user: {},
    local_language: true,
  }
  const { workflowId, result } = await bench.start(ANSWER_WORKFLOW, input)
  const answer = (await result()) as AnswerRecord
  t.deepEqual(answer.actions, [])
  t.is(answer.run, null)
  t.regex(answer.content, /Nearest one/)
  const { searchAttributes } = await bench.client.workflow.getHandle(workflowId).describe()
  t.is(searchAttributes.ErrandAction, undefined)
})

test('files and warnings of an execution are in the run', async (t) => {
  const artifacts = [{ name: 'a.png', content_type: 'image/png', size_bytes: 3 }]
  const name = script('leaves files', async () => ({ ...executed('x'), artifacts, warnings: ['No room.'] }))
  const run = await invoke(t.context.bench, { plan: plan({ name, type: 'python', effect: 'side_effect' }) })
  t.deepEqual(run.artifacts, artifacts)
  t.deepEqual(run.warnings, ['No room.'])
})

test('an execution that an older worker wrote down is taken as one without files', async (t) => {
  const { artifacts: _, warnings: __, ...older } = executed('x')
  const name = script('older worker', async () => older as ExecuteResult)
  const run = await invoke(t.context.bench, { plan: plan({ name }) })
  t.like(run, { status: 'succeeded', output: 'x', artifacts: [], warnings: [] })
})
