import { setTimeout as sleep } from 'node:timers/promises'
import test from 'ava'
import { containersOf, docker, startSandbox } from './support/sandbox.ts'
import { startServer } from './support/servers.ts'

async function untilWaiting(owner: string, count: number): Promise<void> {
  while ((await containersOf(owner)).filter(({ State }) => State === 'running').length < count)
    await sleep(50)
}

test('each run takes a waiting container, which another replaces', async (t) => {
  const { python, owner, sandbox } = await startSandbox(t, { warm: 2 })
  await untilWaiting(owner, 2)
  const before = (await containersOf(owner)).map(({ Id }) => Id)
  t.is((await python("print('warm')")).stdout, 'warm\n')
  const kept = async () => {
    const after = (await containersOf(owner)).map(({ Id }) => Id)
    return { waiting: after.length, old: after.filter((id) => before.includes(id)).length }
  }
  let { waiting, old } = await kept()
  while (waiting !== 2 || old !== 1) {
    await sleep(50)
    ;({ waiting, old } = await kept())
  }
  await sandbox.close()
  t.deepEqual(await containersOf(owner), [])
})

test('more runs than waiting containers get fresh ones', async (t) => {
  const { python, owner } = await startSandbox(t, { warm: 1 })
  await untilWaiting(owner, 1)
  const code = "import pathlib\nprint(pathlib.Path('/tmp/mark').exists())\nopen('/tmp/mark', 'w').close()"
  const ran = await Promise.all([python(code), python(code), python(code)])
  t.deepEqual(
    ran.map(({ stdout }) => stdout),
    ['False\n', 'False\n', 'False\n'],
  )
})

test('what was imported while waiting finds its way out and its certificates, too', async (t) => {
  const { port } = await startServer(t)
  const { python, owner } = await startSandbox(t, { warm: 1, allow: [`127.0.0.1:${port}`] })
  await untilWaiting(owner, 1)
  const url = `http://127.0.0.1:${port}/`
  const code = `import requests, urllib3\nprint(requests.get('${url}').status_code, urllib3.request('GET', '${url}').status)`
  t.like(await python(code, { environment: { A: '1' } }), { stdout: '200 200\n', error: null })
})

test('a waiting container that dies is replaced', async (t) => {
  const { python, owner } = await startSandbox(t, { warm: 1 })
  await untilWaiting(owner, 1)
  const [first] = await containersOf(owner)
  await docker.getContainer(first?.Id ?? '').kill()
  while ((await containersOf(owner)).some(({ Id }) => Id === first?.Id)) await sleep(50)
  await untilWaiting(owner, 1)
  t.is((await python('print(1)')).stdout, '1\n')
})
