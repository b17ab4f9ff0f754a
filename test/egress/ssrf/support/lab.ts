// A network namespace of a test file's own, in which only the loopback is up and every address of the world leads to
// one server. Nothing that runs in it can send a packet out of it, whatever the code under test does.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ExecutionContext } from 'ava'
import { type Bridge, bridgeToStorage } from './bridge.ts'
import type { Outcome } from './case.ts'
import type { Job } from './inside.ts'
import { networkNamespace } from './kernel.ts'
import { HOSTS } from './zone.ts'

export interface Lab {
  run(job: Job): Promise<Outcome>
}

export const INSIDE = fileURLToPath(new URL('inside.ts', import.meta.url))

/** `AnyIP`: whatever the address, it is this machine's own. The mounts are seen inside only. */
const SET_UP = `
set -eu
ip link set lo up
ip route add local 0.0.0.0/0 dev lo
ip -6 route add local ::/0 dev lo
for file in hosts resolv.conf nsswitch.conf; do
  if [ -e "/etc/$file" ]; then mount --bind "$SSRF_FILES/$file" "/etc/$file"; fi
done
exec "$@"
`

/** Starts the servers and Errand's code inside, for as long as the tests of this file take. */
export async function openLab(t: Pick<ExecutionContext, 'teardown'>): Promise<Lab> {
  if (process.platform !== 'linux')
    throw new Error('The SSRF suite makes a network namespace of its own: run it on Linux, as root.')
  const files = mkdtempSync(join(tmpdir(), 'errand-ssrf-'))
  t.teardown(() => rmSync(files, { recursive: true, force: true }))
  writeFileSync(join(files, 'hosts'), HOSTS)
  writeFileSync(join(files, 'resolv.conf'), 'nameserver 127.0.0.1\nsearch .\n')
  writeFileSync(join(files, 'nsswitch.conf'), 'hosts: files dns\n')
  const bridge = await bridgeToStorage(join(files, 'mongodb.sock'))
  t.teardown(bridge.close)
  const child = start(files, bridge)
  t.teardown(() => end(child))
  return talkTo(child)
}

/**
 * The arguments of `unshare` for a shell script in a network of its own, with this suite's program as its arguments.
 * Who is not root may still be root of a namespace, where the machine permits it.
 */
export function unshareArguments(script: string): string[] {
  const asRoot = process.getuid?.() === 0 ? [] : ['--map-root-user']
  return [...asRoot, '--net', '--mount', 'sh', '-c', script, 'sh', process.execPath, INSIDE]
}

function start(files: string, { url }: Bridge): ChildProcess {
  return spawn('unshare', unshareArguments(SET_UP), {
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    env: {
      ...process.env,
      TMPDIR: files,
      SSRF_FILES: files,
      SSRF_OUTSIDE: networkNamespace(),
      ERRAND_INTERNAL_TEST_MONGODB: url,
    },
  })
}

async function talkTo(child: ChildProcess): Promise<Lab> {
  let said = ''
  child.stderr?.on('data', (data) => {
    said += data
  })
  const waiting = new Map<number, (outcome: Outcome) => void>()
  const gone = new Promise<never>((_, reject) => {
    const fail = (why: string) =>
      reject(
        new Error(
          `The SSRF suite has no network namespace: ${why}. It needs unshare (package util-linux), ip (package iproute2), IPv6 on the loopback, and root or the right to make namespaces.`,
        ),
      )
    child.once('error', (error) => fail(error.message))
    child.once('exit', () => fail(said.trim() || 'its process ended'))
  })
  gone.catch(() => {})
  const ready = new Promise<void>((resolve) => {
    child.on('message', (message: { ready?: true; id?: number; outcome?: Outcome }) => {
      if (message.ready) return resolve()
      if (message.id !== undefined && message.outcome) waiting.get(message.id)?.(message.outcome)
    })
  })
  await Promise.race([ready, gone])
  let count = 0
  return {
    run(job) {
      const id = count++
      const outcome = new Promise<Outcome>((resolve) => waiting.set(id, resolve))
      child.send({ id, job })
      return Promise.race([outcome, gone])
    },
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const exited = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await exited
}
