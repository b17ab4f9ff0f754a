import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import test, { type ExecutionContext } from 'ava'
import pino from 'pino'
import { RunFailure } from '../../domain/run-errors.ts'
import { createEgressPolicy } from '../../egress/policy.ts'
import { containerOptions } from '../../sandbox/container-options.ts'
import { removeContainer } from '../../sandbox/container-source.ts'
import { createSandbox } from '../../sandbox/sandbox.ts'
import { sweepOrphans } from '../../sandbox/sweep.ts'
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

test.serial('cancelling kills and removes the container within two seconds', async (t) => {
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
  t.true(performance.now() - cancelledAt < 2_000)
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
  while ((await containersOf(owner)).length > 0 && performance.now() - killedAt < 10_000) await sleep(50)
  t.deepEqual(await containersOf(owner), [])
})

test('sweeps containers that have outlived every run, and leaves younger ones alone', async (t) => {
  const log = pino({ level: 'silent' })
  const owner = `test-sweep-${crypto.randomUUID()}`
  const container = await docker.createContainer(containerOptions({ image: await testImage(), owner }))
  t.teardown(() => removeContainer(container, log))
  await container.start()
  const label = `errand.sandbox=${owner}`
  t.is(await sweepOrphans({ docker, log, label }), 0)
  t.is((await containersOf(owner)).length, 1)
  await sleep(2_100)
  t.is(await sweepOrphans({ docker, log, label, olderThanMs: 1_000 }), 1)
  t.deepEqual(await containersOf(owner), [])
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
