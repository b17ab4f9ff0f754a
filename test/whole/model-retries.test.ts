/*
 * A model's endpoint on a bad day, over HTTP against everything that `npm start` brings up: what passes is waited for,
 * not sooner than it says; what does not is told at once; and a result that is there is never lost.
 */
import anyTest, { type TestFn } from 'ava'
import type { AnswerRecord, Run } from '../../domain/run.ts'
import { profileAction } from '../support/actions.ts'
import { type ApiClient, apiClient } from '../support/api-client.ts'
import { type Errand, NO_WAITING, startErrand } from '../support/errand.ts'
import { type ModelReply, type ModelServer, startModelServer } from '../support/model-server.ts'
import { sendJson, startTarget, type TargetServer } from '../support/target-server.ts'

interface Stack {
  errand: Errand
  api: ApiClient
  target: TargetServer
  model: ModelServer
  /** What the endpoint answers first to whoever asks for this login, before it works. */
  trouble: Map<string, { choosing?: ModelReply[]; wording?: ModelReply[] }>
  /** When it was asked for what, in milliseconds. */
  asked: { login: string; at: number }[]
}
const test = anyTest as TestFn<Stack>

test.before(async (t) => {
  t.timeout(180_000)
  const trouble: Stack['trouble'] = new Map()
  const asked: Stack['asked'] = []
  const model = await startModelServer((request) => {
    const login = /login-\w+/.exec(JSON.stringify(request.body.messages))?.[0] ?? ''
    asked.push({ login, at: Date.now() })
    const mine = trouble.get(login)
    const isChoosing = Boolean(request.body.tools)
    const reply = (isChoosing ? mine?.choosing : mine?.wording)?.shift()
    if (reply) return reply
    if (!isChoosing) return { text: `The model's words on ${login}.` }
    return { calls: [{ name: 'GitHub_profile', arguments: { username: login } }] }
  })
  const target = await startTarget(({ path }, response) =>
    sendJson(response, { login: path.split('/').at(-1) }),
  )
  const errand = await startErrand({
    environment: {
      ...NO_WAITING,
      ERRAND_EGRESS_ALLOW: target.address,
      ERRAND_MODEL_URL: model.url,
      ERRAND_MODEL: 'm',
    },
  })
  const api = apiClient(errand.url, errand.adminKey)
  await api.post('/gurus', { slug: 'acme' })
  await api.put('/acme/secrets/GITHUB_TOKEN', { value: 'ghp_canary7Qx0LbZt93KfWm' })
  await api.post('/acme/actions', profileAction(target.url))
  t.context = { errand, api, target, model, trouble, asked }
})
test.after.always(async ({ context }) => {
  await context.errand?.remove()
  await context.target?.close()
  await context.model?.close()
})

const ask = ({ api }: Stack, login: string): Promise<AnswerRecord> =>
  api.post<AnswerRecord>('/acme/answer/', { question: `who is ${login} on github?` })

test('a rate limit is waited for as long as it says, for understanding and for wording', async (t) => {
  const limited: ModelReply = { status: 429, headers: { 'retry-after': '2' } }
  t.context.trouble.set('login-a', { choosing: [limited], wording: [limited] })
  const answer = await ask(t.context, 'login-a')
  t.is(answer.content, "The model's words on login-a.")
  t.is(answer.actions[0]?.status, 'succeeded')
  const times = t.context.asked.filter(({ login }) => login === 'login-a').map(({ at }) => at)
  t.is(times.length, 4)
  for (const first of [0, 2]) t.true((times[first + 1] ?? 0) - (times[first] ?? 0) >= 1_900)
  t.is(t.context.target.calls.filter(({ path }) => path.endsWith('login-a')).length, 1)
})

test('a server that fails for a moment is asked again', async (t) => {
  t.context.trouble.set('login-b', { choosing: [{ status: 503 }], wording: [{ status: 500 }] })
  t.is((await ask(t.context, 'login-b')).content, "The model's words on login-b.")
})

test('a key that is refused is told at once, and nothing runs', async (t) => {
  t.context.trouble.set('login-c', { choosing: [{ status: 401 }, { status: 401 }] })
  const answer = await ask(t.context, 'login-c')
  t.deepEqual(answer.actions, [])
  t.regex(answer.content, /status 401\. Check ERRAND_MODEL_KEY/)
  t.is(t.context.asked.filter(({ login }) => login === 'login-c').length, 1)
})

test('where wording fails for good, the result is answered by the built-in engine and the run says why', async (t) => {
  const { api, trouble, target } = t.context
  trouble.set('login-d', { wording: Array.from({ length: 9 }, (): ModelReply => ({ status: 503 })) })
  const answer = await ask(t.context, 'login-d')
  t.regex(answer.content, /login-d/)
  t.is(answer.actions[0]?.status, 'failed')
  const run = await api.get<Run>(`/acme/runs/${answer.actions[0]?.run_id}`)
  t.is(run.error?.code, 'model_failed')
  t.regex(run.output ?? '', /login-d/)
  t.is(target.calls.filter(({ path }) => path.endsWith('login-d')).length, 1)
})

test('nonsense is asked to be mended once, then told', async (t) => {
  const nonsense: ModelReply = { calls: [{ name: 'No_such_tool', arguments: '[[[' }] }
  t.context.trouble.set('login-e', { choosing: [nonsense] })
  t.is((await ask(t.context, 'login-e')).actions[0]?.status, 'succeeded')
  t.context.trouble.set('login-f', { choosing: Array.from({ length: 9 }, () => nonsense) })
  const answer = await ask(t.context, 'login-f')
  t.deepEqual(answer.actions, [])
  t.regex(answer.content, /called an action that was not offered/)
})

test('what was asked of the model is in the run and in the answer', async (t) => {
  const { api } = t.context
  const answer = await ask(t.context, 'login-g')
  t.like(answer.usage, { model: 'm', calls: 2 })
  const run = await api.get<Run>(`/acme/runs/${answer.actions[0]?.run_id}`)
  t.deepEqual(run.usage, answer.usage)
  t.true((run.usage?.input_tokens ?? 0) > 0)
})
