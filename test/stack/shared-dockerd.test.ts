// A real dockerd, apart from the machine's own in everything: socket, data, containerd, no network.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import Docker from 'dockerode'
import { eventually, leaveDockerd, startDockerd, useDockerd } from '../../stack/engine/shared-dockerd.ts'
import { identify, isRunning, type ProcessIdentity } from '../../stack/process/identity.ts'
import { stopLeftover } from '../../stack/process/stop-leftover.ts'

async function startOne(t: ExecutionContext) {
  const folder = mkdtempSync(join(tmpdir(), 'errand-dockerd-'))
  const socket = join(folder, 'docker.sock')
  const program = join(folder, 'start-dockerd')
  const places = `--data-root ${folder}/data --exec-root ${folder}/exec --pidfile ${folder}/pid`
  const apart = '--bridge none --iptables=false --ip6tables=false'
  writeFileSync(program, `#!/bin/sh\nexec dockerd --host unix://${socket} ${places} ${apart}\n`)
  chmodSync(program, 0o755)
  startDockerd(folder, program)
  const daemon = JSON.parse(readFileSync(join(folder, 'dockerd/daemon'), 'utf8')) as ProcessIdentity
  t.teardown(async () => {
    await stopLeftover(daemon)
    rmSync(folder, { recursive: true, force: true })
  })
  const docker = new Docker({ socketPath: socket })
  const answered = await eventually(async () => docker.ping().catch(() => null), 30_000)
  if (!answered)
    throw new Error(`dockerd did not start:\n${readFileSync(join(folder, 'dockerd.log'), 'utf8')}`)
  return { folder, docker, daemon }
}

test('the last stack to leave stops the dockerd that a stack started', async (t) => {
  const { folder, docker, daemon } = await startOne(t)
  useDockerd(folder)
  t.true(isRunning(daemon))
  t.true(await leaveDockerd(folder, docker))
  t.false(isRunning(daemon))
})

test('it runs on while another stack uses it, and a stack that was killed does not count', async (t) => {
  const { folder, docker, daemon } = await startOne(t)
  useDockerd(folder)
  const other = join(folder, 'dockerd/user-other')
  writeFileSync(other, JSON.stringify(identify(process.ppid)))
  t.false(await leaveDockerd(folder, docker))
  t.true(isRunning(daemon))
  writeFileSync(other, JSON.stringify({ pid: process.ppid, started: 'long ago' }))
  t.true(await leaveDockerd(folder, docker))
})

test('a dockerd that no stack started is left alone', async (t) => {
  const { folder, docker, daemon } = await startOne(t)
  rmSync(join(folder, 'dockerd/daemon'))
  useDockerd(folder)
  t.false(await leaveDockerd(folder, docker))
  t.true(isRunning(daemon))
})
