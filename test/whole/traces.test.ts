/*
 * Traces of a real stack, at a receiver that speaks OTLP: one question is one trace, from the request to the call of
 * the action, and no byte of what was asked, sent, answered or kept secret is in it.
 */
import { Client, Connection } from '@temporalio/client'
import { Worker } from '@temporalio/worker'
import anyTest, { type ExecutionContext, type TestFn } from 'ava'
import { pino } from 'pino'
import { cacheFolderOf } from '../../worker/cache-folder.ts'
import { installLogger } from '../../worker/logger.ts'
import { workflowBundle } from '../../worker/workflow-bundle.ts'
import { apiClient } from '../support/api-client.ts'
import { type Errand, startErrand } from '../support/errand.ts'
import { eventually } from '../support/eventually.ts'
import { sendJson, startTarget, type TargetServer } from '../support/target-server.ts'
import { type ReceivedSpan, startTraceReceiver, type TraceReceiver } from '../support/trace-receiver.ts'

interface Context {
  errand: Errand
  receiver: TraceReceiver
  target: TargetServer
}

const test = (anyTest as TestFn<Context>).serial
const CANARIES = {
  secret: 'canary-secret-8841',
  value: 'canaryvalue7715',
  output: 'canary-output-2290',
  instructions: 'canary-usage-4417',
  query: 'canary-query-6620',
  user: 'canary-user-1183',
}

anyTest.before(async (untyped) => {
  const t = untyped as ExecutionContext<Context>
  const receiver = await startTraceReceiver()
  const target = await startTarget(({ path }, response) =>
    sendJson(response, { said: CANARIES.output }, path.includes('missing') ? 404 : 200),
  )
  const errand = await startErrand({
    environment: {
      ERRAND_EGRESS_ALLOW: target.address,
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '200',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=test',
    },
  })
  t.context = { errand, receiver, target }
})
anyTest.after.always(async (untyped) => {
  const { errand, receiver, target } = (untyped as ExecutionContext<Context>).context
  await errand?.remove()
  await receiver?.close()
  await target?.close()
})

const CHILDREN_FIRST = 'a span arrives when it has ended, its parent after it'

/** The trace that holds a span of that name, once its root has arrived. */
async function traceOf(t: ExecutionContext<Context>, traceId: string, root: string): Promise<ReceivedSpan[]> {
  return eventually(CHILDREN_FIRST, async () => {
    const spans = t.context.receiver.spans().filter((span) => span.traceId === traceId)
    const ids = new Set(spans.map(({ spanId }) => spanId))
    const whole =
      spans.some(({ name }) => name === root) &&
      spans.every(({ parentSpanId, name }) => name === root || ids.has(parentSpanId ?? ''))
    return whole && spans.some(({ name }) => name.startsWith('RunWorkflow')) ? spans : false
  })
}

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'
const CALLER = '00f067aa0ba902b7'

test('a question is one trace: request, workflow, activities, and the call of the action', async (t) => {
  const { errand, target } = t.context
  const api = apiClient(errand.url, errand.adminKey)
  await api.post('/gurus', { slug: 'traced' })
  await api.put('/traced/secrets/TOKEN', { value: CANARIES.secret })
  await api.post('/traced/actions', {
    name: 'GitHub profile',
    trigger: "When the user asks for a GitHub user's profile information",
    parameters: [{ name: 'username', type: 'string', description: 'The GitHub login that is asked for' }],
    type: 'api_call',
    api_call: {
      method: 'GET',
      url: `${target.url}/{username}?q=${CANARIES.query}`,
      headers: { Authorization: 'Bearer {TOKEN}' },
    },
    usage_instructions: CANARIES.instructions,
  })
  const answer = await api.post<{ content: string; actions: object[] }>(
    '/traced/answer/?ignored=canary-query-6620',
    {
      question: `who is ${CANARIES.value} on github?`,
      user: { email: `${CANARIES.user}@example.com` },
    },
    { traceparent: `00-${TRACE_ID}-${CALLER}-01`, baggage: `who=${CANARIES.user}` },
  )
  t.is(answer.actions.length, 1)
  const root = 'POST /api/v1/{guru}/answer'
  const spans = await traceOf(t, TRACE_ID, root)
  const named = (name: string): ReceivedSpan => {
    const found = spans.filter((span) => span.name === name)
    t.is(found.length, 1, `${name}: ${spans.map((span) => span.name).join(', ')}`)
    return found[0] as ReceivedSpan
  }
  const parentOf = (name: string) => spans.find(({ spanId }) => spanId === named(name).parentSpanId)?.name
  t.is(named(root).parentSpanId, CALLER)
  t.is(named(root).service, 'errand-api')
  t.is(parentOf('StartWorkflow:answerQuestion'), root)
  t.is(parentOf('RunWorkflow:answerQuestion'), 'StartWorkflow:answerQuestion')
  t.is(named('RunWorkflow:answerQuestion').service, 'errand-worker')
  for (const activity of ['understandQuestion', 'callApi', 'interpretResult', 'recordAnswer']) {
    t.is(parentOf(`StartActivity:${activity}`), 'RunWorkflow:answerQuestion')
    t.is(parentOf(`RunActivity:${activity}`), `StartActivity:${activity}`)
  }
  t.is(parentOf('GET'), 'RunActivity:callApi')
  t.deepEqual(named('GET').attributes, {
    'http.request.method': 'GET',
    'server.address': target.address,
    'http.response.status_code': 200,
  })
  t.is(new Set(spans.map(({ spanId }) => spanId)).size, spans.length)
})

test('a run that was traced goes on where nothing is traced', async (t) => {
  installLogger(pino({ level: 'silent' }))
  const connection = await Connection.connect({ address: t.context.errand.temporalAddress })
  t.teardown(() => connection.close())
  const span = t.context.receiver.spans().find(({ name }) => name === 'StartWorkflow:answerQuestion')
  const id = String(span?.attributes.temporalWorkflowId)
  const history = await new Client({ connection }).workflow.getHandle(id).fetchHistory()
  t.regex(JSON.stringify(history), /_tracer-data/)
  const bundle = await workflowBundle(cacheFolderOf(process.env), { dataConverter: {} })
  await t.notThrowsAsync(Worker.runReplayHistory({ workflowBundle: bundle }, history, id))
})

test('the receiver of a call is told nothing of the trace', (t) => {
  const { calls } = t.context.target
  t.true(calls.length > 0)
  for (const { headers } of calls) {
    t.is(headers.traceparent, undefined)
    t.is(headers.baggage, undefined)
  }
})

test('a failure is a span without its message', async (t) => {
  const { errand, receiver, target } = t.context
  const api = apiClient(errand.url, errand.adminKey)
  await api.post('/gurus', { slug: 'failing' })
  const { id } = await api.post<{ id: string }>('/failing/actions', {
    name: 'Missing',
    trigger: 'Never',
    parameters: [{ name: 'host', type: 'string', description: 'The host' }],
    type: 'api_call',
    api_call: { method: 'POST', url: 'http://{host}/missing', body: '{}' },
  })
  const { status } = await api.post<{ status: string }>(`/failing/actions/${id}/trigger?wait=true`, {
    parameters: { host: target.address },
  })
  t.is(status, 'failed')
  const call = await eventually('the call is told of', async () =>
    receiver.spans().find(({ name, kind }) => name === 'POST' && kind === 3),
  )
  t.deepEqual(call.attributes, { 'http.request.method': 'POST', 'http.response.status_code': 404 })
})

test('a worker that takes a run up again repeats no span', async (t) => {
  const { errand, receiver } = t.context
  const api = apiClient(errand.url, errand.adminKey)
  await api.post('/gurus', { slug: 'replayed' })
  const { id } = await api.post<{ id: string }>('/replayed/actions', {
    name: 'Approved',
    trigger: 'Never',
    type: 'python',
    python: { code: 'print(1)' },
    requires_approval: true,
  })
  const run = await api.post<{ id: string }>(`/replayed/actions/${id}/trigger`)
  const [pid] = errand.workerPids()
  process.kill(pid as number, 'SIGKILL')
  await eventually('another worker is there', async () => {
    const [other] = errand.workerPids()
    return other !== undefined && other !== pid
  })
  await api.post(`/replayed/runs/${run.id}/approve`)
  await eventually('it has run', async () => {
    const { status } = await api.get<{ status: string }>(`/replayed/runs/${run.id}`)
    return status === 'succeeded'
  })
  const ofRun = () => receiver.spans().filter(({ attributes }) => attributes.temporalWorkflowId === run.id)
  await eventually('its spans are there', async () =>
    ofRun().some(({ name }) => name === 'RunActivity:runPython'),
  )
  const traceId = ofRun()[0]?.traceId
  const workflows = await eventually('its workflow has ended', async () => {
    const found = receiver
      .spans()
      .filter((span) => span.traceId === traceId && span.name === 'RunWorkflow:invokeAction')
    return found.length > 0 && found
  })
  t.is(workflows.length, 1)
  t.is(
    receiver.spans().filter((span) => span.traceId === traceId && span.name === 'StartActivity:runPython')
      .length,
    1,
  )
})

test('no byte of a trace is a secret, a question, a parameter, or an answer', (t) => {
  const { receiver, errand } = t.context
  const bytes = receiver.bytes()
  t.true(bytes.includes('RunWorkflow:answerQuestion'))
  t.true(bytes.includes('deployment.environment'))
  for (const [what, canary] of Object.entries({ ...CANARIES, key: errand.adminKey }))
    t.false(bytes.includes(canary), what)
})
