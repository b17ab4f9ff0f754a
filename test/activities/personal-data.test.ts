/*
 * What executing an action does about personal data: tokens become values in the request alone, and whatever comes
 * back is hidden before the activity returns. Against a real server, on a real database, with a real sealed box.
 */
import type { ServerResponse } from 'node:http'
import { MockActivityEnvironment } from '@temporalio/testing'
import test, { type ExecutionContext } from 'ava'
import { maskFiles } from '../../activities/mask-artifacts.ts'
import { maskNetwork } from '../../activities/mask-network.ts'
import { actionInputSchema } from '../../domain/action.ts'
import { createMasker } from '../../domain/masking.ts'
import { createPiiFinder } from '../../domain/pii/find.ts'
import { createOutputSearch } from '../../domain/pii/output-search.ts'
import { PII_OFF, type PiiInput } from '../../domain/pii/settings.ts'
import { type ExecuteResult, planOf } from '../../domain/workflow-contract.ts'
import { startActivityBench } from '../support/activity-bench.ts'
import { type Handler, sendJson, startTarget } from '../support/target-server.ts'

const JANE = 'jane@example.com'
const ON: PiiInput = { enabled: true, patterns: [{ label: 'EMPLOYEE_ID', regex: 'E-\\d{6}' }] }

async function setUp(t: ExecutionContext, handler: Handler, pii: PiiInput = ON) {
  const target = await startTarget(handler)
  t.teardown(target.close)
  const bench = await startActivityBench(t, { allow: [target.address], pii })
  return { target, bench }
}

function text(response: ServerResponse, body: string): void {
  response.end(body)
}

const parameter = (name: string, type = 'string') => ({ name, type })
const echo: Handler = (call, response) => text(response, `${call.path} ${call.body}`)

test('a token becomes its value on the way out, and the value its token on the way back, in any encoding', async (t) => {
  const { target, bench } = await setUp(t, (call, response) =>
    sendJson(response, {
      path: call.path,
      small: JANE,
      large: JANE.toUpperCase(),
      base64: Buffer.from(`user ${JANE}`).toString('base64'),
      other: 'bob@example.com',
    }),
  )
  const { output, error } = await bench.call(
    {
      parameters: [parameter('email')],
      api_call: { url: `${target.url}/?to={email}` },
    },
    { parameters: { email: '<<EMAIL_3>>' }, personal: { '<<EMAIL_3>>': JANE } },
  )
  t.is(error, null)
  t.is(target.calls[0]?.path, '/?to=jane%40example.com')
  t.like(JSON.parse(output ?? ''), {
    path: '/?to=<<EMAIL_3>>',
    small: '<<EMAIL_3>>',
    large: '<<EMAIL_3>>',
    other: '<<EMAIL>>',
  })
  t.regex(JSON.parse(output ?? '').base64, /<<EMAIL_3>>/)
})

test('a value that nobody asked for is never shown as the token of one that somebody did', async (t) => {
  const { target, bench } = await setUp(t, (_call, response) => text(response, 'from bob@example.com'))
  const { output } = await bench.call(
    { parameters: [parameter('email')], api_call: { url: `${target.url}/` } },
    { parameters: { email: '<<EMAIL>>' }, personal: { '<<EMAIL>>': JANE } },
  )
  t.is(output, 'from <<OTHER_EMAIL>>')
})

test('several tokens in one text, and labels that are none, go out as what they are', async (t) => {
  const { target, bench } = await setUp(t, echo)
  await bench.call(
    {
      parameters: [parameter('text')],
      api_call: { method: 'POST', url: `${target.url}/`, body: '{"text":{text}}' },
    },
    {
      parameters: { text: '<<EMAIL>> and <<EMAIL_2>> but <<EMAIL_9>>' },
      personal: { '<<EMAIL>>': '<<EMAIL_2>> $& "x"', '<<EMAIL_2>>': 'bob@example.com' },
    },
  )
  t.deepEqual(JSON.parse(target.calls[0]?.body ?? ''), {
    text: '<<EMAIL_2>> $& "x" and bob@example.com but <<EMAIL_9>>',
  })
})

test('a card goes out as a number where the parameter is one, and JSON with its label is still JSON', async (t) => {
  const { target, bench } = await setUp(t, (call, response) => text(response, call.body))
  const action = {
    parameters: [parameter('card', 'number')],
    api_call: {
      method: 'POST',
      url: `${target.url}/`,
      body: '{ "card": {card}, "n": [4111111111111111, 1] }',
    },
  }
  const card = { parameters: { card: '<<CARD>>' }, personal: { '<<CARD>>': '4111 1111 1111 1111' } }
  const { output } = await bench.call(action, card)
  t.deepEqual(JSON.parse(target.calls[0]?.body ?? ''), { card: 4111111111111111, n: [4111111111111111, 1] })
  t.deepEqual(JSON.parse(output ?? ''), { card: '<<CARD>>', n: ['<<CARD>>', 1] })
  const { error } = await bench.call(action, {
    parameters: { card: '<<EMAIL>>' },
    personal: { '<<EMAIL>>': JANE },
  })
  t.like(error, { code: 'invalid_request', message: "Parameter 'card' must be a number." })
})

test('secrets keep their own marks', async (t) => {
  const { target, bench } = await setUp(t, (_call, response) =>
    text(response, `${JANE} tok_0123456789 E-123456`),
  )
  await bench.secret('MAILBOX', JANE)
  await bench.secret('TOKEN', 'tok_0123456789')
  const headers = { a: '{MAILBOX}', b: '{TOKEN}' }
  const { output } = await bench.call({ api_call: { url: `${target.url}/`, headers } })
  t.is(output, '***MAILBOX*** ***TOKEN*** <<EMPLOYEE_ID>>')
})

test('a label in a page or in XML is text there, no tag, and what markup hides is found behind it', async (t) => {
  const { target, bench } = await setUp(t, (call, response) => {
    response.setHeader('content-type', call.path === '/xml' ? 'application/xml' : 'text/html')
    response.setHeader('link', `<mailto:${JANE}>; rel="author"`)
    text(
      response,
      call.path === '/xml'
        ? `<a><b>${JANE}</b></a>`
        : `<p>Write to ${JANE}, bob<!-- -->@example.com or E-<b>123</b>456</p>`,
    )
  })
  const page = await bench.call({ api_call: { url: `${target.url}/html` } })
  t.is(page.output, 'Write to <<EMAIL>>, <<EMAIL>> or <<EMPLOYEE_ID>>')
  t.is(page.response?.headers.link, '<mailto:<<EMAIL>>>; rel="author"')
  const xml = await bench.call({ api_call: { url: `${target.url}/xml` } })
  t.regex(xml.output ?? '', /<b>&lt;&lt;EMAIL&gt;&gt;<\/b>/)
})

test('an error does not show what was asked for', async (t) => {
  const { bench } = await setUp(t, echo)
  const { error } = await bench.call(
    { parameters: [parameter('host')], api_call: { url: 'http://{host}/' } },
    { parameters: { host: '<<HOST>>.internal.example' }, personal: { '<<HOST>>': 'jane-doe' } },
  )
  t.truthy(error)
  t.false(error?.message.includes('jane-doe'))
  t.regex(error?.message ?? '', /<<HOST>>/)
})

test('what is cut out of a long output takes no half of an address along', async (t) => {
  const line = `${JANE}\n`
  const { target, bench } = await setUp(t, (_call, response) => text(response, line.repeat(100_000)))
  const { output, output_truncated } = await bench.call({ api_call: { url: `${target.url}/` } })
  t.true(output_truncated)
  const rest = (output ?? '').replaceAll('<<EMAIL>>\n', '').replace(/… [\d,]+ bytes left out …/, '')
  t.is(rest.trim(), '')
})

test('a box that no key opens any more fails the run before anything is sent', async (t) => {
  const { target, bench } = await setUp(t, echo)
  const other = await startActivityBench(t, [])
  await other.secret('X', JANE)
  const sealed = (await other.storage.secrets.find().lean())[0]?.sealed ?? ''
  const draft = actionInputSchema.parse({
    name: 'Call',
    trigger: 'x',
    type: 'api_call',
    api_call: { method: 'POST', url: `${target.url}/` },
  })
  const plan = planOf(draft, { id: null, version: null })
  const { error } = (await new MockActivityEnvironment().run(bench.activities.callApi, {
    guru: 'acme',
    plan,
    draft,
    parameters: {},
    pii: [{ tokens: ['<<EMAIL>>'], sealed }],
  })) as ExecuteResult
  t.is(error?.code, 'invalid_request')
  t.is(target.calls.length, 0)
})

test('with the option off nothing is looked for, and tokens of a session that had it on still work', async (t) => {
  const { target, bench } = await setUp(t, echo, { ...ON, enabled: false })
  const action = { parameters: [parameter('email')], api_call: { url: `${target.url}/{email}` } }
  const plain = await bench.call(action, { parameters: { email: JANE } })
  t.is(plain.output, '/jane%40example.com ')
  const { output } = await bench.call(action, {
    parameters: { email: '<<EMAIL>>' },
    personal: { '<<EMAIL>>': JANE },
  })
  t.is(target.calls[1]?.path, '/jane%40example.com')
  t.is(output, '/<<EMAIL>> ')
})

test('a pattern that takes too long costs the output, not the worker, and the run says so', async (t) => {
  const { target, bench } = await setUp(t, (_call, response) => text(response, 'a'.repeat(150_000)), {
    enabled: true,
    patterns: [{ label: 'SLOW', regex: 'a[^\\n]*z|a' }],
  })
  const { output, warnings } = await bench.call({ api_call: { url: `${target.url}/` } })
  t.is(output, '<<NOT_SEARCHED>>')
  t.regex(warnings.join(), /could not be searched|could be searched/)
})

const masker = () =>
  createMasker(
    [],
    createOutputSearch(createPiiFinder({ ...PII_OFF, ...ON }), { values: new Map(), tokens: new Set() }),
  )

test('text files are hidden as outputs are, and their names; spreadsheets in UTF-16 are withheld', async (t) => {
  const { files, withheld } = await maskFiles(
    [
      { name: 'a.csv', bytes: Buffer.from(`who\n${JANE}\n`) },
      { name: `${JANE} report.txt`, bytes: Buffer.from('nothing') },
      { name: 'b.csv', bytes: Buffer.from(`\ufeffwho\n${JANE}\n`, 'utf16le') },
      { name: 'c.png', bytes: Buffer.concat([Buffer.from([0x89, 0, 0xff]), Buffer.from(JANE)]) },
    ],
    masker(),
  )
  t.deepEqual(
    files.map(({ name, bytes }) => [name, bytes.toString('latin1')]),
    [
      ['a.csv', 'who\n<<EMAIL>>\n'],
      ['<<EMAIL>> report.txt', 'nothing'],
      // By chance alone there are addresses in large pictures.
      ['c.png', `\x89\0\xff${JANE}`],
    ],
  )
  t.deepEqual(withheld, [
    { name: 'b.csv', reason: 'it shows a secret or personal data, or could not be searched for any' },
  ])
})

test('host names that code connected to are hidden in the lower case they were put in', (t) => {
  const use = { port: 443, connections: 1, bytes_sent: 1, bytes_received: 1, refusals: 0, refused: null }
  const search = createOutputSearch(createPiiFinder({ ...PII_OFF, ...ON }), {
    values: new Map(),
    tokens: new Set(),
  })
  t.is(
    maskNetwork([{ ...use, host: 'e-123456.example.com' }], [], search)[0]?.host,
    '<<EMPLOYEE_ID>>.example.com',
  )
})
