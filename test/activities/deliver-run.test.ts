/*
 * One attempt to deliver a run, over real receivers on loopback that verify signatures with the library that receivers
 * use. The bench dials nothing but loopback, whatever the policy says.
 */
import { createHmac } from 'node:crypto'
import { ApplicationFailure } from '@temporalio/common'
import { MockActivityEnvironment } from '@temporalio/testing'
import { DefaultLogger } from '@temporalio/worker'
import test, { type ExecutionContext } from 'ava'
import { Webhook } from 'standardwebhooks'
import type { DeliverInput } from '../../domain/workflow-contract.ts'
import { startSandbox } from '../sandbox/support/sandbox.ts'
import { type ActivityBench, type BenchOptions, startActivityBench } from '../support/activity-bench.ts'
import { finishedRun } from '../support/finished-run.ts'
import { type Handler, type ReceivedCall, startTarget } from '../support/target-server.ts'

const SIGNING = `whsec_${Buffer.from('a key of thirty-two bytes, random').toString('base64')}`
const HOOK = 'T0Kf/9Qx z'

const takes: Handler = (_call, response) => {
  response.writeHead(204).end()
}
const answers =
  (status: number, headers: Record<string, string> = {}): Handler =>
  (_call, response) => {
    response.writeHead(status, headers).end('an answer that nobody reads')
  }

/** A guru with its secrets, and a receiver that it may reach. */
async function receiver(
  t: ExecutionContext,
  handler: Handler = takes,
  { allow = [], ...options }: BenchOptions = {},
) {
  const target = await startTarget(handler)
  t.teardown(target.close)
  const bench = await startActivityBench(t, { allow: [target.address, ...allow], ...options })
  await bench.secret('SIGNING', SIGNING)
  await bench.secret('HOOK', HOOK)
  return { target, bench }
}

const silent = () => new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') })

const deliver = (
  { activities }: ActivityBench,
  url: string,
  changes: Partial<DeliverInput> = {},
  secret = 'SIGNING',
  environment = silent(),
): Promise<void> =>
  environment.run(activities.deliverRun, {
    guru: 'acme',
    delivery: { url, secret },
    run: finishedRun(),
    ...changes,
  }) as Promise<void>

/** How a delivery fails: the error's code, whether another attempt follows, and the message. */
async function failureOf(
  t: ExecutionContext,
  delivery: Promise<void>,
): Promise<[code: string, again: boolean, message: string]> {
  const failure = await t.throwsAsync(delivery, { instanceOf: ApplicationFailure })
  t.is(failure?.cause, undefined, 'a cause would bring its message along')
  return [failure?.type ?? '', !failure?.nonRetryable, failure?.message ?? '']
}

const verify = (secret: string | Webhook, { body, headers }: ReceivedCall, changed = body): unknown => {
  const webhook = typeof secret === 'string' ? new Webhook(secret) : secret
  webhook.verify(changed, headers as Record<string, string>)
  return JSON.parse(body)
}

test('the receiver gets the run by a POST whose signature it can verify', async (t) => {
  const { target, bench } = await receiver(t)
  await deliver(bench, `${target.url}/hooks/{HOOK}?a=b`)
  const [call] = target.calls
  if (!call) return t.fail('nothing came')
  t.is(call.method, 'POST')
  t.is(call.path, `/hooks/${encodeURIComponent(HOOK)}?a=b`)
  t.is(call.headers['content-type'], 'application/json')
  t.is(call.headers['webhook-id'], 'acme_schedule_a1-2026-11-23T09:00:00Z')
  t.is(call.headers.connection, 'close')
  t.deepEqual(verify(SIGNING, call), {
    type: 'run.finished',
    timestamp: '2026-11-23T09:00:01.450Z',
    data: finishedRun(),
  })
})

test('a changed body, id or time, and another key, are noticed', async (t) => {
  const { target, bench } = await receiver(t)
  await deliver(bench, target.url)
  const [call] = target.calls
  if (!call) return t.fail('nothing came')
  const refused = { message: 'No matching signature found' }
  t.throws(() => verify(SIGNING, call, call.body.replace('42', '43')), refused)
  t.throws(() => verify('whsec_YW5vdGhlciBrZXk=', call), refused)
  for (const [name, value] of [
    ['webhook-id', 'another'],
    ['webhook-timestamp', String(Number(call.headers['webhook-timestamp']) + 1)],
  ] as const)
    t.throws(() => verify(SIGNING, { ...call, headers: { ...call.headers, [name]: value } }), refused, name)
})

test('a secret of any other form signs as its UTF-8 bytes', async (t) => {
  const { target, bench } = await receiver(t)
  const value = 'schlüssel 鍵 that nobody guesses'
  await bench.secret('PLAIN', value)
  await deliver(bench, target.url, {}, 'PLAIN')
  const [call] = target.calls
  if (!call) return t.fail('nothing came')
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = call.headers
  const expected = createHmac('sha256', value).update(`${id}.${at}.${call.body}`).digest('base64')
  t.is(signature, `v1,${expected}`)
})

test('a secret that nothing can be signed with sends nothing, and is not tried again', async (t) => {
  const { target, bench } = await receiver(t)
  await bench.secret('BROKEN', 'whsec_!!not-base64!!')
  const [code, again, message] = await failureOf(t, deliver(bench, target.url, {}, 'BROKEN'))
  t.deepEqual([code, again], ['invalid_request', false])
  t.is(
    message,
    'Nothing can be signed with the secret BROKEN: after whsec_ base64 must follow. Set another value.',
  )
  t.is(target.calls.length, 0)
})

test('each attempt is signed anew; id and body stay, so that a receiver can tell a repetition', async (t) => {
  const { target, bench } = await receiver(t, answers(500))
  const run = () => failureOf(t, deliver(bench, target.url))
  await run()
  const first = Math.floor(Date.now() / 1_000)
  while (Math.floor(Date.now() / 1_000) === first) await new Promise((resolve) => setTimeout(resolve, 50))
  await run()
  const [one, two] = target.calls
  if (!one || !two) return t.fail('too few came')
  t.is(one.body, two.body)
  t.is(one.headers['webhook-id'], two.headers['webhook-id'])
  t.not(one.headers['webhook-timestamp'], two.headers['webhook-timestamp'])
  t.not(one.headers['webhook-signature'], two.headers['webhook-signature'])
  for (const call of [one, two]) t.notThrows(() => verify(SIGNING, call))
})

test('anything but 2xx is tried again, except 410, by which a receiver wants no more', async (t) => {
  let status = 500
  const { target, bench } = await receiver(t, (call, response) => answers(status)(call, response))
  for (const [now, again] of [
    [500, true],
    [429, true],
    [404, true],
    [410, false],
  ] as const) {
    status = now
    const failure = await failureOf(t, deliver(bench, target.url))
    t.deepEqual(failure.slice(0, 2), ['http_error', again], String(now))
    t.regex(failure[2], new RegExp(`^${target.address} answered ${now}`))
  }
  for (status of [200, 201, 202]) await t.notThrowsAsync(deliver(bench, target.url), String(status))
})

test('a redirect is not followed', async (t) => {
  const other = await startTarget(takes)
  t.teardown(other.close)
  for (const status of [301, 302, 307, 308]) {
    const { target, bench } = await receiver(t, answers(status, { location: `${other.url}/` }), {
      allow: [other.address],
    })
    const [code, again, message] = await failureOf(t, deliver(bench, target.url))
    t.deepEqual([code, again], ['http_error', true])
    t.is(message, `${target.address} answered ${status}, and redirects are not followed.`)
    t.is(target.calls.length, 1)
  }
  t.is(other.calls.length, 0)
})

test('a receiver that nobody is at is tried again', async (t) => {
  const { target, bench } = await receiver(t)
  await target.close()
  const [code, again, message] = await failureOf(t, deliver(bench, target.url))
  t.deepEqual([code, again], ['connection_failed', true])
  t.is(message, `${target.address} could not be reached (ECONNREFUSED).`)
})

test('a receiver that does not answer within 15 s is tried again', async (t) => {
  const { target, bench } = await receiver(t, () => {})
  const [code, again, message] = await failureOf(t, deliver(bench, target.url))
  t.deepEqual([code, again], ['timeout', true])
  t.is(message, `${target.address} did not answer within 15 s.`)
})

test('a delivery whose worker is stopped meanwhile is tried again', async (t) => {
  const { target, bench } = await receiver(t, () => {})
  const environment = silent()
  const failing = failureOf(t, deliver(bench, target.url, {}, 'SIGNING', environment))
  await target.received(1)
  environment.cancel('WORKER_SHUTDOWN')
  const [code, again, message] = await failing
  t.deepEqual([code, again], ['interrupted', true])
  t.is(message, `The worker was stopped before ${target.address} had answered.`)
})

test('an answer without end is not read', async (t) => {
  const ended = Promise.withResolvers<void>()
  const { target, bench } = await receiver(t, (_call, response) => {
    response.writeHead(200)
    const more = setInterval(() => response.write('x'.repeat(1_000)), 20)
    response.once('close', () => {
      clearInterval(more)
      ended.resolve()
    })
  })
  await t.notThrowsAsync(deliver(bench, target.url))
  await t.notThrowsAsync(ended.promise)
})

test('a private address that no exemption names is refused before anything is sent, for good', async (t) => {
  const target = await startTarget(takes)
  t.teardown(target.close)
  const bench = await startActivityBench(t, { lookup: async () => ['127.0.0.1'] })
  await bench.secret('SIGNING', SIGNING)
  for (const url of [target.url, 'http://10.0.0.1/', `http://hooks.test:${target.address.split(':')[1]}/`]) {
    const [code, again] = await failureOf(t, deliver(bench, url))
    t.deepEqual([code, again], ['blocked_address', false], url)
  }
  t.is(target.calls.length, 0)
})

test('a secret in the URL goes to its allowed hosts only, and the one that signs goes nowhere', async (t) => {
  const target = await startTarget(takes)
  t.teardown(target.close)
  const port = target.address.split(':')[1]
  const bench = await startActivityBench(t, {
    allow: [`good.test:${port}`, `evil.test:${port}`],
    lookup: async () => ['127.0.0.1'],
  })
  await bench.secret('SIGNING', SIGNING, ['elsewhere.test'])
  await bench.secret('HOOK', HOOK, ['good.test'])
  const [code, again] = await failureOf(t, deliver(bench, `http://evil.test:${port}/{HOOK}`))
  t.deepEqual([code, again], ['secret_not_allowed', false])
  t.is(target.calls.length, 0)
  await t.notThrowsAsync(deliver(bench, `http://good.test:${port}/{HOOK}`))
  const [call] = target.calls
  if (!call) return t.fail('nothing came')
  t.false(JSON.stringify(call).includes(SIGNING))
})

test('a secret that is gone, or a guru, is said and not tried again', async (t) => {
  const { target, bench } = await receiver(t)
  t.deepEqual(await failureOf(t, deliver(bench, `${target.url}/{GONE}`, {}, 'TOO')), [
    'secret_missing',
    false,
    'The secrets GONE, TOO do not exist.',
  ])
  t.deepEqual(await failureOf(t, deliver(bench, target.url, { guru: 'nobody' })), [
    'invalid_request',
    false,
    "The guru 'nobody' does not exist any more.",
  ])
  t.is(target.calls.length, 0)
})

test('no failure tells a secret, not even one that stands for the host', async (t) => {
  const { target, bench } = await receiver(t, answers(503))
  await bench.secret('PLACE', target.address)
  const [code, again, message] = await failureOf(t, deliver(bench, 'http://{PLACE}/{HOOK}'))
  t.deepEqual([code, again], ['http_error', true])
  t.false(message.includes(target.address), message)
  t.regex(message, /answered 503/)
  t.is(target.calls.length, 1)
})

test('a run with labels in the place of personal data is delivered with them', async (t) => {
  const { target, bench } = await receiver(t, takes, { pii: { enabled: true } })
  const run = finishedRun({ parameters: { to: '<<EMAIL_1>>' }, output: 'sent to <<EMAIL_1>>' })
  await deliver(bench, target.url, { run })
  t.like(verify(SIGNING, target.calls[0] as ReceivedCall), {
    data: { parameters: { to: '<<EMAIL_1>>' }, output: 'sent to <<EMAIL_1>>' },
  })
})

test('Python is not given what only its delivery needs, and what it prints of that is masked', async (t) => {
  const { sandbox } = await startSandbox(t)
  const bench = await startActivityBench(t, { sandbox })
  await bench.secret('SIGNING', SIGNING)
  await bench.secret('HOOK', 'hook-0123456789')
  await bench.secret('TOKEN', 'token-0123456789')
  const code = `import os
print([name for name in sorted(os.environ) if name in ('SIGN' + 'ING', 'HO' + 'OK', 'TOKEN')])
print(${[...SIGNING].map((character) => `'${character}'`).join(' + ')})`
  const { output, error } = await bench.call({
    type: 'python',
    api_call: null,
    python: { code },
    secrets: ['SIGNING', 'HOOK', 'TOKEN'],
    schedule: { delivery: { url: 'https://hooks.example.com/{HOOK}', secret: 'SIGNING' } },
  })
  t.is(error, null)
  t.regex(output ?? '', /^\['TOKEN'\]\n/)
  t.false(output?.includes(SIGNING))
  t.false(output?.includes(SIGNING.slice(6)))
})

test('an execution does not need the secrets that only its delivery needs', async (t) => {
  const { target, bench } = await receiver(t, (_call, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' }).end('fine')
  })
  const { output, error } = await bench.call({
    api_call: { url: target.url },
    schedule: { delivery: { url: 'https://hooks.example.com/{GONE}', secret: 'GONE_TOO' } },
  })
  t.deepEqual([error, output], [null, 'fine'])
})
