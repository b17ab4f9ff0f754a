/*
 * /codec as Temporal UI and the real `temporal` command call it: who gets data decoded, from which pages, and what
 * is taken.
 */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { Client, Connection } from '@temporalio/client'
import anyTest, { type TestFn } from 'ava'
import { WRONG_KEYS } from '../../api/limits/lock-out.ts'
import type { Run } from '../../domain/run.ts'
import { cacheFolder } from '../../stack/provision/cache-folder.ts'
import { findProgram } from '../../stack/provision/find-program.ts'
import { TEMPORAL_PROGRAM } from '../../stack/provision/temporal.ts'
import { startErrand } from '../support/errand.ts'
import { encodingsOf } from '../support/find-bytes.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const CANARY = 'parametercanary9Ty4x'

interface RemotePayload {
  metadata: Record<string, string>
  data: string
}
const base64 = (text: string) => Buffer.from(text).toString('base64')
const text = (encoded: string | undefined) => Buffer.from(encoded ?? '', 'base64').toString()
const plain = (value: unknown): RemotePayload => ({
  metadata: { encoding: base64('json/plain') },
  data: base64(JSON.stringify(value)),
})

const test = anyTest as TestFn<StackContext>
withStack(test, (call, response) => sendJson(response, { path: call.path }), {
  ERRAND_ENCRYPT_HISTORY: 'true',
})

interface Encrypted {
  run: Run
  /** As Temporal has the run's input. */
  payload: RemotePayload
}
let made: Promise<Encrypted> | undefined
const encrypted = (context: StackContext): Promise<Encrypted> => {
  made ??= makeRun(context)
  return made
}

async function makeRun({ api, errand, target, newGuru }: StackContext): Promise<Encrypted> {
  const guru = await newGuru()
  const action = await api.post<{ id: string }>(`/${guru}/actions`, {
    name: 'Look-up',
    trigger: 'When asked',
    parameters: [{ name: 'account', description: 'The account' }],
    type: 'api_call',
    api_call: { method: 'GET', url: `${target.url}/{account}` },
  })
  const path = `/${guru}/actions/${action.id}/trigger?wait=true`
  const run = await api.post<Run>(path, { parameters: { account: CANARY } })
  const connection = await Connection.connect({ address: errand.temporalAddress })
  const { events } = await new Client({ connection }).workflow.getHandle(run.id).fetchHistory()
  await connection.close()
  const payload = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0]
  const metadata = Object.entries(payload?.metadata ?? {}).map(([name, bytes]) => [
    name,
    Buffer.from(bytes).toString('base64'),
  ])
  return {
    run,
    payload: {
      metadata: Object.fromEntries(metadata),
      data: Buffer.from(payload?.data ?? []).toString('base64'),
    },
  }
}

interface Answer {
  status: number
  headers: Headers
  body: { payloads: RemotePayload[]; detail: string; errors: { path: string }[] }
}

async function send(
  { errand }: StackContext,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
  method = 'POST',
): Promise<Answer> {
  const response = await fetch(`${errand.url}/codec/${path}`, {
    method,
    headers: { 'content-type': 'application/json', 'x-namespace': 'default', ...headers },
    body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    redirect: 'manual',
  })
  const answer = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json')
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(answer) : answer }
}

const bearer = ({ errand }: StackContext) => ({ authorization: `Bearer ${errand.adminKey}` })
const uiOrigin = ({ errand }: StackContext) => new URL(errand.temporalUiUrl).origin
const corsOf = (headers: Headers): Record<string, string> =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')))

test('decodes for the admin key, as a bearer token and in x-api-key', async (t) => {
  const { errand } = t.context
  const { payload } = await encrypted(t.context)
  for (const key of [bearer(t.context), { 'x-api-key': errand.adminKey }]) {
    const { status, body, headers } = await send(t.context, 'decode', { payloads: [payload, plain(1)] }, key)
    t.is(status, 200)
    t.is(text(body.payloads[0]?.metadata.encoding), 'json/plain')
    t.like(JSON.parse(text(body.payloads[0]?.data)), { parameters: { account: CANARY } })
    t.deepEqual(body.payloads[1], plain(1))
    t.is(headers.get('cache-control'), 'no-store')
  }
})

test('encodes what a person types into Temporal UI, so that workers can read it', async (t) => {
  const encoded = await send(t.context, 'encode', { payloads: [plain(CANARY), {}] }, bearer(t.context))
  t.is(encoded.status, 200)
  for (const { metadata, data } of encoded.body.payloads) {
    t.is(text(metadata.encoding), 'binary/encrypted')
    t.false(text(data).includes(CANARY))
  }
  const decoded = await send(t.context, 'decode', encoded.body, bearer(t.context))
  t.deepEqual(decoded.body.payloads, [plain(CANARY), { metadata: {}, data: '' }])
})

// Before guessing locks this address out.
test.serial('is a 401 without a key or with an unknown one, and a 403 with a guru key', async (t) => {
  const { api } = t.context
  const { payload } = await encrypted(t.context)
  const guru = await t.context.newGuru()
  const { key } = await api.post<{ key: string }>(`/gurus/${guru}/keys`, { name: 'k', role: 'manage' })
  for (const path of ['decode', 'encode'])
    for (const [headers, expected] of [
      [{}, 401],
      [{ authorization: 'Bearer wrong' }, 401],
      [{ cookie: 'errand_codec=1795451530089.CxkVzJ_3lUOfo_TbZPZBlZLwbIoXMJ7QbS3sG_2yW5E' }, 401],
      [{ 'x-api-key': key }, 403],
    ] as const) {
      const { status, body } = await send(t.context, path, { payloads: [payload] }, headers)
      t.is(status, expected)
      t.falsy(body.payloads)
    }
})

test('lets pages of Temporal UI ask, with credentials, and names exactly their origin', async (t) => {
  const origin = uiOrigin(t.context)
  const common = { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' }
  const preflight = await send(
    t.context,
    'decode',
    undefined,
    {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,x-namespace',
    },
    'OPTIONS',
  )
  t.is(preflight.status, 204)
  t.deepEqual(corsOf(preflight.headers), {
    ...common,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'authorization, authorization-extras, content-type, x-namespace',
    'access-control-max-age': '600',
  })
  const payloads = { payloads: [(await encrypted(t.context)).payload] }
  const allowed = await send(t.context, 'decode', payloads, { origin, ...bearer(t.context) })
  t.is(allowed.status, 200)
  t.deepEqual(corsOf(allowed.headers), common)
  t.is(allowed.headers.get('vary'), 'Origin')
  // The page learns that it has to sign in, rather than that "the network failed".
  const refused = await send(t.context, 'decode', payloads, { origin })
  t.is(refused.status, 401)
  t.deepEqual(corsOf(refused.headers), common)
})

test('refuses pages of any other origin, whatever they carry', async (t) => {
  const { payload } = await encrypted(t.context)
  const ui = new URL(t.context.errand.temporalUiUrl)
  const origins = [
    'null',
    'http://evil.example',
    `http://${ui.hostname}`,
    `https://${ui.host}`,
    `http://localhost:${ui.port}`,
    `${ui.origin}.evil.example`,
    new URL(t.context.errand.url).origin,
  ]
  for (const origin of origins)
    for (const method of ['POST', 'OPTIONS']) {
      const body = method === 'POST' ? { payloads: [payload] } : undefined
      const { status, headers } = await send(
        t.context,
        'decode',
        body,
        { origin, ...bearer(t.context) },
        method,
      )
      t.is(status, 403, `${method} ${origin}`)
      t.deepEqual(corsOf(headers), {})
    }
})

test('refuses what is no body of a remote codec, and says where it is wrong', async (t) => {
  const { payload } = await encrypted(t.context)
  const changed = (change: (data: string) => string) => ({ ...payload, data: change(payload.data) })
  for (const [body, status, path] of [
    ['{ "payloads": [', 400, undefined],
    [{ payloads: [{ data: 'no base64!' }] }, 422, 'payloads.0.data'],
    [{ payloads: [{ ...payload, extra: 1 }] }, 422, 'payloads.0.extra'],
    [{ payloads: 'x' }, 422, 'payloads'],
    [[], 422, ''],
    [
      { payloads: [plain(1), changed((data) => `A${data.slice(1)}`.replace(/^AA/, 'BA'))] },
      422,
      'payloads.1',
    ],
    [{ payloads: [{ ...payload, data: '' }] }, 422, 'payloads.0'],
    [
      {
        payloads: [
          { ...payload, metadata: { ...payload.metadata, 'encryption-key-id': base64('0'.repeat(16)) } },
        ],
      },
      422,
      'payloads.0',
    ],
  ] as const) {
    const answer = await send(t.context, 'decode', body, bearer(t.context))
    t.is(answer.status, status, JSON.stringify(body).slice(0, 100))
    t.is(answer.body.errors[0]?.path, path)
  }
  const notJson = await send(t.context, 'decode', 'x', { ...bearer(t.context), 'content-type': 'text/plain' })
  t.is(notJson.status, 415)
})

test('takes 2 MiB at once and no more than 8', async (t) => {
  const big = plain('x'.repeat(2 ** 21))
  const encoded = await send(t.context, 'encode', { payloads: [big] }, bearer(t.context))
  const decoded = await send(t.context, 'decode', encoded.body, bearer(t.context))
  t.deepEqual(decoded.body.payloads, [big])
  const tooBig = await send(
    t.context,
    'decode',
    { payloads: [plain('x'.repeat(2 ** 23))] },
    bearer(t.context),
  )
  t.is(tooBig.status, 413)
  t.is(tooBig.body.detail, 'The body is larger than 8 MiB.')
})

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

test.serial(
  'a browser in which the admin key was given decodes for Temporal UI only, until it signs out',
  async (t) => {
    const { errand } = t.context
    const { payload } = await encrypted(t.context)
    const form = await send(t.context, 'sign-in', undefined, {}, 'GET')
    t.regex(String(form.body), /<form method="post"/)
    t.regex(form.headers.get('content-security-policy') ?? '', /default-src 'none'.*frame-ancestors 'none'/)
    const signedIn = await send(t.context, 'sign-in', `key=${encodeURIComponent(errand.adminKey)}`, FORM)
    t.is(signedIn.status, 303)
    const [set = ''] = signedIn.headers.getSetCookie()
    t.regex(
      set,
      /^errand_codec=[\w.-]+; Max-Age=28800; Path=\/codec; Expires=[^;]+; HttpOnly; SameSite=Strict$/,
    )
    t.false(set.includes(errand.adminKey))
    const cookie = set.split(';')[0] ?? ''

    const decode = (headers: Record<string, string>) =>
      send(t.context, 'decode', { payloads: [payload] }, headers)
    const decoded = await decode({ cookie, origin: uiOrigin(t.context) })
    t.is(decoded.status, 200)
    t.true(text(decoded.body.payloads[0]?.data).includes(CANARY))
    // With an access token of the UI's own besides, which is none of ours.
    t.is((await decode({ cookie, origin: uiOrigin(t.context), authorization: 'Bearer oidc' })).status, 200)
    t.is((await decode({ cookie })).status, 401)
    t.is((await decode({ cookie, origin: 'http://evil.example' })).status, 403)
    const elsewhere = await fetch(`${errand.url}/api/v1/gurus`, { headers: { cookie } })
    t.is(elsewhere.status, 401)

    const page = await send(t.context, 'sign-in', undefined, { cookie }, 'GET')
    t.true(String(page.body).includes(`<code>${errand.url}/codec</code>`))
    const signedOut = await send(t.context, 'sign-out', '', { ...FORM, cookie })
    t.regex(
      signedOut.headers.getSetCookie()[0] ?? '',
      /^errand_codec=; Path=\/codec; Expires=Thu, 01 Jan 1970/,
    )
    const foreign = await send(t.context, 'sign-in', 'key=x', { ...FORM, 'sec-fetch-site': 'cross-site' })
    t.is(foreign.status, 403)
  },
)

test.serial(
  'the real temporal command shows decoded data with the admin key, and none without',
  async (t) => {
    const { errand } = t.context
    const { run } = await encrypted(t.context)
    const program = await findProgram(TEMPORAL_PROGRAM, {
      cache: cacheFolder(process.env),
      environment: process.env,
    })
    const show = (auth: string[]) =>
      promisify(execFile)(program?.path ?? 'temporal', [
        ...[
          'workflow',
          'show',
          '--workflow-id',
          run.id,
          '--output',
          'json',
          '--address',
          errand.temporalAddress,
        ],
        ...['--codec-endpoint', `${errand.url}/codec`, ...auth],
      ]).catch((error) => error as { stdout: string; stderr: string })
    const decoded = await show(['--codec-auth', `Bearer ${errand.adminKey}`])
    const [started] = JSON.parse(decoded.stdout).events
    const { input, memo } = started.workflowExecutionStartedEventAttributes
    t.like(JSON.parse(text(input.payloads[0].data)), { parameters: { account: CANARY } })
    t.is(text(memo.fields.action_name.data), '"Look-up"')
    t.is(text(started.userMetadata.summary.data), '"Look-up"')
    // The command tries again and again, until its own limit.
    const refused = await show(['--command-timeout', '3s'])
    for (const [form, bytes] of encodingsOf(CANARY)) t.false(refused.stdout.includes(bytes.toString()), form)
    t.regex(refused.stderr, /failed getting next history event/)
  },
)

test.serial('whoever guesses at the form has to wait, and a right key still gets in', async (t) => {
  // Other tests may have sent some already.
  const statuses: number[] = []
  for (let guess = 0; guess < WRONG_KEYS; guess++) {
    const wrong = await send(t.context, 'sign-in', `key=wrong-${guess}`, FORM)
    statuses.push(wrong.status)
    t.deepEqual(wrong.headers.getSetCookie(), [])
  }
  t.true(statuses.filter((status) => status === 401).length >= WRONG_KEYS / 2)
  const throttled = await send(t.context, 'sign-in', 'key=one-more', FORM)
  t.is(throttled.status, 429)
  t.true(Number(throttled.headers.get('retry-after')) > 0)
  t.is((await send(t.context, 'sign-in', `key=${t.context.errand.adminKey}`, FORM)).status, 303)
  t.is((await send(t.context, 'decode', { payloads: [] }, bearer(t.context))).status, 200)
})

test.serial('is not there where nothing was ever encrypted', async (t) => {
  const errand = await startErrand()
  t.teardown(errand.remove)
  const context = { ...t.context, errand }
  t.is((await send(context, 'decode', { payloads: [] }, bearer(context))).status, 404)
  t.is((await send(context, 'sign-in', undefined, {}, 'GET')).status, 404)
})
