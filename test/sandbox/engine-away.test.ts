/*
 * An engine that hangs or is away for a while, as this process sees it: between them is a socket of the test's own.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import Docker from 'dockerode'
import { pino } from 'pino'
import { RunFailure } from '../../domain/run-errors.ts'
import { createFreshContainers } from '../../sandbox/container-source.ts'
import { createEngineProxy } from '../support/engine-proxy.ts'
import { eventually } from '../support/eventually.ts'
import { containersOf, docker, startSandbox, testImage } from './support/sandbox.ts'

async function proxied(t: ExecutionContext) {
  const folder = mkdtempSync(join(tmpdir(), 'errand-engine-'))
  const path = join(folder, 'engine.sock')
  const proxy = createEngineProxy(path)
  await proxy.open()
  t.teardown(async () => {
    await proxy.cut()
    rmSync(folder, { recursive: true, force: true })
  })
  return { proxy, engine: new Docker({ socketPath: path }) }
}

test('an engine that hangs takes no more of a run than its time of waiting, and keeps no container', async (t) => {
  const { proxy, engine } = await proxied(t)
  const { python, sandbox, owner } = await startSandbox(t, { engine })
  t.is((await python('print(1)')).stdout, '1\n')
  proxy.freeze()
  const error = await t.throwsAsync(python('print(2)', { waitMs: 1_000 }), { instanceOf: RunFailure })
  t.is((error as RunFailure).code, 'engine_unavailable')
  t.regex(error?.message ?? '', /within 1 s/)
  proxy.thaw()
  await eventually('nothing to be left', async () => (await containersOf(owner)).length === 0)
  t.is((await python('print(3)')).stdout, '3\n')
  await sandbox.close()
  t.deepEqual(await containersOf(owner), [])
})

test('a container that could not be removed while the engine was away is removed later', async (t) => {
  t.timeout(60_000)
  const { proxy, engine } = await proxied(t)
  const owner = `test-away-${process.pid}-${crypto.randomUUID()}`
  const settings = { image: await testImage(), owner, certificates: null, log: pino({ level: 'silent' }) }
  const fresh = createFreshContainers({ docker: engine, ...settings })
  const container = await fresh.acquire(new AbortController().signal)
  const [{ Id: id } = { Id: '' }] = await containersOf(owner)
  t.teardown(() =>
    docker
      .getContainer(id)
      .remove({ force: true })
      .catch(() => {}),
  )
  // It would end by itself otherwise, with the connection.
  await docker.getContainer(id).pause()
  await proxy.cut()
  await container.dispose()
  t.is((await containersOf(owner)).length, 1)
  await proxy.open()
  await fresh.retryRemovals()
  t.deepEqual(await containersOf(owner), [])
})

test('a run whose container vanishes before it has started gets another', async (t) => {
  const { engine } = await proxied(t)
  const create = engine.createContainer.bind(engine)
  let created = 0
  // As an engine does that starts again between the making and the start.
  engine.createContainer = (async (options: Docker.ContainerCreateOptions) => {
    const container = await create(options)
    created += 1
    if (created === 1) await container.remove({ force: true })
    return container
  }) as typeof engine.createContainer
  const { python } = await startSandbox(t, { engine })
  t.is((await python('print(1)')).stdout, '1\n')
  t.is(created, 2)
})
