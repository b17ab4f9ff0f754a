import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { identify } from '../../stack/process/identity.ts'
import { lock, tryLock, unlock } from '../../stack/process/lock-file.ts'

function lockPath(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'errand-lock-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  return join(folder, 'a.lock')
}

/** Another process that takes the lock and keeps it until it is killed. */
async function keeper(t: ExecutionContext, path: string) {
  const module = new URL('../../stack/process/lock-file.ts', import.meta.url).href
  const code = `const { tryLock } = await import('${module}')
    console.log(JSON.stringify(tryLock(process.argv[1])))
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, path])
  t.teardown(() => child.kill('SIGKILL'))
  const [answer] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, answer: JSON.parse(answer.toString()) as { pid: number } | null }
}

test('a lock that another process holds is refused, naming the process', async (t) => {
  const path = lockPath(t)
  const { child, answer } = await keeper(t, path)
  t.is(answer, null)
  t.is(tryLock(path)?.pid, child.pid)
  unlock(path)
  t.true(existsSync(path), 'nobody can give back what another holds')
})

test('the lock of a killed process is taken over', async (t) => {
  const path = lockPath(t)
  const { child } = await keeper(t, path)
  const waiting = lock(path)
  child.kill('SIGKILL')
  await waiting
  t.is((await keeper(t, path)).answer?.pid, process.pid)
  unlock(path)
  t.false(existsSync(path))
})

test('a number that the system has given to another process since is not mistaken for the owner', (t) => {
  const path = lockPath(t)
  writeFileSync(path, JSON.stringify({ pid: process.ppid, started: 'long ago' }))
  t.is(tryLock(path), null)
})

test('half a lock file is taken over', (t) => {
  const path = lockPath(t)
  writeFileSync(path, '{"pid":')
  t.is(tryLock(path), null)
})

test('of many processes at a stale lock exactly one gets it', async (t) => {
  const path = lockPath(t)
  writeFileSync(path, JSON.stringify({ pid: 1, started: 'long ago' }))
  const keepers = await Promise.all(Array.from({ length: 8 }, () => keeper(t, path)))
  t.is(keepers.filter(({ answer }) => answer === null).length, 1)
})

test('a process that has ended has no identity', async (t) => {
  const child = spawn(process.execPath, ['-e', ''])
  const pid = child.pid ?? 0
  t.truthy(identify(pid))
  await once(child, 'exit')
  t.is(identify(pid), null)
})
