import { setTimeout as sleep } from 'node:timers/promises'
import test from 'ava'
import pino from 'pino'
import { createFreshContainers } from '../../sandbox/container-source.ts'
import { makeWaiting } from '../../sandbox/pool/waiting-container.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { eventually } from '../support/eventually.ts'
import { containersOf, docker, startSandbox, testImage } from './support/sandbox.ts'
import { startServer } from './support/servers.ts'

async function untilWaiting(sandbox: Sandbox, count: number, module = 'requests'): Promise<void> {
  const waiting = () => sandbox.waiting().filter(({ modules }) => modules.includes(module)).length
  while (waiting() < count) await sleep(20)
}

const idsOf = async (owner: string) => (await containersOf(owner)).map(({ Id }) => Id)

test('each run takes a waiting container, which another replaces', async (t) => {
  const { python, owner, sandbox } = await startSandbox(t, { waiting: 2 })
  await untilWaiting(sandbox, 2)
  t.is((await python("print('warm')")).stdout, 'warm\n')
  t.is(sandbox.waiting().length, 1)
  await untilWaiting(sandbox, 2)
  await sandbox.close()
  t.deepEqual(await containersOf(owner), [])
})

test('more runs than waiting containers get fresh ones', async (t) => {
  const { python, sandbox } = await startSandbox(t, { waiting: 1 })
  await untilWaiting(sandbox, 1)
  const code = "import pathlib\nprint(pathlib.Path('/tmp/mark').exists())\nopen('/tmp/mark', 'w').close()"
  const ran = await Promise.all([python(code), python(code), python(code)])
  t.deepEqual(
    ran.map(({ stdout }) => stdout),
    ['False\n', 'False\n', 'False\n'],
  )
})

test('what was imported while waiting finds its way out and its certificates, too', async (t) => {
  const { port } = await startServer(t)
  const { python, sandbox } = await startSandbox(t, { waiting: 1, allow: [`127.0.0.1:${port}`] })
  await untilWaiting(sandbox, 1)
  const url = `http://127.0.0.1:${port}/`
  const code = `import requests, urllib3\nprint(requests.get('${url}').status_code, urllib3.request('GET', '${url}').status)`
  t.like(await python(code, { environment: { A: '1' } }), { stdout: '200 200\n', error: null })
})

test('a waiting container that dies is replaced', async (t) => {
  const { python, owner, sandbox } = await startSandbox(t, { waiting: 1 })
  await untilWaiting(sandbox, 1)
  const before = await idsOf(owner)
  for (const id of before) await docker.getContainer(id).kill()
  while ((await idsOf(owner)).some((id) => before.includes(id))) await sleep(50)
  await untilWaiting(sandbox, 1)
  t.is((await python('print(1)')).stdout, '1\n')
})

test('a waiting container that does not answer is found out', async (t) => {
  const owner = `test-frozen-${crypto.randomUUID()}`
  const log = pino({ level: 'silent' })
  const fresh = createFreshContainers({ docker, image: await testImage(), owner, certificates: null, log })
  const container = await fresh.acquire(new AbortController().signal)
  t.teardown(() => container.dispose())
  const waiting = await makeWaiting(container, ['requests'])
  t.true(await waiting.isHealthy())
  const [id = ''] = await idsOf(owner)
  // The kernel may not freeze a container at once that is only just there.
  await eventually('the container to be frozen', () =>
    docker
      .getContainer(id)
      .pause()
      .then(
        () => true,
        () => false,
      ),
  )
  t.false(await waiting.isHealthy())
})

test('libraries that code needs are imported before it runs', async (t) => {
  const { python, sandbox } = await startSandbox(t, { waiting: 2 })
  const code = 'import pandas\nimport matplotlib.pyplot as plt'
  sandbox.prepareFor(code)
  await untilWaiting(sandbox, 1, 'matplotlib.pyplot')
  const imports = `import sys, time\nstarted = time.process_time()\n${code}\nprint(time.process_time() - started < 0.02)`
  t.like(await python(imports), { stdout: 'True\n', error: null })
  await untilWaiting(sandbox, 1, 'matplotlib.pyplot')
})

test('code that imports nothing leaves the containers with libraries to others', async (t) => {
  const { python, sandbox } = await startSandbox(t, { waiting: 2 })
  for (let i = 0; i < 3; i++) sandbox.prepareFor('import pandas\nfrom sklearn import metrics')
  await untilWaiting(sandbox, 1, 'pandas')
  t.is((await python('print(1)')).stdout, '1\n')
  t.true(sandbox.waiting().some(({ modules }) => modules.includes('pandas')))
})

test('what is imported in advance changes nothing that code can see of the next run', async (t) => {
  const { python, sandbox } = await startSandbox(t, { waiting: 1 })
  await untilWaiting(sandbox, 1)
  await python("import requests\nrequests.get = None\nopen('/tmp/left', 'w').write('x')")
  await untilWaiting(sandbox, 1)
  const code = "import requests, pathlib\nprint(requests.get is None, pathlib.Path('/tmp/left').exists())"
  t.is((await python(code)).stdout, 'False False\n')
})

test('drained, it keeps nothing waiting, and serves all the same', async (t) => {
  const { python, sandbox } = await startSandbox(t, { waiting: 2 })
  await untilWaiting(sandbox, 2)
  const running = python("import time\ntime.sleep(1)\nprint('to the end')")
  sandbox.drain()
  t.is(sandbox.waiting().length, 0)
  t.is((await running).stdout, 'to the end\n')
  t.is((await python('print(1)')).stdout, '1\n')
  t.is(sandbox.waiting().length, 0)
})

test('a run that has to wait says so, and then that it runs', async (t) => {
  const { python } = await startSandbox(t)
  const said: string[] = []
  await python('print(1)', { onProgress: (what) => said.push(what) })
  t.deepEqual(said, ['waiting for a free sandbox', 'running the code'])
})
