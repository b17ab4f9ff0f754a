/*
 * What a real stack writes into its logs at its most talkative, while requests hold a canary in every place that a
 * client can put one.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import anyTest, { type TestFn } from 'ava'
import type { Run } from '../../domain/run.ts'
import { AS_MANY_WAITING } from '../support/errand.ts'
import { eventually } from '../support/eventually.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>
const CANARY = /canary\w*/g

withStack(
  test,
  ({ path }, response) => sendJson(response, { said: 'canaryOutput' }, path.includes('missing') ? 404 : 200),
  {
    ERRAND_LOG_LEVEL: 'trace',
    ...AS_MANY_WAITING,
  },
)

const logsOf = (dataFolder: string): string =>
  readdirSync(join(dataFolder, 'logs'))
    .filter((name) => /^(api|worker)\.log/.test(name))
    .map((name) => readFileSync(join(dataFolder, 'logs', name), 'utf8'))
    .join('\n')

test('no log line has a key, a token, a query string, a body, a cookie, a value or an output', async (t) => {
  const { api, errand, newGuru, target } = t.context
  const guru = await newGuru()
  await api.put(`/${guru}/secrets/TOKEN`, { value: 'canarySecret99' })
  const { key } = await api.post<{ key: string }>(`/gurus/${guru}/keys`, { name: 'log', role: 'manage' })
  const call = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(`${errand.url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        'x-api-key': key,
        cookie: 'session=canaryCookie',
        'user-agent': 'canaryAgent',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  const action = (changes: object) =>
    api.post<{ id: string }>(`/${guru}/actions`, {
      trigger: "When the user asks for a GitHub user's profile information",
      parameters: [{ name: 'username', type: 'string', description: 'The GitHub login that is asked for' }],
      ...changes,
    })
  const profile = await action({
    name: 'GitHub profile',
    type: 'api_call',
    api_call: {
      method: 'POST',
      url: `${target.url}/{username}`,
      headers: { Authorization: 'Bearer {TOKEN}' },
      body: '{"q":"canaryBody"}',
    },
  })
  const python = await action({
    name: 'Code',
    type: 'python',
    python: {
      code: "import os\nprint('canaryPrinted', os.environ['TOKEN'])\nraise ValueError('canaryError')",
    },
  })
  const started = await call(`/api/v1/${guru}/actions/${profile.id}/trigger?wait=true`, {
    parameters: { username: 'canaryValue' },
  })
  const run = (await started.json()) as Run
  t.is(run.status, 'succeeded')
  for (const username of ['canaryMissing/missing', '\u0000canaryNul'])
    await call(`/api/v1/${guru}/actions/${profile.id}/trigger?wait=true`, { parameters: { username } })
  await call(`/api/v1/${guru}/actions/${python.id}/trigger?wait=true`, {
    parameters: { username: 'canaryPython' },
  })
  await call(`/api/v1/${guru}/runs?canaryName=canaryQuery`)
  await call(`/api/v1/${guru}/answer/?q=canaryQuery`, {
    question: 'who is canaryRefused on github?',
  })
  await call(`/api/v1/${guru}/answer/`, {
    question: 'who is canaryQuestion on github?',
    user: { email: 'canaryUser@example.com' },
  })
  await call(`/api/v1/${guru}/answer/`, '{ "question": canaryBroken')
  await call(`/api/v1/${guru}/actions`, { name: 'canaryName', type: 'canaryType' })
  await call(`/api/v1/${guru}/runs?cursor=canaryCursor`)
  await call('/metrics?canaryQuery')
  await call(`/api/v1/${key}/runs`)
  for (const headers of [{ 'x-api-key': 'canaryWrongKey' }, { authorization: 'Bearer canaryBearer' }])
    await fetch(`${errand.url}/api/v1/${guru}/actions`, { headers })

  // The last line is there: so are those before it.
  const id = 'the-last-request'
  await call(`/api/v1/${guru}/runs`, undefined, { 'x-request-id': id })
  const logs = await eventually('the log has the last request', async () => {
    const text = logsOf(errand.dataFolder)
    return text.includes(id) && text
  })
  t.true(logs.includes('"name":"worker"'))
  t.deepEqual([...new Set(logs.match(CANARY))], [])
  t.false(logs.includes(key))
  t.false(logs.includes(errand.adminKey))
  t.true(logs.includes(`"workflow_id":"${run.id}"`), 'a request leads to its workflow')
})
