/*
 * Sessions are written by activities, which Temporal may repeat, and by several questions at once.
 */
import { randomUUID } from 'node:crypto'
import test, { type ExecutionContext } from 'ava'
import {
  appendExchange,
  type Exchange,
  findSession,
  keepPii,
  openSession,
  type SessionOwner,
} from '../../storage/sessions.ts'
import { openTestStorage } from '../support/test-storage.ts'

const OWNER: SessionOwner = { guru: 'acme', owner: 'key-1', external_user_id: null }
const exchange = (id: string): Exchange => ({
  id,
  question: `question ${id}`,
  content: `answer ${id}`,
  actions: [
    {
      id: 'a',
      name: 'Refund',
      run_id: 'acme.run',
      status: 'succeeded',
      parameters: { order: 5, text: 'x' },
      missing: [],
    },
  ],
  pending: [],
  at: '2026-01-31T09:00:00.000Z',
})

async function open(t: ExecutionContext) {
  const storage = await openTestStorage(t)
  const id = randomUUID()
  await openSession(storage, id, OWNER)
  return { storage, id }
}

test('an exchange that is written again stands there once', async (t) => {
  const { storage, id } = await open(t)
  for (let attempt = 0; attempt < 3; attempt++) await appendExchange(storage, id, exchange('1'))
  const { messages } = await findSession(storage, id, OWNER)
  t.deepEqual(
    messages.map(({ role, content }) => [role, content]),
    [
      ['user', 'question 1'],
      ['assistant', 'answer 1'],
    ],
  )
})

test('one that is written again at another time, by a worker that took over, stands there once', async (t) => {
  const { storage, id } = await open(t)
  await appendExchange(storage, id, exchange('1'))
  await appendExchange(storage, id, exchange('2'))
  const repeated = { ...exchange('1'), at: '2026-01-31T09:00:07.000Z', content: 'in other words' }
  await Promise.all([appendExchange(storage, id, repeated), appendExchange(storage, id, repeated)])
  const { messages } = await findSession(storage, id, OWNER)
  t.deepEqual(
    messages.map(({ content }) => content),
    ['question 1', 'answer 1', 'question 2', 'answer 2'],
  )
})

test('exchanges written at once all stay, each question before its answer', async (t) => {
  const { storage, id } = await open(t)
  const ids = Array.from({ length: 20 }, (_, index) => String(index))
  await Promise.all(ids.map((number) => appendExchange(storage, id, exchange(number))))
  const { messages } = await findSession(storage, id, OWNER)
  t.is(messages.length, 40)
  for (let index = 0; index < 40; index += 2) t.is(messages[index]?.id, messages[index + 1]?.id)
})

test('keeps the newest 200 messages', async (t) => {
  const { storage, id } = await open(t)
  for (let number = 0; number < 103; number++) await appendExchange(storage, id, exchange(String(number)))
  const { messages } = await findSession(storage, id, OWNER)
  t.is(messages.length, 200)
  t.is(messages.at(-1)?.content, 'answer 102')
  t.is(messages[0]?.content, 'question 3')
})

test('a session belongs to the key and external user that opened it', async (t) => {
  const { storage, id } = await open(t)
  for (const other of [{ guru: 'other' }, { owner: 'key-2' }, { external_user_id: 'ben' }])
    await t.throwsAsync(findSession(storage, id, { ...OWNER, ...other }), {
      name: 'Problem',
      message: /does not exist/,
    })
  await t.throwsAsync(openSession(storage, id, { ...OWNER, owner: 'key-2' }), { name: 'Problem' })
})

test('of two questions at once, one keeps what its tokens stand for, and the other is told so', async (t) => {
  const { storage, id } = await open(t)
  const box = (token: string) => ({ tokens: [token], fingerprints: ['f'], sealed: 'sealed' })
  const seen = await findSession(storage, id, OWNER)
  t.deepEqual(
    await Promise.all([keepPii(storage, seen, box('<<EMAIL>>')), keepPii(storage, seen, box('<<EMAIL>>'))]),
    [true, false],
  )
  t.true(await keepPii(storage, await findSession(storage, id, OWNER), box('<<EMAIL_2>>')))
  t.false(await keepPii(storage, seen, box('<<EMAIL_3>>')))
  const { pii } = await findSession(storage, id, OWNER)
  t.deepEqual(pii, [box('<<EMAIL>>'), box('<<EMAIL_2>>')])
})

test('a session forgets the oldest of what its tokens stand for', async (t) => {
  const { storage, id } = await open(t)
  for (let count = 0; count < 52; count++) {
    const box = { tokens: [`<<A_${count}>>`], fingerprints: [String(count)], sealed: 'sealed' }
    t.true(await keepPii(storage, await findSession(storage, id, OWNER), box))
  }
  const { pii = [] } = await findSession(storage, id, OWNER)
  t.is(pii.length, 50)
  t.deepEqual(pii[0]?.tokens, ['<<A_2>>'])
})
