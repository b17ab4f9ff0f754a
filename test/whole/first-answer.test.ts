/*
 * The product's main promise, over HTTP against everything that `npm start` brings up: a question runs the right
 * action, its answer comes from the result, and no secret is to be found anywhere afterwards. Once with the
 * built-in engine and once with a server that speaks the OpenAI protocol.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import type { AnswerRecord, Run } from '../../domain/run.ts'
import { profileAction, refundAction } from '../support/actions.ts'
import { apiClient } from '../support/api-client.ts'
import { type Errand, startErrand } from '../support/errand.ts'
import { eventually } from '../support/eventually.ts'
import { encodingsOf, filesWith } from '../support/find-bytes.ts'
import { brain, type ModelTool, startModelServer } from '../support/model-server.ts'
import { sendJson, startTarget, type TargetServer } from '../support/target-server.ts'

const CANARIES = { GITHUB_TOKEN: 'ghp_canary7Qx0LbZt93KfWm', SHOP_TOKEN: 'shop-canary-4vR8nYq1PzTd' }

/** A service that gives away the token it was called with, as careless services do. */
const startProfileService = (): Promise<TargetServer> =>
  startTarget((call, response) =>
    sendJson(response, {
      login: call.path.split('/').pop(),
      name: 'The Octocat',
      company: '@github',
      public_repos: 8,
      request_headers: call.headers,
    }),
  )

async function setUp(t: ExecutionContext, environment: Record<string, string>) {
  const target = await startProfileService()
  t.teardown(target.close)
  const errand = await startErrand({ environment: { ERRAND_EGRESS_ALLOW: target.address, ...environment } })
  t.teardown(errand.remove)
  const api = apiClient(errand.url, errand.adminKey)
  await api.post('/gurus', { slug: 'acme' })
  for (const [name, value] of Object.entries(CANARIES)) await api.put(`/acme/secrets/${name}`, { value })
  await api.post('/acme/actions', profileAction(target.url))
  await api.post('/acme/actions', refundAction)
  return { target, errand, api }
}

/** Everything that a client can read back, as one text. */
async function everythingReadable(errand: Errand): Promise<string> {
  const api = apiClient(errand.url, errand.adminKey)
  const { runs } = await api.get<{ runs: Run[] }>('/acme/runs')
  const pages = ['/acme/actions', '/acme/secrets', '/acme/runs', ...runs.map(({ id }) => `/acme/runs/${id}`)]
  const bodies = await Promise.all(pages.map((path) => api.get(path)))
  return `${JSON.stringify(bodies)}${errand.output()}`
}

async function assertNoCanary(t: ExecutionContext, errand: Errand, answers: unknown[]): Promise<void> {
  const readable = `${JSON.stringify(answers)}${await everythingReadable(errand)}`
  for (const canary of Object.values(CANARIES)) {
    for (const [form, bytes] of encodingsOf(canary))
      t.false(readable.includes(bytes.toString()), `${form} in an answer`)
    t.deepEqual(await filesWith(errand.dataFolder, canary), [])
  }
}

test('answers from an API Call and from Python with the built-in engine, and no secret shows anywhere', async (t) => {
  const { target, errand, api } = await setUp(t, {})

  const profile = await api.post<AnswerRecord>('/acme/answer/', { question: 'who is octocat on github?' })
  t.like(profile.actions, [
    { name: 'GitHub profile', status: 'succeeded', parameters: { username: 'octocat' }, missing: [] },
  ])
  t.regex(profile.content, /The Octocat/)
  t.regex(profile.content, /@github/)
  t.is(target.calls.length, 1)
  t.is(target.calls[0]?.path, '/users/octocat')
  t.is(target.calls[0]?.headers.authorization, `Bearer ${CANARIES.GITHUB_TOKEN}`)

  const refund = await api.post<AnswerRecord>('/acme/answer/', {
    question: 'Where is the refund for order 12345?',
  })
  t.like(refund.actions, [{ name: 'Refund status', status: 'succeeded', parameters: { order_id: 12_345 } }])
  t.regex(refund.content, /on its way/)
  t.regex(refund.content, /42\.50 EUR/)

  const run = await api.get<Run>(`/acme/runs/${refund.actions[0]?.run_id}`)
  t.like(run, {
    trigger: 'question',
    status: 'succeeded',
    error: null,
    question: 'Where is the refund for order 12345?',
  })
  t.deepEqual(
    run.steps.map((step) => step.name),
    ['detect', 'extract', 'execute', 'mask', 'interpret'],
  )
  t.regex(run.output ?? '', /\*\*\*SHOP_TOKEN\*\*\*/)
  t.is(run.answer, refund.content)

  const { runs } = await eventually('both runs in the list', async () => {
    const page = await api.get<{ runs: Run[] }>('/acme/runs?status=succeeded&trigger=question')
    return page.runs.length === 2 && page
  })
  t.deepEqual(runs.map((listed) => listed.action.name).sort(), ['GitHub profile', 'Refund status'])

  const nothing = await api.post<AnswerRecord>('/acme/answer/', {
    question: 'What is the capital of France?',
  })
  t.deepEqual(nothing.actions, [])
  t.true(nothing.content.length > 0)

  await assertNoCanary(t, errand, [profile, refund, nothing])
})

test('answers with a model server that speaks the OpenAI protocol, which never sees a secret', async (t) => {
  const fill = (question: string, tool: ModelTool) => {
    const value = question.split(' ').at(-1) ?? ''
    return tool.function.name.includes('efund') ? { order_id: Number(value) } : { username: value }
  }
  const model = await startModelServer(brain({ fill }))
  t.teardown(model.close)
  const { target, errand, api } = await setUp(t, {
    ERRAND_MODEL_URL: model.url,
    ERRAND_MODEL: 'test-model',
    ERRAND_MODEL_KEY: 'sk-model-key-canary-55aa',
  })

  const profile = await api.post<AnswerRecord>('/acme/answer/', { question: 'GitHub profile of octocat' })
  t.like(profile.actions, [
    { name: 'GitHub profile', status: 'succeeded', parameters: { username: 'octocat' } },
  ])
  t.regex(profile.content, /The Octocat/)
  t.is(target.calls.length, 1)

  const refund = await api.post<AnswerRecord>('/acme/answer/', { question: 'Refund status of order 12345' })
  t.like(refund.actions, [{ name: 'Refund status', status: 'succeeded', parameters: { order_id: 12_345 } }])
  t.regex(refund.content, /on its way/)

  t.true(model.requests.length >= 4)
  const sent = JSON.stringify(model.requests)
  for (const canary of Object.values(CANARIES)) t.false(sent.includes(canary))
  await assertNoCanary(t, errand, [profile, refund])
  t.deepEqual(await filesWith(join(errand.dataFolder, 'logs'), 'sk-model-key-canary-55aa'), [])
})

test('the search for canaries finds one that is there, in any encoding', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'errand-canary-'))
  t.teardown(() => rm(folder, { recursive: true }))
  const canary = Buffer.from(`xy${CANARIES.SHOP_TOKEN}`)
  for (const encoding of ['utf8', 'hex', 'base64', 'utf16le'] as const)
    await writeFile(
      join(folder, encoding),
      encoding === 'utf16le' ? canary.toString() : canary.toString(encoding),
      encoding === 'utf16le' ? 'utf16le' : 'utf8',
    )
  t.is((await filesWith(folder, CANARIES.SHOP_TOKEN)).length, 4)
})
