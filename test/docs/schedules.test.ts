/*
 * What docs/schedules.md says of deliveries is what is sent, and the receivers that it shows work: they take real
 * deliveries, and nothing else.
 */
import { spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ApplicationFailure } from '@temporalio/common'
import { MockActivityEnvironment } from '@temporalio/testing'
import { DefaultLogger } from '@temporalio/worker'
import test, { type ExecutionContext } from 'ava'
import { scheduleSchema } from '../../domain/schedule.ts'
import { startActivityBench } from '../support/activity-bench.ts'
import { eventually } from '../support/eventually.ts'
import { finishedRun } from '../support/finished-run.ts'
import { type ReceivedCall, startTarget } from '../support/target-server.ts'
import { codeBlocks, readRepositoryFile } from './markdown.ts'
import { runBlocks } from './shell.ts'
import { differences } from './shown.ts'

const blocks = codeBlocks(readRepositoryFile('docs/schedules.md'))
const [settings, sent] = blocks
  .filter(({ language }) => language === 'json')
  .map(({ text }) => JSON.parse(text))
const block = (language: string): string => blocks.find((found) => found.language === language)?.text ?? ''

const RECEIVERS = [
  { language: 'js', file: 'receiver.mjs', program: process.execPath },
  { language: 'python', file: 'receiver.py', program: 'python3' },
]

async function freePort(): Promise<number> {
  const target = await startTarget(() => {})
  await target.close()
  return Number(new URL(target.url).port)
}

/** The receiver of the page as a process of its own, and what it prints. */
async function startReceiver(
  t: ExecutionContext,
  { language, file, program }: (typeof RECEIVERS)[number],
  secret: string,
) {
  const folder = await mkdtemp(join(tmpdir(), 'errand-receiver-'))
  await writeFile(join(folder, file), block(language))
  const port = await freePort()
  const child = spawn(program, [join(folder, file)], {
    env: { ...process.env, SIGNING: secret, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  let problem = ''
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk
  })
  child.stderr.on('data', (chunk: Buffer) => {
    problem += chunk
  })
  child.once('error', (error) => {
    problem = `${program} could not be started, install it: ${error.message}`
  })
  t.teardown(async () => {
    child.kill()
    await rm(folder, { recursive: true })
  })
  const url = `http://127.0.0.1:${port}/`
  await eventually(`the receiver in ${language}: ${problem}`, () =>
    fetch(url, { method: 'POST' }).then(
      ({ status }) => status === 401,
      () => false,
    ),
  )
  return { url, address: `127.0.0.1:${port}`, printed: () => printed }
}

const deliverTo = async (t: ExecutionContext, address: string, secret: string): Promise<void> => {
  const { activities, ...bench } = await startActivityBench(t, [address])
  await bench.secret('SIGNING', secret)
  const environment = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') })
  await environment.run(activities.deliverRun, {
    guru: 'acme',
    delivery: { url: `http://${address}/`, secret: 'SIGNING' },
    run: finishedRun(),
  })
}

/** A delivery as it arrives. */
async function caught(t: ExecutionContext, secret: string): Promise<ReceivedCall> {
  const target = await startTarget((_call, response) => {
    response.writeHead(204).end()
  })
  t.teardown(target.close)
  await deliverTo(t, target.address, secret)
  const [call] = target.calls
  if (!call) throw new Error('Nothing came.')
  return call
}

test('the delivery that the page shows can be saved, and what it says is sent is sent', async (t) => {
  t.is(scheduleSchema.parse(settings.schedule).delivery?.when, 'change')
  const { body } = await caught(t, 'a secret of any form')
  t.deepEqual(differences(sent, JSON.parse(body)), [])
})

test('the command makes a secret that deliveries can be signed with', async (t) => {
  const [secret = ''] = await runBlocks([block('sh')])
  t.regex(secret, /^whsec_[A-Za-z0-9+/]{43}=\n$/)
  await t.notThrowsAsync(caught(t, secret.trim()))
})

for (const receiver of RECEIVERS)
  test(`the receiver in ${receiver.language} takes each run once, and nothing that is changed, old or signed otherwise`, async (t) => {
    for (const secret of ['whsec_c2lnbmVkIHdpdGggdGhpcyBrZXk=', 'schlüssel of any form']) {
      const { url, address, printed } = await startReceiver(t, receiver, secret)
      await deliverTo(t, address, secret)
      await deliverTo(t, address, secret)
      await eventually('its line', async () => printed() !== '')
      t.is(printed(), 'Stock level: succeeded\n')
      await t.throwsAsync(deliverTo(t, address, 'another secret'), {
        instanceOf: ApplicationFailure,
        message: `${address} answered 401.`,
      })

      const { headers, body } = await caught(t, secret)
      const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature']
      const genuine = Object.fromEntries(names.map((name) => [name, String(headers[name])]))
      const statusOf = async (changes: Record<string, string>, text = body): Promise<number> =>
        (await fetch(url, { method: 'POST', headers: { ...genuine, ...changes }, body: text })).status
      t.is(await statusOf({}), 204)
      t.is(await statusOf({}, body.replace('42', '43')), 401)
      t.is(await statusOf({ 'webhook-id': 'another' }), 401)
      t.is(await statusOf({ 'webhook-timestamp': '1' }), 401)
      t.is(await statusOf({ 'webhook-timestamp': 'now' }), 401)
      const at = String(Math.floor(Date.now() / 1_000) - 310)
      const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : secret
      const signed = createHmac('sha256', key)
        .update(`${genuine['webhook-id']}.${at}.${body}`)
        .digest('base64')
      t.is(await statusOf({ 'webhook-timestamp': at, 'webhook-signature': `v1,${signed}` }), 401)
      t.is(await statusOf({ 'webhook-signature': 'v1,' }), 401)
      t.is(await statusOf({ 'webhook-signature': `v1,AAAA ${genuine['webhook-signature']}` }), 204)
      t.is(printed(), 'Stock level: succeeded\n')
    }
  })
