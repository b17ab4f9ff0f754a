/*
 * A guru's personal data, over everything that `npm start` brings up: the service that an action calls gets the real
 * values, and nothing else does. MongoDB, Temporal, the logs and the model are searched for them afterwards; with
 * the option off the same search finds them, so it can.
 */
import test, { type ExecutionContext } from 'ava'
import type { AnswerRecord, Run } from '../../domain/run.ts'
import type { MatchRecord } from '../../domain/workflow-contract.ts'
import { openStorage } from '../../storage/connection.ts'
import { type ApiClient, apiClient } from '../support/api-client.ts'
import { type Errand, startErrand } from '../support/errand.ts'
import { filesWith } from '../support/find-bytes.ts'
import { brain, startModelServer } from '../support/model-server.ts'
import { sendJson, startTarget } from '../support/target-server.ts'

const JANE = 'jane.canary7q@example.com'
const BOB = 'bob.canary9x@example.org'
const CEO = 'ceo.canary4t@example.net'
const PHONE = '+49 30 90182077'
const CARD = '4111111111111111'
/** Long enough that its base64 stands nowhere by chance. */
const STAFF = 'E-77441123908817'

const pii = { enabled: true, patterns: [{ label: 'EMPLOYEE_ID', regex: '\\bE-\\d{14}\\b' }] }

const lookUp = (url: string) => ({
  name: 'Customer look-up',
  trigger: 'When the user asks for the account of a customer',
  parameters: [{ name: 'email', description: 'The email address of the customer' }],
  type: 'api_call',
  api_call: { method: 'POST', url: `${url}/customers`, body: '{"email": {email}}' },
})

const charge = (url: string) => ({
  name: 'Charge',
  trigger: 'When the user wants to charge a card',
  parameters: [
    { name: 'card', type: 'number' },
    { name: 'note', required: false },
  ],
  type: 'api_call',
  api_call: { method: 'POST', url: `${url}/charges`, body: '{"card": {card}, "note": {note}}' },
})

const print = {
  name: 'Print',
  trigger: 'When asked to print',
  parameters: [{ name: 'phone' }],
  type: 'python',
  python: {
    code: `import os, sys
phone = os.environ['phone']
print('calling', phone, 'for', '${CEO}')
print('failed for', phone, file=sys.stderr)
open('/tmp/out/calls.csv', 'w').write('phone\\n' + phone + '\\n')
`,
  },
}

async function setUp(t: ExecutionContext, settings: object, environment: Record<string, string> = {}) {
  // Repeats what it was sent, and knows somebody whom nobody asked for.
  const target = await startTarget((call, response) =>
    sendJson(response, { ...JSON.parse(call.body), manager: CEO, sent: call.body, number: Number(CARD) }),
  )
  t.teardown(target.close)
  const errand = await startErrand({ environment: { ERRAND_EGRESS_ALLOW: target.address, ...environment } })
  t.teardown(errand.remove)
  const api = apiClient(errand.url, errand.adminKey)
  await api.post('/gurus', { slug: 'acme', pii: settings })
  const actions: Record<string, string> = {}
  for (const action of [lookUp(target.url), charge(target.url), print])
    actions[action.name] = (await api.post<{ id: string }>('/acme/actions', action)).id
  return { target, errand, api, actions }
}

/** Where a value is to be found: in the files of databases and logs, in MongoDB's documents, in what a client reads. */
async function placesOf(errand: Errand, api: ApiClient, value: string): Promise<string[]> {
  const { runs } = await api.get<{ runs: Run[] }>('/acme/runs')
  const pages = await Promise.all(runs.map(({ id }) => api.get(`/acme/runs/${id}`)))
  const storage = await openStorage(errand.mongodbUrl)
  const documents = JSON.stringify([
    await storage.sessions.find().lean(),
    await storage.claims.find().lean(),
    await storage.artifactFiles.find().lean(),
  ])
  const chunks = await storage.artifactChunks.find().lean<{ data: { buffer: Uint8Array } }[]>()
  await storage.close()
  const texts = {
    'a run': JSON.stringify([runs, pages]),
    MongoDB: documents,
    'a file of a run': chunks.map(({ data }) => Buffer.from(data.buffer).toString()).join(),
    'the output': errand.output(),
  }
  return [
    ...(await filesWith(errand.dataFolder, value)),
    ...Object.entries(texts).flatMap(([place, text]) => (text.includes(value) ? [place] : [])),
  ]
}

async function useAll({ api, actions }: Awaited<ReturnType<typeof setUp>>) {
  const asked = await api.post<AnswerRecord>('/acme/answer/', {
    question: `Show me the account of the customer ${JANE}, says ${STAFF}`,
    user: { email: BOB, phone: PHONE },
  })
  const followed = await api.post<AnswerRecord>('/acme/answer/', {
    question: `And what about ${BOB}?`,
    session_id: asked.session_id,
    user: { phone: PHONE },
  })
  const charged = await api.post<Run>(
    `/acme/actions/${actions.Charge}/trigger?wait=true`,
    { parameters: { card: Number(CARD), note: `for ${JANE}` } },
    { 'idempotency-key': 'once' },
  )
  const printed = await api.post<Run>(`/acme/actions/${actions.Print}/trigger?wait=true`, {
    parameters: { phone: PHONE },
  })
  const { matches } = await api.post<MatchRecord>('/acme/actions/match', {
    question: `What is the account of the customer ${JANE}?`,
  })
  return { asked, followed, charged, printed, matches }
}

test('services get the real values, and nothing else that Errand keeps, shows or sends does', async (t) => {
  const stack = await setUp(t, pii)
  const { target, errand, api } = stack
  const { asked, followed, charged, printed, matches } = await useAll(stack)

  t.deepEqual(
    target.calls.map(({ body }) => JSON.parse(body)),
    [{ email: JANE }, { email: BOB }, { card: Number(CARD), note: `for ${JANE}` }],
  )
  t.like(asked.actions, [{ status: 'succeeded', parameters: { email: '<<EMAIL>>' } }])
  t.is(asked.question, 'Show me the account of the customer <<EMAIL>>, says <<EMPLOYEE_ID>>')
  t.regex(asked.content, /`<<EMAIL>>`/)
  t.regex(asked.content, /<<OTHER_EMAIL>>/)
  // Bob was the user of the first question, so he has his token since then.
  t.like(followed.actions, [{ status: 'succeeded', parameters: { email: '<<EMAIL_2>>' } }])
  t.is(followed.question, 'And what about <<EMAIL_2>>?')
  t.like(charged, { status: 'succeeded', parameters: { card: '<<CARD>>', note: 'for <<EMAIL>>' } })
  t.like(JSON.parse(charged.output ?? ''), { card: '<<CARD>>', note: 'for <<EMAIL>>', number: '<<CARD>>' })
  t.is(printed.output, 'calling <<PHONE>> for <<EMAIL>>\n')
  t.is(printed.stderr, 'failed for <<PHONE>>\n')
  const file = await fetch(`${errand.url}/api/v1/acme/runs/${printed.id}/artifacts/calls.csv`, {
    headers: { 'x-api-key': errand.adminKey },
  })
  t.is(await file.text(), 'phone\n<<PHONE>>\n')
  t.like(matches, [{ action: { name: 'Customer look-up' }, parameters: { email: '<<EMAIL>>' } }])

  const session = await api.get<{ messages: { content: string }[] }>(`/acme/sessions/${asked.session_id}`)
  t.is(session.messages[0]?.content, asked.question)
  for (const value of [JANE, BOB, PHONE, CARD, STAFF])
    t.deepEqual(await placesOf(errand, api, value), [], value)
  // The code of an action is what its owner wrote, and stays.
  t.false(JSON.stringify([asked, followed, charged, printed]).includes(CEO))
})

test('a model sees tokens only, and its arguments reach the service as the values they stand for', async (t) => {
  const model = await startModelServer(
    brain({
      fill: (question) => ({ email: /<<EMAIL(?:_\d+)?>>|\S+@\S+(?<!\?)/.exec(question)?.[0] ?? null }),
    }),
  )
  t.teardown(model.close)
  const environment = { ERRAND_MODEL_URL: model.url, ERRAND_MODEL: 'test' }
  const { target, errand, api } = await setUp(t, pii, environment)
  const ask = (question: string, session_id?: string) =>
    api.post<AnswerRecord>('/acme/answer/', { question, session_id, user: { email: BOB } })

  const first = await ask(`Which account has the customer ${JANE}?`)
  t.like(first.actions, [{ status: 'succeeded', parameters: { email: '<<EMAIL>>' } }])
  const second = await ask(`Which account has the customer ${BOB}?`, first.session_id)
  t.like(second.actions, [{ status: 'succeeded', parameters: { email: '<<EMAIL_2>>' } }])
  t.deepEqual(
    target.calls.map(({ body }) => JSON.parse(body)),
    [{ email: JANE }, { email: BOB }],
  )
  // A label that stands for nobody is no address.
  const unknown = await ask('Which account has the customer <<EMAIL_9>>?', first.session_id)
  t.like(unknown.actions, [{ status: 'needs_parameters', missing: ['email'] }])
  t.is(target.calls.length, 2)

  t.true(model.requests.length >= 5)
  const sent = JSON.stringify(model.requests)
  t.true(sent.includes('<<EMAIL_2>>'))
  for (const value of [JANE, BOB, CEO]) t.false(sent.includes(value), value)
  for (const value of [JANE, BOB]) t.deepEqual(await placesOf(errand, api, value), [], value)
})

test('with the option off, what was asked stands where it always stood', async (t) => {
  const model = await startModelServer(
    brain({ fill: (question) => ({ email: /\S+@\S+(?<!\?)/.exec(question)?.[0] ?? null }) }),
  )
  t.teardown(model.close)
  const environment = { ERRAND_MODEL_URL: model.url, ERRAND_MODEL: 'test' }
  const { target, errand, api } = await setUp(t, { ...pii, enabled: false }, environment)
  const answer = await api.post<AnswerRecord>('/acme/answer/', {
    question: `Which account has the customer ${JANE}?`,
    user: { email: BOB },
  })
  t.like(answer.actions, [{ status: 'succeeded', parameters: { email: JANE } }])
  t.deepEqual(JSON.parse(target.calls[0]?.body ?? ''), { email: JANE })
  t.true(JSON.stringify(model.requests).includes(JANE))
  const places = (await placesOf(errand, api, JANE)).join('\n')
  for (const place of ['a run', 'MongoDB', 'temporal']) t.true(places.includes(place), `${place}: ${places}`)

  // Switched on in the middle of a session, the model sees no more of what was said before.
  await api.request('PATCH', '/gurus/acme', { pii: { enabled: true } })
  const seen = model.requests.length
  await api.post('/acme/answer/', {
    question: 'Which account has the customer?',
    session_id: answer.session_id,
  })
  t.true(model.requests.length > seen)
  t.false(JSON.stringify(model.requests.slice(seen)).includes(JANE))
})
