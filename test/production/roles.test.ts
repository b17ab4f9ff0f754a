/*
 * API, light worker and sandbox worker as processes of their own, as docker-compose.yml has them: what each does, and
 * what is left of Errand while one of them is away.
 */
import { readdirSync } from 'node:fs'
import test from 'ava'
import type { AnswerRecord, Run } from '../../domain/run.ts'
import { eventually } from '../support/eventually.ts'
import { separateProcesses, working } from '../support/separate-processes.ts'
import { sendJson, startTarget } from '../support/target-server.ts'

test('what one part is for waits while it is away, and everything else goes on', async (t) => {
  t.timeout(240_000)
  const target = await startTarget((_call, response) =>
    sendJson(response, { order: 1042, status: 'shipped' }),
  )
  t.teardown(target.close)
  const parts = await separateProcesses(t, { ERRAND_EGRESS_ALLOW: target.address })
  const { api } = parts

  parts.startApi()
  await eventually('the API', () => parts.ready().then(Boolean, () => false), 60_000)
  t.deepEqual(await parts.ready(), {
    status: 503,
    checks: {
      database: 'ok',
      temporal: 'ok',
      worker: 'missing',
      sandbox_worker: 'missing',
      sandbox_engine: 'missing',
      model: 'unknown',
    },
  })
  t.is(parts.healthCheck('api'), 0)
  t.is(parts.healthCheck('worker', 'light'), 1)
  // All that it could be robbed of: what seals, and opens nothing.
  t.deepEqual(readdirSync(parts.apiFolder, { recursive: true }).sort(), ['keys', 'keys/secrets.pub'])

  const light = parts.startWorker('light')
  await working(light)
  await eventually('readiness without a sandbox', async () => (await parts.ready()).checks.worker === 'ok')
  t.like(await parts.ready(), { status: 503, checks: { worker: 'ok', sandbox_worker: 'missing' } })
  t.is(parts.healthCheck('worker', 'light'), 0)
  t.is(parts.healthCheck('worker', 'sandbox'), 1)

  await api.post('/gurus', { slug: 'shop' })
  await api.put('/shop/secrets/SHOP_TOKEN', { value: 'token-value-4711' })
  const { id: order } = await api.post<{ id: string }>('/shop/actions', {
    name: 'Order status',
    trigger: 'When the user asks where an order is, or about its status',
    parameters: [{ name: 'order_id', type: 'number', description: 'The number of the order' }],
    type: 'api_call',
    api_call: { url: `${target.url}/orders/{order_id}`, headers: { Authorization: 'Bearer {SHOP_TOKEN}' } },
    usage_instructions: 'Give the status',
  })
  const { id: python } = await api.post<{ id: string }>('/shop/actions', {
    name: 'Signed',
    trigger: 'Never',
    type: 'python',
    python: { code: "import os\nprint('signed', len(os.environ['SHOP_TOKEN']))" },
  })
  const orderWorks = async () => {
    const run = await api.post<Run>(`/shop/actions/${order}/trigger?wait=true`, {
      parameters: { order_id: 1042 },
    })
    t.is(run.status, 'succeeded', JSON.stringify(run.error))
    // Sealed by the API, opened by the worker.
    t.is(target.calls.at(-1)?.headers.authorization, 'Bearer token-value-4711')
    const answer = await api.post<AnswerRecord>('/shop/answer', {
      question: 'What is the status of order 1042?',
    })
    t.regex(answer.content, /shipped/)
  }
  const beginPython = () => api.post<Run>(`/shop/actions/${python}/trigger`)
  const readRun = (id: string) => api.get<Run>(`/shop/runs/${id}`)
  const waits = (id: string) =>
    eventually('the run to say what it waits for', async () =>
      /sandbox/.test((await readRun(id)).progress ?? ''),
    )
  const ended = (id: string) =>
    eventually(
      'the end of the run',
      async () => {
        const run = await readRun(id)
        return run.status !== 'running' && run
      },
      90_000,
    )

  await orderWorks()
  const before = await beginPython()
  await waits(before.id)
  const sandbox = parts.startWorker('sandbox')
  await working(sandbox)
  t.like(await ended(before.id), { status: 'succeeded', output: 'signed 16\n' })
  await eventually('readiness', async () => (await parts.ready()).status === 200)
  t.is(parts.healthCheck('worker', 'sandbox'), 0)

  await sandbox.end('SIGKILL')
  const meanwhile = await beginPython()
  await waits(meanwhile.id)
  await orderWorks()
  const again = parts.startWorker('sandbox')
  await working(again)
  t.like(await ended(meanwhile.id), { status: 'succeeded', output: 'signed 16\n' })

  // Told to stop as the engine does it, they end by themselves.
  t.is(await again.end('SIGTERM'), 0)
  t.is(await light.end('SIGTERM'), 0)
})
