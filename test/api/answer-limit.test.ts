/*
 * How many answers a key has in a minute, for each external user: over two processes of the API on one database.
 */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import anyTest, { type ExecutionContext, type TestFn } from 'ava'
import getPort from 'get-port'
import { type ApiClient, apiClient } from '../support/api-client.ts'
import { eventually } from '../support/eventually.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const LIMIT = 5
const test = anyTest as TestFn<StackContext>
withStack(test, (_call, response) => sendJson(response, { ok: true }), { ERRAND_RATE_LIMIT: String(LIMIT) })

type T = ExecutionContext<StackContext>

let second: Promise<string> | undefined

/** Another process of the API, on the same database. */
async function startSecond(t: T): Promise<string> {
  const { errand } = t.context
  const port = await getPort()
  const child = spawn(process.execPath, [fileURLToPath(new URL('../../api/main.ts', import.meta.url))], {
    env: {
      PATH: process.env.PATH,
      ERRAND_DATA: errand.dataFolder,
      ERRAND_PORT: String(port),
      ERRAND_RATE_LIMIT: String(LIMIT),
      MONGODB_URL: errand.mongodbUrl,
      TEMPORAL_ADDRESS: errand.temporalAddress,
    },
    stdio: 'ignore',
  })
  children.push(() => child.kill('SIGTERM'))
  const url = `http://127.0.0.1:${port}`
  await eventually('the second API', async () => {
    const answer = await fetch(`${url}/healthz`).catch(() => null)
    return answer?.ok ? answer : null
  })
  return url
}

const children: (() => void)[] = []
test.after.always(() => {
  for (const stop of children) stop()
})

/** Both processes, called with one key. */
async function both(t: T, key = t.context.errand.adminKey): Promise<[ApiClient, ApiClient]> {
  second ??= startSecond(t)
  return [apiClient(t.context.errand.url, key), apiClient(await second, key)]
}

interface State {
  remaining: number
  seconds: number
}
const stateOf = (headers: Headers): State => {
  const [, remaining, seconds] = /^"answers";r=(\d+);t=(\d+)$/.exec(headers.get('ratelimit') ?? '') ?? []
  return { remaining: Number(remaining), seconds: Number(seconds) }
}

let users = 0
/** A user whose minute has enough left for a test, and who has had one answer of it. */
async function newUser(t: T, api: ApiClient, guru: string): Promise<string> {
  for (;;) {
    users += 1
    const user = `user-${users}`
    const { status, headers } = await ask(api, guru, user)
    t.is(status, 200)
    t.is(headers.get('ratelimit-policy'), `"answers";q=${LIMIT};w=60`)
    const { remaining, seconds } = stateOf(headers)
    t.is(remaining, LIMIT - 1)
    if (seconds > 30) return user
  }
}

const ask = (api: ApiClient, guru: string, external_user_id?: string, headers = {}, more = {}) =>
  api.request<{ msg: string }>(
    'POST',
    `/${guru}/answer`,
    { question: 'hello?', external_user_id, ...more },
    headers,
  )

test('of many that ask at once at both processes, exactly as many as the limit says are answered', async (t) => {
  const guru = await t.context.newGuru()
  const apis = await both(t)
  const user = await newUser(t, apis[0], guru)
  const answers = await Promise.all(
    Array.from({ length: 24 }, (_, index) => ask(apis[index % 2] as ApiClient, guru, user)),
  )
  t.is(answers.filter(({ status }) => status === 200).length, LIMIT - 1)
  const refused = answers.filter(({ status }) => status === 429)
  t.is(refused.length, 24 - (LIMIT - 1))
  for (const { headers, body } of refused) {
    const seconds = Number(headers.get('retry-after'))
    t.true(seconds >= 1 && seconds <= 60)
    t.is(body.msg, `Request was throttled. Expected available in ${seconds} seconds.`)
    t.is(stateOf(headers).remaining, 0)
  }
  const streamed = await ask(apis[1], guru, user, {}, { stream: true }).catch((error: Error) => error)
  t.like(streamed, { status: 429 })
})

test('each external user has a minute, and so has each key', async (t) => {
  const guru = await t.context.newGuru()
  const [admin] = await both(t)
  const user = await newUser(t, admin, guru)
  for (let count = 1; count < LIMIT; count++) t.is((await ask(admin, guru, user)).status, 200)
  t.is((await ask(admin, guru, user)).status, 429)
  t.is((await ask(admin, guru, `${user}-other`)).status, 200)
  const { key } = await admin.post<{ key: string }>(`/gurus/${guru}/keys`, { name: 'chat', role: 'chat' })
  t.is((await ask(apiClient(t.context.errand.url, key), guru, user)).status, 200)
})

test('the same request again, by its Idempotency-Key, has its answer and counts once', async (t) => {
  const guru = await t.context.newGuru()
  const apis = await both(t)
  const user = await newUser(t, apis[0], guru)
  const once = { 'idempotency-key': `once-${user}` }
  const first = await ask(apis[0], guru, user, once)
  t.is(stateOf(first.headers).remaining, LIMIT - 2)
  for (let again = 0; again < LIMIT + 2; again++) {
    const { status, body } = await ask(apis[again % 2] as ApiClient, guru, user, once)
    t.is(status, 200)
    t.like(body, { session_id: (first.body as unknown as { session_id: string }).session_id })
  }
  t.is(stateOf((await ask(apis[1], guru, user)).headers).remaining, LIMIT - 3)
  // The same key with another question is another request.
  t.is((await ask(apis[1], guru, user, once, { question: 'another?' })).status, 409)
  t.is(stateOf((await ask(apis[0], guru, user)).headers).remaining, LIMIT - 5)
})

test('what is not valid, and what is not an answer, takes nothing', async (t) => {
  const guru = await t.context.newGuru()
  const [api] = await both(t)
  const user = await newUser(t, api, guru)
  for (let count = 0; count < LIMIT; count++) {
    t.is((await ask(api, guru, user, {}, { question: '' })).status, 422)
    t.is((await api.request('GET', `/${guru}/actions`)).headers.get('ratelimit'), null)
  }
  t.is(stateOf((await ask(api, guru, user)).headers).remaining, LIMIT - 2)
})
