/*
 * One thing dies, or is full, in the middle of a run: what each step makes of it. Storms of kills are in faults.test.ts,
 * a worker's death in the middle of a call in worker-death.test.ts.
 */
import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import test, { type ExecutionContext } from 'ava'
import type { Action } from '../../domain/action.ts'
import type { AnswerRecord, Run } from '../../domain/run.ts'
import { type ApiClient, apiClient } from '../support/api-client.ts'
import { type Errand, NO_WAITING, startErrand } from '../support/errand.ts'
import { eventually } from '../support/eventually.ts'
import { brain, startModelServer } from '../support/model-server.ts'
import { startTarget } from '../support/target-server.ts'

interface Options {
  environment?: Record<string, string>
  dataFolder?: string
  slowMs?: number
}

async function setUp(t: ExecutionContext, { environment = {}, dataFolder, slowMs = 0 }: Options = {}) {
  t.timeout(240_000)
  const target = await startTarget(async (_call, response) => {
    await sleep(slowMs)
    response.end('{"refund":"paid out"}')
  })
  t.teardown(target.close)
  const errand = await startErrand({
    environment: { ...NO_WAITING, ERRAND_EGRESS_ALLOW: target.address, ...environment },
    ...(dataFolder && { dataFolder }),
  })
  t.teardown(errand.remove)
  const api = apiClient(errand.url, errand.adminKey)
  await api.post('/gurus', { slug: 'acme' })
  const { id } = await api.post<Action>('/acme/actions', {
    name: 'Refund',
    trigger: 'When the user asks to refund an order',
    parameters: [{ name: 'order', type: 'number', description: 'The number of the order' }],
    type: 'api_call',
    api_call: { method: 'POST', url: `${target.url}/refunds/{order}` },
  })
  return { target, errand, api, trigger: `/acme/actions/${id}/trigger` }
}

const kill = (errand: Errand, name: string): void => {
  process.kill(errand.pids()[name] ?? 0, 'SIGKILL')
}

const ended = (api: ApiClient, id: string) =>
  eventually(
    'the run to end',
    async () => {
      const run = await api.get<Run>(`/acme/runs/${id}`).catch(() => null)
      return run?.finished_at ? run : null
    },
    120_000,
  )

for (const [step, index] of [
  ['detect', 0],
  ['interpret', 1],
] as const)
  test.serial(
    `a worker that is killed in ${step} is replaced: the answer comes, and the POST is sent once`,
    async (t) => {
      const think = brain({ fill: () => ({ order: 42 }) })
      const model = await startModelServer(async (request, number) => {
        if (number === index) await sleep(3_000)
        return think(request, number)
      })
      t.teardown(model.close)
      const { target, errand, api } = await setUp(t, {
        environment: { ERRAND_MODEL_URL: model.url, ERRAND_MODEL: 'test' },
      })
      const asking = api.post<AnswerRecord>('/acme/answer/', { question: 'please refund order 42' })
      await eventually('the model to be asked', async () => model.requests.length > index)
      kill(errand, 'worker')
      const answer = await asking
      t.like(answer.actions, [{ name: 'Refund', status: 'succeeded' }])
      t.true(model.requests.length > 2)
      t.is(target.calls.length, 1)
      const session = await api.get<{ messages: object[] }>(`/acme/sessions/${answer.session_id}`)
      t.is(session.messages.length, 2)
    },
  )

test.serial(
  'the API is killed while a client waits: the run goes on, and the same request again gets it',
  async (t) => {
    const { target, errand, api, trigger } = await setUp(t, { slowMs: 2_000 })
    const body = { parameters: { order: 1 } }
    const key = { 'idempotency-key': 'order-1' }
    const waiting = api.post<Run>(`${trigger}?wait=true`, body, key)
    await target.received(1)
    kill(errand, 'api')
    await t.throwsAsync(waiting)
    const run = await eventually('an answer', async () => {
      const again = await api.request<Run>('POST', `${trigger}?wait=true`, body, key).catch(() => null)
      return again?.status === 200 && again.body
    })
    t.is(run.status, 'succeeded')
    t.is(target.calls.length, 1)
  },
)

for (const part of ['temporal', 'mongodb'])
  test.serial(`${part} is killed in the middle of a POST: the run ends as it really went`, async (t) => {
    const { target, errand, api, trigger } = await setUp(t, { slowMs: 2_000 })
    const { id } = await api.post<Run>(trigger, { parameters: { order: 1 } })
    await target.received(1)
    kill(errand, part)
    const run = await ended(api, id)
    t.is(run.status, 'succeeded')
    t.is(target.calls.length, 1)
    const next = await eventually('the next run', async () => {
      const answer = await api
        .request<Run>(
          'POST',
          `${trigger}?wait=true`,
          { parameters: { order: 2 } },
          { 'idempotency-key': 'next' },
        )
        .catch(() => null)
      return answer?.status === 200 && answer.body
    })
    t.is(next.status, 'succeeded')
    t.is(target.calls.length, 2)
  })

test.serial('a full disk is an error that says so much, and once there is room all goes on', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'errand-full-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', folder], { stdio: 'pipe' })
  } catch (error) {
    rmSync(folder, { recursive: true })
    return t.fail(`This test mounts a small file system, which takes Linux and root: ${String(error)}`)
  }
  t.teardown(() => {
    execFileSync('umount', ['-l', folder])
    rmSync(folder, { recursive: true, force: true })
  })
  const { target, api, trigger } = await setUp(t, { dataFolder: join(folder, 'data') })
  t.is((await api.post<Run>(`${trigger}?wait=true`, { parameters: { order: 1 } })).status, 'succeeded')
  const ballast = join(folder, 'ballast')
  fill(ballast)
  const answers = await Promise.all(
    [2, 3, 4, 5].map((order) =>
      api
        .request<{ type?: string }>(
          'POST',
          trigger,
          { parameters: { order } },
          { 'idempotency-key': `${order}` },
        )
        .catch(() => null),
    ),
  )
  t.log(answers.map((answer) => answer && [answer.status, answer.body.type]))
  t.true(answers.some((answer) => answer === null || answer.status >= 500))
  for (const answer of answers)
    if (answer && answer.status >= 400) t.regex(answer.body.type ?? '', /^urn:errand:problem:/)
  rmSync(ballast)
  for (const order of [2, 3, 4, 5]) {
    const run = await eventually(
      'the run',
      async () => {
        const answer = await api
          .request<Run>('POST', trigger, { parameters: { order } }, { 'idempotency-key': `${order}` })
          .catch(() => null)
        return answer !== null && answer.status < 300 && answer.body
      },
      90_000,
    )
    const calls = (await ended(api, run.id)).status === 'succeeded' ? 1 : 0
    t.is(target.calls.filter(({ path }) => path === `/refunds/${order}`).length, calls)
  }
})

/** Writes until there is no room for a single byte more. */
function fill(path: string): void {
  const file = openSync(path, 'w')
  for (let size = 1024 ** 2; size >= 1; ) {
    try {
      writeSync(file, Buffer.alloc(size))
    } catch {
      size = Math.floor(size / 4)
    }
  }
  closeSync(file)
}
