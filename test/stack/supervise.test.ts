import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import test, { type ExecutionContext } from 'ava'
import { identify } from '../../stack/process/identity.ts'
import { type Supervised, supervise } from '../../stack/process/supervise.ts'
import { waitUntilReady } from '../../stack/process/wait-until.ts'

function run(t: ExecutionContext, code: string) {
  const folder = mkdtempSync(join(tmpdir(), 'errand-supervise-'))
  const lines: string[] = []
  const pids: number[] = []
  const supervised = supervise(
    {
      name: 'The thing',
      command: process.execPath,
      args: ['-e', code],
      env: {},
      cwd: folder,
      logFile: join(folder, 'thing.log'),
    },
    { report: (line) => lines.push(line), onStart: (self) => pids.push(self.pid() ?? 0) },
  )
  t.teardown(async () => {
    await supervised.stop(0)
    rmSync(folder, { recursive: true })
  })
  return { supervised, lines, pids, folder }
}

async function until(condition: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 10_000; !condition(); await sleep(20))
    if (Date.now() > deadline) throw new Error('It did not come to that.')
}

const logged = ({ logFile }: Supervised) => (existsSync(logFile) ? readFileSync(logFile, 'utf8') : '')

test('a process that is killed is started again', async (t) => {
  const { supervised, pids, lines } = run(t, 'setInterval(() => {}, 1000)')
  process.kill(pids[0] ?? 0, 'SIGKILL')
  await until(() => pids.length === 2)
  t.truthy(identify(supervised.pid() ?? 0))
  t.regex(lines[0] ?? '', /The thing was ended by SIGKILL; starting it again in 0\.25 s\. Its log: /)
})

test('a process that keeps ending is started ever more slowly, its last words shown', async (t) => {
  const { pids, lines } = run(t, 'console.log(JSON.stringify({ msg: "no database" })); process.exit(3)')
  await until(() => pids.length === 4)
  const waits = lines.flatMap((line) => /exit code 3; starting it again in ([\d.]+) s/.exec(line)?.[1] ?? [])
  t.deepEqual(waits.slice(0, 3), ['0.25', '0.5', '1'])
  t.true(lines.includes('  no database'))
})

test('a process that was stopped stays stopped', async (t) => {
  const { supervised, pids } = run(t, 'setInterval(() => {}, 1000)')
  await supervised.stop(5_000)
  await sleep(500)
  t.is(pids.length, 1)
  t.is(identify(pids[0] ?? 0), null)
})

test('a process that ignores SIGTERM is killed after its time', async (t) => {
  const { supervised, pids } = run(
    t,
    'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("up")',
  )
  await until(() => logged(supervised).includes('up'))
  const begin = Date.now()
  await supervised.stop(400)
  t.true(Date.now() - begin >= 400)
  t.is(identify(pids[0] ?? 0), null)
})

test('stopping while it waits to start again leaves nothing behind', async (t) => {
  const { supervised, pids, lines } = run(t, 'process.exit(1)')
  await until(() => lines.length > 0)
  await supervised.stop(1_000)
  await sleep(700)
  t.is(pids.length, 1)
})

test('waiting for a process that keeps ending fails with its last words', async (t) => {
  const { supervised } = run(t, 'console.error("the disk is full"); process.exit(1)')
  await t.throwsAsync(
    waitUntilReady(supervised, async () => false, { timeoutMs: 20_000 }),
    {
      message: /The thing keeps ending\. Its log: .*\n {2}the disk is full/,
    },
  )
})
