/*
 * What goes wrong around Errand ends in a typed error and a helpful answer, and the processes live on.
 */
import anyTest, { type ExecutionContext, type TestFn } from 'ava'
import type { Action } from '../../domain/action.ts'
import type { AnswerRecord, Run } from '../../domain/run.ts'
import { profileAction } from '../support/actions.ts'
import { apiClient } from '../support/api-client.ts'
import { AS_MANY_WAITING, NO_WAITING, startErrand } from '../support/errand.ts'
import { eventually } from '../support/eventually.ts'
import { type ModelReply, startModelServer } from '../support/model-server.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>

withStack(
  test,
  (call, response) => {
    if (call.path === '/silence') return
    if (call.path === '/garbage') {
      response.socket?.end('this is no HTTP at all\r\n\r\n')
      return
    }
    if (call.path === '/broken') sendJson(response, { error: 'database on fire' }, 500)
    else sendJson(response, { login: 'octocat', name: 'The Octocat' })
  },
  AS_MANY_WAITING,
)

async function runOnce({ api, newGuru }: StackContext, action: Record<string, unknown>): Promise<Run> {
  const guru = await newGuru()
  const { id } = await api.post<Action>(`/${guru}/actions`, { trigger: 'When asked', ...action })
  return api.post<Run>(`/${guru}/actions/${id}/trigger?wait=true`)
}

const call = (url: string, extra: object = {}): Record<string, unknown> => ({
  name: 'Call',
  type: 'api_call',
  api_call: { url },
  timeout_seconds: 2,
  ...extra,
})

test.serial('a service that answers 500 again and again is retried, then reported', async (t) => {
  const run = await runOnce(t.context, call(`${t.context.target.url}/broken`, { timeout_seconds: 5 }))
  t.like(run, { status: 'failed', error: { code: 'http_error' } })
  t.regex(run.error?.message ?? '', /500/)
  t.true(t.context.target.calls.filter(({ path }) => path === '/broken').length > 1)
})

test.serial('a service that never answers ends in a timeout', async (t) => {
  const run = await runOnce(t.context, call(`${t.context.target.url}/silence`))
  t.like(run, { status: 'timed_out', error: { code: 'timeout' } })
  t.regex(run.error?.message ?? '', /within 2 s/)
})

test.serial('a service that does not speak HTTP ends in connection_failed', async (t) => {
  const run = await runOnce(
    t.context,
    call(`${t.context.target.url}/garbage`, {
      api_call: { method: 'POST', url: `${t.context.target.url}/garbage` },
    }),
  )
  t.like(run, { status: 'failed', error: { code: 'connection_failed' } })
})

test.serial('a private address that nobody allowed is refused', async (t) => {
  const run = await runOnce(t.context, call('http://127.0.0.1:1/'))
  t.like(run, { status: 'failed', error: { code: 'blocked_address' } })
})

test.serial('Python that fails names the exception and its line', async (t) => {
  const run = await runOnce(t.context, {
    name: 'Fails',
    type: 'python',
    python: { code: 'print("before")\nraise ValueError("no such order")\n' },
  })
  t.like(run, { status: 'failed', error: { code: 'python_error' } })
  t.regex(run.error?.message ?? '', /ValueError.*no such order/)
  t.regex(run.error?.message ?? '', /line 2/)
  t.is(run.output, 'before\n')
})

test.serial(
  'a run tells which hosts its Python tried, and why they were refused, without its secrets',
  async (t) => {
    const { api, newGuru } = t.context
    const guru = await newGuru()
    await api.request('PUT', `/${guru}/secrets/PLACE`, { value: 'Hidden-Place-7' })
    const code =
      "import os, requests\nrequests.get('http://10.0.0.1/')\nrequests.get('http://' + os.environ['PLACE'] + '.localhost/')\n"
    const { id } = await api.post<Action>(`/${guru}/actions`, {
      name: 'Reaches',
      trigger: 'When asked',
      type: 'python',
      python: { code },
    })
    const run = await api.post<Run>(`/${guru}/actions/${id}/trigger?wait=true`)
    t.is(run.status, 'succeeded')
    t.deepEqual(
      run.network.map(({ host, port, refused }) => [host, port, refused]),
      [
        ['10.0.0.1', 80, 'blocked_address'],
        ['***PLACE***.localhost', 80, 'blocked_address'],
      ],
    )
  },
)

test.serial('Python that runs too long is stopped', async (t) => {
  const run = await runOnce(t.context, {
    name: 'Sleeps',
    type: 'python',
    python: { code: 'import time\ntime.sleep(20)\n' },
    timeout_seconds: 1,
  })
  t.like(run, { status: 'timed_out', error: { code: 'timeout' } })
})

const ask = async (t: ExecutionContext, environment: Record<string, string>): Promise<AnswerRecord> => {
  const errand = await startErrand({ environment: { ...NO_WAITING, ...environment } })
  t.teardown(errand.remove)
  const api = apiClient(errand.url, errand.adminKey)
  await api.post('/gurus', { slug: 'acme' })
  await api.put('/acme/secrets/GITHUB_TOKEN', { value: 'ghp_0123456789abcdef' })
  await api.post('/acme/actions', profileAction('https://api.example.com'))
  return api.post<AnswerRecord>('/acme/answer/', { question: 'who is octocat on github?' })
}

test.serial('a model that cannot be reached is said in the answer, and nothing runs', async (t) => {
  const answer = await ask(t, { ERRAND_MODEL_URL: 'http://127.0.0.1:9/v1', ERRAND_MODEL: 'm' })
  t.deepEqual(answer.actions, [])
  t.regex(answer.content, /language model/)
})

test.serial('a model that answers nonsense is said in the answer, and nothing runs', async (t) => {
  const nonsense: ModelReply[] = [{ raw: '<html>Bad gateway</html>', type: 'text/html' }]
  const model = await startModelServer(nonsense)
  t.teardown(model.close)
  const answer = await ask(t, { ERRAND_MODEL_URL: model.url, ERRAND_MODEL: 'm' })
  t.deepEqual(answer.actions, [])
  t.regex(answer.content, /language model/)
})

test.serial('without a container engine API Calls work, and Python says what is missing', async (t) => {
  const { target } = t.context
  const errand = await startErrand({
    environment: { DOCKER_HOST: 'unix:///nowhere/docker.sock', ERRAND_EGRESS_ALLOW: target.address },
  })
  t.teardown(errand.remove)
  const api = apiClient(errand.url, errand.adminKey)
  await api.post('/gurus', { slug: 'acme' })
  const run = async (action: object): Promise<Run> => {
    const { id } = await api.post<Action>('/acme/actions', { trigger: 'When asked', ...action })
    return api.post<Run>(`/acme/actions/${id}/trigger?wait=true`)
  }
  t.like(await run(call(`${target.url}/`)), { status: 'succeeded' })
  const python = await run({ name: 'Hello', type: 'python', python: { code: 'print("hello")' } })
  t.like(python, { status: 'failed', error: { code: 'engine_unavailable' } })
  t.regex(python.error?.message ?? '', /container engine/)
})

for (const part of ['temporal', 'mongodb'])
  test.serial(
    `while ${part} does not answer, requests get a 503 with Retry-After; then all goes on`,
    async (t) => {
      const { errand, api } = t.context
      const pid = errand.pids()[part]
      if (pid === undefined) return t.fail(`The stack runs no ${part}: ${JSON.stringify(errand.pids())}`)
      const guru = await t.context.newGuru()
      process.kill(pid, 'SIGSTOP')
      try {
        const { status, headers } = await api.request('POST', `/${guru}/answer/`, { question: 'hello?' })
        t.is(status, 503)
        t.truthy(headers.get('retry-after'))
      } finally {
        process.kill(pid, 'SIGCONT')
      }
      await eventually('an answer', async () => {
        const { status } = await api.request('POST', `/${guru}/answer/`, { question: 'hello?' })
        return status === 200
      })
    },
  )
