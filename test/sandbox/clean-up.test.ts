import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import test, { type ExecutionContext } from 'ava'
import pino from 'pino'
import { RunFailure } from '../../domain/run-errors.ts'
import { createEgressPolicy } from '../../egress/policy.ts'
import { containerOptions } from '../../sandbox/container-options.ts'
import { ownerName } from '../../sandbox/owner.ts'
import { removeContainer } from '../../sandbox/remove-container.ts'
import { createSandbox } from '../../sandbox/sandbox.ts'
import { isOrphan, sweepOrphans } from '../../sandbox/sweep.ts'
import { containersOf, docker, startSandbox, testImage } from './support/sandbox.ts'
import { startServer } from './support/servers.ts'

/** Code that tells us that it has started, and then takes its time. */
async function notified(t: ExecutionContext) {
  const { promise: started, resolve } = Promise.withResolvers<void>()
  const { port } = await startServer(t, (_, response) => {
    response.end()
    resolve()
  })
  const code = `import time, urllib.request\nurllib.request.urlopen('http://127.0.0.1:${port}/')\ntime.sleep(60)`
  return { started, code, allow: [`127.0.0.1:${port}`] }
}

test.serial('cancelling kills and removes the container long before its code would end', async (t) => {
  const { python, owner } = await startSandbox(t)
  const abort = new AbortController()
  const running = python("import time\nprint('started', flush=True)\ntime.sleep(60)", {
    signal: abort.signal,
  })
  while (!(await containersOf(owner)).some(({ State }) => State === 'running')) await sleep(20)
  await sleep(500)
  const cancelledAt = performance.now()
  abort.abort()
  t.like((await running).error, { code: 'cancelled' })
  while ((await containersOf(owner)).length > 0) await sleep(20)
  t.true(performance.now() - cancelledAt < 20_000)
})

test('cancelling before a container was had sends no code', async (t) => {
  const { python, sandbox, owner } = await startSandbox(t)
  const error = await t.throwsAsync(python('print(1)', { signal: AbortSignal.abort() }), {
    instanceOf: RunFailure,
  })
  t.is((error as RunFailure).code, 'cancelled')
  await sandbox.close()
  t.deepEqual(await containersOf(owner), [])
})

test('leaves nothing behind after success, failure and limits', async (t) => {
  const { python, sandbox, owner } = await startSandbox(t)
  await Promise.all([
    python('print(1)'),
    python('1 / 0'),
    python('while True: pass', { timeoutSeconds: 1 }),
    sandbox.checkCode('print(1)'),
  ])
  await sandbox.close()
  t.deepEqual(await containersOf(owner), [])
})

test('closing ends what runs', async (t) => {
  const { started, code, allow } = await notified(t)
  const { python, sandbox, owner } = await startSandbox(t, { allow })
  const running = python(code)
  await started
  await sandbox.close()
  t.like((await running).error, { code: 'cancelled' })
  t.deepEqual(await containersOf(owner), [])
})

test('containers of a worker that is killed end by themselves', async (t) => {
  const owner = `test-killed-${process.pid}-${Date.now()}`
  await testImage()
  const script = `
    import { startSandbox } from ${JSON.stringify(import.meta.resolve('./support/sandbox.ts'))}
    const t = { timeout() {}, teardown() {}, title: '' }
    const { python } = await startSandbox(t, { owner: ${JSON.stringify(owner)} })
    await python("import time\\ntime.sleep(25)", { timeoutSeconds: 30 })`
  const worker = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: 'ignore',
  })
  while (!(await containersOf(owner)).some(({ State }) => State === 'running')) await sleep(50)
  await sleep(500)
  worker.kill('SIGKILL')
  await once(worker, 'close')
  const killedAt = performance.now()
  while ((await containersOf(owner)).length > 0 && performance.now() - killedAt < 18_000) await sleep(50)
  t.deepEqual(await containersOf(owner), [])
})

test('sweeps what an ended worker has left, started or not, and leaves the containers of others alone', async (t) => {
  const log = pino({ level: 'silent' })
  const ended = spawn(process.execPath, ['--version'], { stdio: 'ignore' })
  await once(ended, 'close')
  const mine = ownerName()
  const theirs = mine.replace(`.${process.pid}.`, `.${ended.pid}.`)
  const elsewhere = `another-${mine}`
  const create = async (owner: string) => {
    const container = await docker.createContainer(containerOptions({ image: await testImage(), owner }))
    t.teardown(() => removeContainer(container, log))
    return container
  }
  await create(theirs)
  for (const owner of [theirs, mine, elsewhere]) await (await create(owner)).start()
  // The sandboxes of other tests sweep as well.
  await sweepOrphans({ docker, log, label: `errand.sandbox=${theirs}` })
  t.is(await sweepOrphans({ docker, log, label: `errand.sandbox=${mine}` }), 0)
  t.is(await sweepOrphans({ docker, log, label: `errand.sandbox=${elsewhere}` }), 0)
  t.deepEqual(await containersOf(theirs), [])
  t.is((await containersOf(mine)).length, 1)
  t.is((await containersOf(elsewhere)).length, 1)
})

test('an orphan is what was never started, or has outlived every run', (t) => {
  const now = Date.now()
  const found = (State: string, ageMs: number) =>
    isOrphan({ Created: Math.floor((now - ageMs) / 1000), State, Labels: { 'errand.sandbox': 'other' } }, now)
  t.false(found('running', 17 * 60_000))
  t.true(found('running', 19 * 60_000))
  t.false(found('created', 30_000))
  t.true(found('created', 90_000))
  t.true(found('dead', 90_000))
})

test('says engine_unavailable where the image is gone', async (t) => {
  const sandbox = createSandbox({
    docker,
    image: 'errand-sandbox:no-such-image',
    egress: createEgressPolicy({ allow: [] }),
    log: pino({ level: 'silent' }),
    owner: 'test-no-image',
  })
  t.teardown(() => sandbox.close())
  const error = await t.throwsAsync(sandbox.checkCode('print(1)'), { instanceOf: RunFailure })
  t.is((error as RunFailure).code, 'engine_unavailable')
})
