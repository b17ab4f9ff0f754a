// The real `npm start`, with API, worker, Temporal and MongoDB: what survives and what doesn't.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import test, { type ExecutionContext } from 'ava'
import { identify } from '../../stack/process/identity.ts'
import { beginErrand, type Errand, type StartingErrand, startErrand } from '../support/errand.ts'
import { processesOn } from './processes-on.ts'

function newFolder(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'errand-life-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A stack that is not waited for; it does not outlive its test. */
function begin(t: ExecutionContext, options: Parameters<typeof beginErrand>[0]): StartingErrand {
  const starting = beginErrand(options)
  t.teardown(async () => {
    // Twice, as a person would: the second ends everything at once.
    for (const _ of [1, 2]) starting.child.kill('SIGINT')
    await starting.exited
  })
  return starting
}

async function start(t: ExecutionContext, options: Parameters<typeof startErrand>[0] = {}): Promise<Errand> {
  const errand = await startErrand(options)
  t.teardown(() => errand.remove())
  return errand
}

async function until(condition: () => boolean | Promise<boolean>, seconds = 120): Promise<void> {
  for (const deadline = Date.now() + seconds * 1000; !(await condition()); await sleep(50))
    if (Date.now() > deadline) throw new Error('It did not come to that.')
}

const api = (errand: Errand, path: string, options: RequestInit = {}) =>
  fetch(`${errand.url}/api/v1${path}`, {
    ...options,
    headers: { 'x-api-key': errand.adminKey, 'content-type': 'application/json' },
  })

const makeGuru = (errand: Errand, slug: string) =>
  api(errand, '/gurus', { method: 'POST', body: JSON.stringify({ slug, name: slug }) })

/** What `npm test` was told about the cache. */
const cache = process.env.ERRAND_CACHE ? { ERRAND_CACHE: process.env.ERRAND_CACHE } : {}

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

test.serial('what was made is there after a restart, at the same addresses, with the same key', async (t) => {
  const dataFolder = newFolder(t)
  const first = await start(t, { dataFolder })
  t.is((await makeGuru(first, 'lasting')).status, 201)
  t.is(await first.stop('SIGINT'), 0)

  const startedAt = Date.now()
  const second = await start(t, { dataFolder })
  t.true(Date.now() - startedAt < 60_000, 'a start with everything cached takes seconds')
  t.is((await api(second, '/gurus/lasting')).status, 200)
  t.is(second.adminKey, first.adminKey)
  t.is(second.url, first.url)
  t.is(second.temporalAddress, first.temporalAddress)
  t.is(second.mongodbUrl, first.mongodbUrl)
  t.is((await fetch(second.temporalUiUrl)).status, 200)
})

test.serial('Ctrl-C leaves no process, and the folder is closed to other users', async (t) => {
  const errand = await start(t)
  const { dataFolder } = errand
  const pids = Object.values(errand.pids())
  t.deepEqual(Object.keys(errand.pids()).sort(), ['api', 'mongodb', 'temporal', 'worker'])
  t.is(modeOf(dataFolder), '700')
  t.is(modeOf(join(dataFolder, 'admin-key')), '600')
  t.is(modeOf(join(dataFolder, 'stack.json')), '600')
  t.true(errand.output().includes(`Dashboard     ${errand.url}`))
  t.true(errand.output().includes(`Temporal UI   ${errand.temporalUiUrl}`))
  t.true(errand.output().includes(`Admin key     ${errand.adminKey}`))

  t.is(await errand.stop('SIGINT'), 0)
  t.deepEqual(
    pids.filter((pid) => identify(pid)),
    [],
  )
  t.deepEqual(processesOn(dataFolder), [])
  t.false(readdirSync(dataFolder).includes('stack.lock'))
})

test.serial('an API or a worker that is killed comes back, and nothing else restarts', async (t) => {
  const errand = await start(t)
  const before = errand.pids()
  process.kill(before.api ?? 0, 'SIGKILL')
  process.kill(before.worker ?? 0, 'SIGKILL')
  await until(() => errand.apiPid() !== before.api && errand.workerPids()[0] !== before.worker)
  await until(() =>
    fetch(`${errand.url}/readyz`).then(
      ({ status }) => status === 200,
      () => false,
    ),
  )
  const after = errand.pids()
  t.is(after.temporal, before.temporal)
  t.is(after.mongodb, before.mongodb)
  t.regex(errand.output(), /The API was ended by SIGKILL; starting it again/)
  t.regex(errand.output(), /The worker was ended by SIGKILL; starting it again/)
})

test.serial('a stack that is killed takes its processes along, and the next start works', async (t) => {
  const dataFolder = newFolder(t)
  const errand = await start(t, { dataFolder })
  t.is((await makeGuru(errand, 'kept')).status, 201)
  await errand.stop('SIGKILL')
  const again = await start(t, { dataFolder })
  t.is((await api(again, '/gurus/kept')).status, 200)
  const mine = [again.stackPid, ...Object.values(again.pids())]
  await until(() => processesOn(dataFolder).every((pid) => mine.includes(pid)))
  t.pass()
})

test.serial('a second stack on the same folder is refused, naming the first', async (t) => {
  const dataFolder = newFolder(t)
  const errand = await start(t, { dataFolder })
  const second = begin(t, { dataFolder })
  t.is(await second.exited, 1)
  t.true(second.output().includes(`already running on ${dataFolder} (process ${errand.stackPid})`))
  t.is((await fetch(`${errand.url}/readyz`)).status, 200)
})

test.serial('two stacks on two folders run side by side', async (t) => {
  const [one, other] = await Promise.all([start(t), start(t)])
  t.not(one.url, other.url)
  t.is((await makeGuru(one, 'only-here')).status, 201)
  t.is((await api(other, '/gurus/only-here')).status, 404)
})

test.serial('a port that is in use is an error that names ERRAND_PORT', async (t) => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => void server.close())
  const { port } = server.address() as { port: number }
  const starting = begin(t, { dataFolder: newFolder(t), environment: { ERRAND_PORT: String(port) } })
  t.is(await starting.exited, 1)
  t.true(starting.output().includes(`Port ${port} on 127.0.0.1 is in use.`))
  t.regex(starting.output(), /ERRAND_PORT/)
})

test.serial('Ctrl-C during the start leaves no process', async (t) => {
  for (const reached of ['Container engine:', 'MongoDB: ready', 'API: ready']) {
    const dataFolder = newFolder(t)
    const starting = begin(t, { dataFolder })
    await until(() => starting.output().includes(reached))
    starting.child.kill('SIGINT')
    t.is(await starting.exited, 0, starting.output())
    t.deepEqual(processesOn(dataFolder), [], reached)
  }
})

test.serial('SIGTERM to npm stops the stack as well', async (t) => {
  const dataFolder = newFolder(t)
  const npm = spawn('npm', ['start'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      ERRAND_DATA: dataFolder,
      ERRAND_PORT: '0',
      ...cache,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.teardown(() => npm.kill('SIGKILL'))
  let output = ''
  npm.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  await until(() => output.includes('Errand is ready.'))
  npm.kill('SIGTERM')
  await until(() => processesOn(dataFolder).length === 0)
  t.regex(output, /Stopped\./)
})

test.serial('a second Ctrl-C ends everything at once', async (t) => {
  const errand = await start(t)
  const { dataFolder } = errand
  // Stopped, it can't react to SIGTERM: an orderly end would have to wait for it.
  for (const pid of errand.workerPids()) process.kill(pid, 'SIGSTOP')
  const startedAt = Date.now()
  const exited = errand.stop('SIGINT')
  await sleep(500)
  t.is(await errand.stop('SIGINT'), 130)
  await exited
  t.true(Date.now() - startedAt < 12_000)
  await until(() => processesOn(dataFolder).length === 0)
})

test.serial('the worker is not given the admin key, the API no key of the model', async (t) => {
  const errand = await start(t, {
    environment: {
      ERRAND_ADMIN_KEY: 'an-admin-key-of-mine',
      ERRAND_MODEL_URL: 'http://127.0.0.1:1/v1',
      ERRAND_MODEL: 'm',
      ERRAND_MODEL_KEY: 'a-model-key-of-mine',
    },
  })
  const environmentOf = (pid: number | undefined) => readFileSync(`/proc/${pid}/environ`, 'utf8')
  t.false(environmentOf(errand.workerPids()[0]).includes('an-admin-key-of-mine'))
  t.true(environmentOf(errand.apiPid()).includes('an-admin-key-of-mine'))
  t.false(environmentOf(errand.apiPid()).includes('a-model-key-of-mine'))
  for (const server of ['temporal', 'mongodb'])
    t.notRegex(environmentOf(errand.pids()[server]), /key-of-mine/)
  t.false(
    readdirSync(errand.dataFolder).includes('admin-key'),
    'a key of the environment is not written down',
  )
})

test.serial('without a container engine the stack starts, and says what will not work', async (t) => {
  const errand = await start(t, { environment: { DOCKER_HOST: 'unix:///nowhere/docker.sock' } })
  t.regex(errand.output(), /Python actions do not work and will end in engine_unavailable/)
  t.regex(errand.output(), /DOCKER_HOST: the engine at unix:\/\/\/nowhere\/docker\.sock does not answer/)
  t.is((await fetch(`${errand.url}/readyz`)).status, 200)
})

test.serial('the servers listen on loopback only', async (t) => {
  const errand = await start(t)
  const addresses = [
    errand.temporalAddress,
    errand.temporalUiUrl,
    new URL(errand.mongodbUrl).host,
    errand.url,
  ]
  for (const address of addresses)
    t.deepEqual(listenersOn(Number(address.split(':').at(-1))), ['0100007F'], address)
})

/** Local addresses in hex, from columns 2 (address:port) and 4 (state, 0A is LISTEN) of /proc/net/tcp. */
function listenersOn(port: number): string[] {
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  const table = ['tcp', 'tcp6'].map((name) => readFileSync(`/proc/net/${name}`, 'utf8')).join('\n')
  return table.split('\n').flatMap((line) => new RegExp(`: (\\w+):${hex} \\S+ 0A `).exec(line)?.[1] ?? [])
}
