/*
 * A guru's settings for personal data over HTTP, and what the API itself does before it starts anything.
 */
import anyTest, { type TestFn } from 'ava'
import type { AnswerRecord, Run } from '../../domain/run.ts'
import type { MatchRecord } from '../../domain/workflow-contract.ts'
import { eventually } from '../support/eventually.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>
withStack(test, (call, response) => sendJson(response, { sent: call.body }))

interface Guru {
  pii: { enabled: boolean; detect: string[]; patterns: object[] }
  errors: { path: string; message: string }[]
}

const all = ['email', 'phone', 'card', 'iban']
const staff = { label: 'EMPLOYEE_ID', regex: 'E-\\d{6}' }

const lookUp = (url: string, extra: object = {}) => ({
  name: 'Customer look-up',
  trigger: 'When the user asks for the account of a customer',
  parameters: [{ name: 'email', description: 'The email address of the customer' }],
  type: 'api_call',
  api_call: { method: 'POST', url, body: '{"email": {email}}' },
  ...extra,
})

test('a guru treats no data as personal until it is told to, and then keeps what a change leaves out', async (t) => {
  const { api, newGuru } = t.context
  const guru = `/gurus/${await newGuru()}`
  t.deepEqual((await api.get<Guru>(guru)).pii, { enabled: false, detect: all, patterns: [] })
  const patch = async (pii: object) => (await api.request<Guru>('PATCH', guru, { pii })).body.pii
  t.deepEqual(await patch({ enabled: true }), { enabled: true, detect: all, patterns: [] })
  t.deepEqual(await patch({ patterns: [staff] }), { enabled: true, detect: all, patterns: [staff] })
  t.deepEqual(await patch({ detect: ['iban'] }), { enabled: true, detect: ['iban'], patterns: [staff] })
  await api.request('PATCH', guru, { description: 'changed' })
  t.deepEqual((await api.get<Guru>(guru)).pii, { enabled: true, detect: ['iban'], patterns: [staff] })
  t.deepEqual(await patch({ enabled: false, patterns: [] }), {
    enabled: false,
    detect: ['iban'],
    patterns: [],
  })
})

test('settings that can not work are refused, each with its path and the reason', async (t) => {
  const { api } = t.context
  const refused = async (pii: object) => {
    const { status, body } = await api.request<Guru>('POST', '/gurus', { slug: 'refused', pii })
    t.is(status, 422)
    return body.errors.map(({ path, message }) => `${path}: ${message}`)
  }
  t.deepEqual(
    await refused({ patterns: [staff, { label: 'A', regex: '(a' }, { label: 'B', regex: 'b*' }] }),
    [
      'pii.patterns.1.regex: is not a regex of RE2: missing closing ): `(a`',
      'pii.patterns.2.regex: must not match an empty text, since that is everywhere',
    ],
  )
  t.regex((await refused({ patterns: [{ label: 'A', regex: '(?=a)b' }] })).join(), /patterns\.0\.regex/)
  t.regex((await refused({ patterns: [{ label: 'a b', regex: 'x' }] })).join(), /patterns\.0\.label/)
  t.regex((await refused({ patterns: [{ label: 'A', regex: 'x'.repeat(501) }] })).join(), /500 characters/)
  t.regex((await refused({ patterns: Array(21).fill(staff) })).join(), /at most 20/)
  t.regex((await refused({ detect: ['names'] })).join(), /pii\.detect\.0/)
  t.regex((await refused({ detect: ['email', 'email'] })).join(), /twice/)
  t.deepEqual(await refused({ on: true }), ['pii.on: is not a known field'])
})

test('questions of one session at once give no token to two values', async (t) => {
  const { api, target, newGuru } = t.context
  const guru = await newGuru({ pii: { enabled: true } })
  await api.post(`/${guru}/actions`, lookUp(`${target.url}/at-once`))
  const { session_id } = await api.post<AnswerRecord>(`/${guru}/answer/`, { question: 'hello' })
  const people = Array.from({ length: 5 }, (_, index) => `person.${index}@example.com`)
  const answers = await Promise.all(
    people.map((email) =>
      api.post<AnswerRecord>(`/${guru}/answer/`, {
        question: `Show me the account of the customer ${email}`,
        session_id,
      }),
    ),
  )
  const tokens = answers.map(({ actions }) => actions[0]?.parameters.email)
  t.deepEqual([...tokens].sort(), ['<<EMAIL>>', ...[2, 3, 4, 5].map((count) => `<<EMAIL_${count}>>`)])
  const received = target.calls
    .filter(({ path }) => path === '/at-once')
    .map(({ body }) => JSON.parse(body).email)
  t.deepEqual(received.sort(), people)
})

test('a later message refers to an earlier value, and supplies one that was asked for', async (t) => {
  const { api, target, newGuru } = t.context
  const guru = await newGuru({ pii: { enabled: true } })
  await api.post(`/${guru}/actions`, lookUp(`${target.url}/later`))
  const first = await api.post<AnswerRecord>(`/${guru}/answer/`, {
    question: 'Show me the account of a customer',
  })
  t.like(first.actions, [{ status: 'needs_parameters', missing: ['email'] }])
  const ask = (question: string) =>
    api.post<AnswerRecord>(`/${guru}/answer/`, { question, session_id: first.session_id })
  t.like((await ask('It is ann@example.com')).actions, [
    { status: 'succeeded', parameters: { email: '<<EMAIL>>' } },
  ])
  t.like((await ask('Show me the account of the customer <<EMAIL>>')).actions, [{ status: 'succeeded' }])
  const received = target.calls.filter(({ path }) => path === '/later')
  t.deepEqual(
    received.map(({ body }) => JSON.parse(body).email),
    ['ann@example.com', 'ann@example.com'],
  )
})

test('a run that waits for an approval still has the value when it gets one', async (t) => {
  const { api, target, newGuru } = t.context
  const guru = await newGuru({ pii: { enabled: true } })
  await api.post(`/${guru}/actions`, lookUp(`${target.url}/approved`, { requires_approval: true }))
  const { actions } = await api.post<AnswerRecord>(`/${guru}/answer/`, {
    question: 'Show me the account of the customer ann@example.com',
  })
  t.like(actions, [{ status: 'awaiting_approval', parameters: { email: '<<EMAIL>>' } }])
  await api.post(`/${guru}/runs/${actions[0]?.run_id}/approve`)
  const call = await eventually('the call', async () => target.calls.find(({ path }) => path === '/approved'))
  t.deepEqual(JSON.parse(call.body), { email: 'ann@example.com' })
})

test('the same request with the same key is one run, another one a conflict', async (t) => {
  const { api, target, newGuru } = t.context
  const guru = await newGuru({ pii: { enabled: true } })
  const { id } = await api.post<{ id: string }>(`/${guru}/actions`, lookUp(`${target.url}/once`))
  const trigger = (email: string) =>
    api.request<Run>(
      'POST',
      `/${guru}/actions/${id}/trigger?wait=true`,
      { parameters: { email } },
      { 'idempotency-key': 'k' },
    )
  const first = await trigger('ann@example.com')
  t.is((await trigger('ann@example.com')).body.id, first.body.id)
  t.is((await trigger('bob@example.com')).status, 409)
  t.is(target.calls.filter(({ path }) => path === '/once').length, 1)
})

test('an action under test gets values, and its record tokens', async (t) => {
  const { api, target, newGuru } = t.context
  const guru = await newGuru({ pii: { enabled: true } })
  const run = await api.post<Run>(`/${guru}/actions/test`, {
    action: lookUp(`${target.url}/test`),
    parameters: { email: 'ann@example.com' },
  })
  t.like(run, {
    status: 'succeeded',
    parameters: { email: '<<EMAIL>>' },
    output: '{"sent":"{\\"email\\":\\"<<EMAIL>>\\"}"}',
  })
  t.deepEqual(JSON.parse(target.calls.find(({ path }) => path === '/test')?.body ?? ''), {
    email: 'ann@example.com',
  })
})

test('what a question would run is told with tokens', async (t) => {
  const { api, target, newGuru } = t.context
  const guru = await newGuru({ pii: { enabled: true } })
  await api.post(`/${guru}/actions`, lookUp(target.url))
  const { matches } = await api.post<MatchRecord>(`/${guru}/actions/match`, {
    question: 'Show me the account of the customer',
    user: { email: 'ann@example.com' },
  })
  t.like(matches, [{ parameters: { email: '<<EMAIL>>' }, missing: [] }])
})

test('more personal data than a question can have is refused', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru({ pii: { enabled: true } })
  const question = Array.from({ length: 501 }, (_, index) => `a${index}@b.co`).join(' ')
  const { status, body } = await api.request<{ msg: string }>('POST', `/${guru}/answer/`, { question })
  t.is(status, 422)
  t.regex(body.msg, /more than 500/)
})
