/*
 * What Temporal is given where the history is encrypted: all kinds of payloads of the real workflows, looked at as
 * the server has them. Each canary is found in the same run without encryption, so that the search can fail.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { ApplicationFailure, Context } from '@temporalio/activity'
import { Client } from '@temporalio/client'
import type { Payload } from '@temporalio/common'
import { decodeOptionalSinglePayload } from '@temporalio/common/lib/internal-non-workflow/codec-helpers.js'
import proto from '@temporalio/proto'
import anyTest, { type TestFn } from 'ava'
import { progressOf } from '../../api/temporal/run-progress.ts'
import type { Activities } from '../../domain/activity-contract.ts'
import type { AnswerRecord, RunRecord } from '../../domain/run.ts'
import { summaryText } from '../../domain/summary-text.ts'
import {
  ANSWER_WORKFLOW,
  type AnswerInput,
  FAILURES,
  INVOKE_WORKFLOW,
  runAttributes,
  runMemo,
  TASK_QUEUE,
} from '../../domain/workflow-contract.ts'
import { type HistoryEncryption, openHistoryEncryption } from '../../encryption/history-encryption.ts'
import { historyKeyFile, newHistoryKey } from '../../encryption/history-key.ts'
import { addHistoryKey } from '../../stack/data/history-key-file.ts'
import { eventually } from '../support/eventually.ts'
import { encodingsOf } from '../support/find-bytes.ts'
import {
  executed,
  invocation,
  plan,
  startWorkflowBench,
  type WorkflowBench,
} from '../support/workflow-bench.ts'

const CANARIES = {
  name: 'canary-name-7Wq2',
  question: 'canary-question-8Er3',
  parameter: 'canary-parameter-9Ty4',
  output: 'canary-output-1Ui5',
  answer: 'canary-answer-2Op6',
  failure: 'canary-failure-3As7',
  progress: 'canary-progress-4Df8',
  decision: 'canary-decision-5Gh9',
}

let hold = Promise.withResolvers<void>()
/** How `callApi` ends, by the parameter `end`. */
const activities: Partial<Activities> = {
  understandQuestion: async ({ question }) => {
    if (question.includes('fails'))
      throw ApplicationFailure.create({
        type: FAILURES.modelFailed,
        message: CANARIES.failure,
        nonRetryable: true,
        details: [CANARIES.failure],
      })
    const parameters = { text: CANARIES.parameter }
    return {
      matches: [{ plan: secretPlan(), score: 1, parameters, missing: [] }],
      nearest: [],
      content: null,
      steps: [],
    }
  },
  recordAnswer: async ({ question }) => {
    if (question.includes('is lost')) throw ApplicationFailure.nonRetryable(CANARIES.failure)
  },
  interpretResult: async () => ({ answer: CANARIES.answer, model_problem: null, steps: [] }),
  callApi: async ({ parameters }) => {
    if (parameters.end === 'waits') {
      Context.current().heartbeat(CANARIES.progress)
      await hold.promise
    }
    if (parameters.end === 'fails') throw new Error(CANARIES.failure)
    return executed(CANARIES.output)
  },
}

const secretPlan = (changes = {}) => plan({ name: CANARIES.name, ...changes })
const secretInvocation = (changes = {}) =>
  invocation({ plan: secretPlan(), parameters: { text: CANARIES.parameter }, ...changes })
const secretQuestion = (changes: Partial<AnswerInput> = {}): AnswerInput => ({
  guru: 'acme',
  session_id: 's1',
  question: CANARIES.question,
  user: {},
  local_language: true,
  ...changes,
})

interface Benches {
  on: WorkflowBench
  off: WorkflowBench
  encryption: HistoryEncryption
  folder: string
}
const test = anyTest as TestFn<Benches>

const openIn = (ERRAND_DATA: string, ERRAND_ENCRYPT_HISTORY = true, key?: string) =>
  openHistoryEncryption({ ERRAND_DATA, ERRAND_ENCRYPT_HISTORY, ERRAND_HISTORY_KEY: key ? [key] : undefined })

test.before(async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'errand-history-'))
  await addHistoryKey(folder)
  const encryption = await openIn(folder)
  t.context.folder = folder
  t.context.encryption = encryption
  t.context.on = await startWorkflowBench(activities, 'all', encryption)
  t.context.off = await startWorkflowBench(activities, 'all', await openIn(folder, false))
})
test.after.always(async (t) => {
  await Promise.all([t.context.on?.close(), t.context.off?.close()])
  if (t.context.folder) await rm(t.context.folder, { recursive: true })
})

const { History } = proto.temporal.api.history.v1
const { DescribeWorkflowExecutionResponse } = proto.temporal.api.workflowservice.v1

/** All that the server tells of a workflow: its history, memo, summaries and pending activities. */
async function bytesAtServer({ client }: WorkflowBench, workflowId: string): Promise<Buffer> {
  const { namespace } = client.options
  const { raw } = await client.workflow.getHandle(workflowId).describe()
  const history = await client.workflow.getHandle(workflowId).fetchHistory()
  const listed = await eventually('it in the list', async () => {
    const { executions } = await client.workflowService.listWorkflowExecutions({
      namespace,
      query: `WorkflowId = '${workflowId}'`,
    })
    return executions[0]
  })
  return Buffer.concat([
    DescribeWorkflowExecutionResponse.encode(raw).finish(),
    History.encode(history).finish(),
    proto.temporal.api.workflow.v1.WorkflowExecutionInfo.encode(listed).finish(),
  ])
}

const canariesIn = (bytes: Buffer): string[] =>
  Object.entries(CANARIES)
    .filter(([, canary]) => encodingsOf(canary).some(([, form]) => bytes.includes(form)))
    .map(([name]) => name)

/** Starts it as the API does. */
async function start(
  { client }: Pick<WorkflowBench, 'client'>,
  type: string,
  input: unknown,
): Promise<string> {
  const invoked = type === INVOKE_WORKFLOW ? secretInvocation(input as object) : null
  const { workflowId } = await client.workflow.start(type, {
    args: [input],
    taskQueue: TASK_QUEUE,
    workflowId: `test.${crypto.randomUUID()}`,
    searchAttributes: invoked ? runAttributes(invoked) : {},
    memo: invoked ? { ...runMemo(invoked) } : {},
    staticSummary: summaryText(CANARIES.question),
    staticDetails: CANARIES.name,
  })
  return workflowId
}

const SHAPES: [
  what: string,
  found: (keyof typeof CANARIES)[],
  make: (bench: WorkflowBench) => Promise<string>,
][] = [
  [
    'a question with its answer',
    ['name', 'question', 'parameter', 'output', 'answer'],
    async (bench) => {
      const id = await start(bench, ANSWER_WORKFLOW, secretQuestion())
      const { content, run } = (await bench.client.workflow.getHandle(id).result()) as AnswerRecord
      if (content !== CANARIES.answer || run?.output !== CANARIES.output) throw new Error('not the answer')
      return id
    },
  ],
  [
    'a failure of the platform, its message, details and stack',
    ['name', 'question', 'failure'],
    async (bench) => {
      const id = await start(
        bench,
        ANSWER_WORKFLOW,
        secretQuestion({ question: `${CANARIES.question} fails`, local_language: false }),
      )
      const { content } = (await bench.client.workflow.getHandle(id).result()) as AnswerRecord
      if (!content.includes(CANARIES.failure)) throw new Error('the failure did not arrive')
      return id
    },
  ],
  [
    'a workflow that fails',
    ['name', 'question', 'parameter', 'output', 'answer', 'failure'],
    async (bench) => {
      const input = secretQuestion({ question: `${CANARIES.question} is lost` })
      const id = await start(bench, ANSWER_WORKFLOW, input)
      const error = await bench.client.workflow
        .getHandle(id)
        .result()
        .catch((reason) => reason)
      if (!inspect(error).includes(CANARIES.failure)) throw new Error(`ended with ${inspect(error)}`)
      return id
    },
  ],
  [
    'an exception inside an activity',
    ['name', 'question', 'parameter', 'failure'],
    async (bench) => {
      const input = secretInvocation({
        plan: secretPlan({ effect: 'side_effect' }),
        parameters: { end: 'fails', text: CANARIES.parameter },
      })
      const id = await start(bench, INVOKE_WORKFLOW, input)
      const { status } = (await bench.client.workflow.getHandle(id).result()) as RunRecord
      if (status !== 'interrupted') throw new Error(`the run is ${status}`)
      return id
    },
  ],
  [
    'an approval, by signal, with the run seen by query meanwhile',
    ['name', 'question', 'parameter', 'output', 'decision'],
    async (bench) => {
      const id = await start(
        bench,
        INVOKE_WORKFLOW,
        secretInvocation({ plan: secretPlan({ requires_approval: true }) }),
      )
      const handle = bench.client.workflow.getHandle(id)
      await eventually(
        'it to wait',
        async () => (await handle.query<RunRecord>('run')).status === 'awaiting_approval',
      )
      const { parameters } = await handle.query<RunRecord>('run')
      if (parameters.text !== CANARIES.parameter) throw new Error('the query shows no parameters')
      await handle.signal('approval', { approved: true, by: CANARIES.decision, at: new Date().toISOString() })
      const { status } = (await handle.result()) as RunRecord
      if (status !== 'succeeded') throw new Error(`the run is ${status}`)
      return id
    },
  ],
]

for (const [what, found, make] of SHAPES)
  test.serial(`Temporal has nothing in the clear of ${what}, and replays it`, async (t) => {
    const { on, off } = t.context
    const encrypted = await make(on)
    t.deepEqual(canariesIn(await bytesAtServer(on, encrypted)), [])
    await on.replay(encrypted)
    const plain = await make(off)
    t.deepEqual(canariesIn(await bytesAtServer(off, plain)).sort(), found.toSorted())
    await off.replay(plain)
  })

test.serial('what a worker says of a run is encrypted in its heartbeats, and read from them', async (t) => {
  const { on } = t.context
  hold = Promise.withResolvers()
  const input = secretInvocation({ parameters: { end: 'waits', text: CANARIES.parameter } })
  const id = await start(on, INVOKE_WORKFLOW, input)
  const handle = on.client.workflow.getHandle(id)
  try {
    await eventually(
      'its progress',
      async () => (await progressOf(on.client, await handle.describe())) === CANARIES.progress,
    )
    t.deepEqual(canariesIn(await bytesAtServer(on, id)), [])
  } finally {
    hold.resolve()
  }
  t.like(await handle.result(), { status: 'succeeded' })
})

test.serial('memo and summaries are read back as they were', async (t) => {
  const { on } = t.context
  const id = await start(on, INVOKE_WORKFLOW, secretInvocation())
  await on.client.workflow.getHandle(id).result()
  const description = await on.client.workflow.getHandle(id).describe()
  t.like(description.memo, { action_name: CANARIES.name, parameters: { text: CANARIES.parameter } })
  t.is(await description.staticSummary(), CANARIES.question)
  t.is(await description.staticDetails(), CANARIES.name)
  const { events } = await on.client.workflow.getHandle(id).fetchHistory()
  const scheduled = events?.find(
    ({ activityTaskScheduledEventAttributes }) => activityTaskScheduledEventAttributes,
  )
  const { loadedDataConverter } = on.client.options
  const summary = scheduled?.userMetadata?.summary as Payload
  t.is(await decodeOptionalSinglePayload(loadedDataConverter, summary), CANARIES.name)
})

test.serial(
  'a run that was begun before encryption goes on with it, and one begun with it goes on without',
  async (t) => {
    const { on, off, encryption, folder } = t.context
    const started = [
      [off, encryption],
      [on, await openIn(folder, false)],
    ] as const
    for (const [bench, { dataConverter }] of started) {
      const { connection, options } = bench.client
      const client = new Client({ connection, namespace: options.namespace, dataConverter })
      const id = await start({ client }, INVOKE_WORKFLOW, secretInvocation())
      t.like(await client.workflow.getHandle(id).result(), { status: 'succeeded', output: CANARIES.output })
      await bench.replay(id)
    }
  },
)

test.serial('a run whose key a worker lacks waits, and goes on once the key is restored', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'errand-history-'))
  t.teardown(() => rm(folder, { recursive: true }))
  await addHistoryKey(folder)
  const bench = await startWorkflowBench(activities, 'all', await openIn(folder))
  t.teardown(bench.close)
  const key = newHistoryKey()
  const { dataConverter } = await openIn(folder, true, key)
  const { connection, options } = bench.client
  const client = new Client({ connection, namespace: options.namespace, dataConverter })
  const id = await start({ client }, INVOKE_WORKFLOW, secretInvocation())
  const failure = await eventually('the worker to fail at it', async () => {
    const { events } = await client.workflow.getHandle(id).fetchHistory()
    return events?.find((event) => event.workflowTaskFailedEventAttributes)?.workflowTaskFailedEventAttributes
      ?.failure
  })
  t.truthy(failure)
  await writeFile(historyKeyFile(folder), `${key}\n`, { flag: 'a' })
  t.like(await client.workflow.getHandle(id).result(), { status: 'succeeded', output: CANARIES.output })
})
