/*
 * Conversations as a dashboard shows them: a list of one's own, each with its first question, and deleting one.
 */
import anyTest, { type TestFn } from 'ava'
import { apiClient } from '../support/api-client.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>
withStack(test, (_call, response) => sendJson(response, { ok: true }))

interface Listed {
  session_id: string
  title: string | null
  started_at: string
  updated_at: string
  messages: number
}

interface Page {
  sessions: Listed[]
  next_cursor: string | null
}

async function begin({ errand, api, newGuru }: StackContext) {
  const guru = await newGuru()
  const newKey = (name: string) =>
    api.post<{ id: string; key: string }>(`/gurus/${guru}/keys`, { name, role: 'chat' })
  const { key } = await newKey('widget')
  const client = apiClient(errand.url, key)
  const ask = async (question: string, more: Record<string, unknown> = {}, as = client) =>
    (await as.post<{ session_id: string }>(`/${guru}/answer`, { question, ...more })).session_id
  const list = (query = '', as = client) => as.get<Page>(`/${guru}/sessions${query}`)
  return { guru, newKey, key, client, ask, list }
}

test('conversations are listed newest first, each by its first question', async (t) => {
  const { ask, list } = await begin(t.context)
  t.deepEqual(await list(), { sessions: [], next_cursor: null })
  const long = `Where is\n the order that I ${'really '.repeat(20)}want?`
  const first = await ask(long)
  const second = await ask('Is the shop open?')
  await ask('And on Sundays?', { session_id: first })
  const { sessions } = await list()
  t.deepEqual(
    sessions.map(({ session_id, messages }) => [session_id, messages]),
    [
      [second, 2],
      [first, 4],
    ],
  )
  t.is(sessions[0]?.title, 'Is the shop open?')
  t.regex(sessions[1]?.title ?? '', /^Where is the order that I really .*…$/)
  t.is([...(sessions[1]?.title ?? '')].length, 80)
  for (const { started_at, updated_at } of sessions) t.true(started_at <= updated_at)
})

test('a list has pages', async (t) => {
  const { ask, list } = await begin(t.context)
  const ids: string[] = []
  for (const question of ['One?', 'Two?', 'Three?']) ids.push(await ask(question))
  const page = await list('?limit=2')
  const rest = await list(`?limit=2&cursor=${page.next_cursor}`)
  t.deepEqual(
    [...page.sessions, ...rest.sessions].map(({ session_id }) => session_id),
    ids.toReversed(),
  )
  t.is(rest.next_cursor, null)
})

test('nobody sees what another key, or somebody else that the key speaks for, has asked', async (t) => {
  const { guru, newKey, ask, list, client } = await begin(t.context)
  const { errand, api } = t.context
  const other = apiClient(errand.url, (await newKey('other')).key)
  const mine = await ask('Mine?')
  const adas = await ask("Ada's?", { external_user_id: 'ada' })
  const theirs = await ask('Theirs?', {}, other)
  const admins = await ask("The admin's?", {}, api)
  const idsOf = ({ sessions }: Page) => sessions.map(({ session_id }) => session_id)
  t.deepEqual(idsOf(await list()), [mine])
  t.deepEqual(idsOf(await list('?external_user_id=ada')), [adas])
  t.deepEqual(idsOf(await list('?external_user_id=bob')), [])
  t.deepEqual(idsOf(await list('', other)), [theirs])
  t.deepEqual(idsOf(await list('', api)), [admins])
  for (const [id, as] of [
    [theirs, client],
    [adas, client],
    [mine, other],
    [mine, api],
  ] as const)
    t.is((await as.request('DELETE', `/${guru}/sessions/${id}`)).status, 404)
  t.deepEqual(idsOf(await list()), [mine])
})

test('a browser has the conversations of the key that it has signed in with', async (t) => {
  const { guru, key, ask } = await begin(t.context)
  const { errand, api } = t.context
  const id = await ask('Am I the same?')
  const { headers } = await api.request('POST', '/auth/session', { key })
  const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const response = await fetch(`${errand.url}/api/v1/${guru}/sessions`, { headers: { cookie } })
  t.deepEqual(
    ((await response.json()) as Page).sessions.map(({ session_id }) => session_id),
    [id],
  )
})

test('a conversation that is deleted is gone, and the audit log does not say what was said', async (t) => {
  const { guru, ask, list, client } = await begin(t.context)
  const id = await ask('What is the word xylophone for?')
  const path = `/${guru}/sessions/${id}`
  t.is((await client.request('DELETE', path)).status, 204)
  t.deepEqual((await list()).sessions, [])
  t.is((await client.request('GET', path)).status, 404)
  t.is((await client.request('DELETE', path)).status, 404)
  t.is((await client.request('POST', `/${guru}/answer`, { question: 'Still?', session_id: id })).status, 404)
  const { events } = await t.context.api.get<{ events: Record<string, unknown>[] }>(`/${guru}/audit`)
  const event = events.find(({ action }) => action === 'conversation.deleted')
  t.like(event, { actor: 'key widget', subject: { type: 'conversation', id } })
  t.false(JSON.stringify(events).includes('xylophone'))
})

test('a conversation over the OpenAI protocol is listed too', async (t) => {
  const { guru, key, list } = await begin(t.context)
  const response = await fetch(`${t.context.errand.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: guru, messages: [{ role: 'user', content: 'Do you hear me?' }] }),
  })
  t.is(response.status, 200)
  t.deepEqual(
    (await list()).sessions.map(({ title }) => title),
    ['Do you hear me?'],
  )
})
