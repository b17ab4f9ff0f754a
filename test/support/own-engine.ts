// A container engine of a test's own, which it may stop and kill: its own dockerd and containerd, in a folder of
// their own, beside the machine's, which is left alone. It has no network: sandboxes need none.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { ExecutionContext } from 'ava'
import Docker from 'dockerode'
import { findOnPath } from '../../stack/provision/find-program.ts'
import { eventually } from './eventually.ts'

export interface OwnEngine {
  docker: Docker
  /** For DOCKER_HOST. */
  host: string
  /** Resolves when it answers. */
  start(): Promise<void>
  /** SIGTERM, as a package update does it; resolves when it has ended. */
  stop(): Promise<void>
  /** Both daemons at once, with SIGKILL. What runs in containers is left to itself. */
  kill(): Promise<void>
  /** Takes an image over from another engine. */
  load(from: Docker, image: string): Promise<void>
  /** What runs in containers, known to the engine or not; the engine's own processes; mounts in its folder. */
  remains(): { begun: string[]; processes: number[]; mounts: string[] }
}

const READY_MS = 60_000

/** An engine that runs until the test ends. Needs root, and the programs of Docker. */
export async function startOwnEngine(t: ExecutionContext): Promise<OwnEngine> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    throw new Error('This test starts a container engine of its own: run it as root, on Linux.')
  const [dockerd, containerd] = [program('dockerd'), program('containerd')]
  const folder = mkdtempSync(join(tmpdir(), 'errand-dockerd-'))
  const paths = layOut(folder)
  const host = `unix://${paths.socket}`
  const docker = new Docker({ socketPath: paths.socket })
  let daemons: ChildProcess[] = []

  const engine: OwnEngine = {
    docker,
    host,
    async start() {
      const below = launch(containerd, ['--config', paths.containerdConfig], paths.log)
      const above = launch(dockerd, dockerdArguments(folder, paths), paths.log)
      daemons = [above, below]
      try {
        await eventually(
          'the engine to answer',
          () =>
            docker.ping().then(
              () => true,
              () => false,
            ),
          READY_MS,
        )
      } catch (error) {
        throw new Error(`dockerd does not start: ${readFileSync(paths.log, 'utf8').slice(-2_000)}`, {
          cause: error,
        })
      }
    },
    // containerd last: dockerd needs it to stop its containers.
    async stop() {
      for (const daemon of daemons) await end(daemon, 'SIGTERM')
    },
    async kill() {
      await Promise.all(daemons.map((daemon) => end(daemon, 'SIGKILL')))
    },
    async load(from, image) {
      await new Promise<void>((resolve, reject) => {
        void from
          .getImage(image)
          .get()
          .then(async (archive) => {
            const progress = await docker.loadImage(archive)
            docker.modem.followProgress(progress, (error) => (error ? reject(error) : resolve()))
          })
          .catch(reject)
      })
    },
    remains: () => ({
      begun: processesOf(folder).flatMap(childrenOf).map(describe).filter(isBegun),
      processes: processesOf(folder),
      // A dockerd that is killed leaves the mount by which it makes its folder private; the next one adds its own.
      mounts: mountsIn(folder).filter((path) => path !== join(folder, 'data')),
    }),
  }
  t.teardown(async () => {
    await engine.kill()
    for (const pid of processesOf(folder)) killQuietly(pid)
    await eventually('its processes to end', async () => processesOf(folder).length === 0)
    for (const mount of mountsIn(folder).reverse()) spawnSync('umount', ['--lazy', mount])
    rmSync(folder, { recursive: true, force: true })
  })
  await engine.start()
  return engine
}

interface Paths {
  socket: string
  containerdConfig: string
  containerdSocket: string
  log: string
}

function layOut(folder: string): Paths {
  const at = (name: string) => join(folder, name)
  for (const name of ['data', 'exec', 'c', 's']) mkdirSync(at(name))
  const containerdConfig = at('containerd.toml')
  const containerdSocket = at('s/c.sock')
  // The machine's own would be read otherwise.
  writeFileSync(at('dockerd.json'), '{}')
  writeFileSync(
    containerdConfig,
    `version = 2
root = ${JSON.stringify(at('c/root'))}
state = ${JSON.stringify(at('c/state'))}
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
  address = ${JSON.stringify(containerdSocket)}
`,
  )
  return { socket: at('s/d.sock'), containerdConfig, containerdSocket, log: at('log') }
}

const dockerdArguments = (folder: string, { socket, containerdSocket }: Paths): string[] => [
  `--host=unix://${socket}`,
  `--containerd=${containerdSocket}`,
  `--data-root=${join(folder, 'data')}`,
  `--exec-root=${join(folder, 'exec')}`,
  `--pidfile=${join(folder, 'dockerd.pid')}`,
  `--config-file=${join(folder, 'dockerd.json')}`,
  '--bridge=none',
  '--iptables=false',
  '--ip-forward=false',
]

function launch(command: string, args: string[], logFile: string): ChildProcess {
  const log = openSync(logFile, 'a')
  // In a session of its own: Ctrl-C in the terminal must leave its end to the teardown.
  const child = spawn(command, args, { stdio: ['ignore', log, log], detached: true })
  closeSync(log)
  child.once('error', () => {})
  return child
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await gone
}

function program(name: string): string {
  const PATH = [process.env.PATH, '/usr/local/sbin', '/usr/sbin', '/sbin'].join(delimiter)
  const found = findOnPath(name, { PATH })
  if (found) return found
  throw new Error(`This test needs ${name}. On Debian: apt-get install --no-install-recommends docker.io`)
}

/** Daemons, and the shims of containers: their command lines name the folder. */
function processesOf(folder: string): number[] {
  return allPids().filter((pid) => readQuietly(`/proc/${pid}/cmdline`).includes(folder))
}

/**
 * A shim is the parent of what runs in its container. One without is no container's any more: containerd, killed at
 * a bad moment, forgets about it, and no client of the engine can ask for its end.
 */
function childrenOf(pid: number): number[] {
  if (!readQuietly(`/proc/${pid}/cmdline`).includes('containerd-shim')) return []
  // proc(5): after the name in parentheses come state and parent.
  return allPids().filter(
    (other) => /\) \S (\d+) [^)]*$/.exec(readQuietly(`/proc/${other}/stat`))?.[1] === `${pid}`,
  )
}

const allPids = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)

const describe = (pid: number): string =>
  `${pid}: ${readQuietly(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')}`

/** The same may befall a container that is made and not started: in it waits the runtime, and nothing of ours. */
const isBegun = (process: string): boolean => !process.endsWith(': runc init ')

/** In the order in which they were made. */
function mountsIn(folder: string): string[] {
  const lines = readFileSync('/proc/self/mountinfo', 'utf8').split('\n')
  return lines.map((line) => line.split(' ')[4] ?? '').filter((path) => path.startsWith(`${folder}/`))
}

function readQuietly(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended meanwhile.
  }
}
