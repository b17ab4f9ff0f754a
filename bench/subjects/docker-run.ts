import { spawn } from 'node:child_process'
import { SANDBOX_LIMITS as LIMITS } from '../../sandbox/limits.ts'
import type { Subject } from '../subject.ts'

/** One `docker run` that is under way. */
export interface DockerRun {
  /** Resolves when the first byte of its output is here. */
  firstByte: Promise<void>
  /** All of its output, when the command has ended. */
  output: Promise<string>
}

/**
 * What everybody would type: the sandbox's image and limits, nothing of what Errand does besides.
 * @param dockerHost where the engine is, as `DOCKER_HOST` has it
 * @throws {Error} (as rejections) where there is no `docker` command, or it fails
 */
export function dockerRun(image: string, code: string, dockerHost: string): DockerRun {
  const child = spawn('docker', [...FLAGS, '--entrypoint', 'python3', image, '-c', code], {
    env: { ...process.env, DOCKER_HOST: dockerHost },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const first = Promise.withResolvers<void>()
  const all = Promise.withResolvers<string>()
  // Whoever wants one of them only must not be surprised by the other.
  first.promise.catch(() => {})
  all.promise.catch(() => {})
  const fail = (error: Error) => {
    first.reject(error)
    all.reject(error)
  }
  let output = ''
  let complaint = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString()
    first.resolve()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString()
  })
  child.on('error', (error: NodeJS.ErrnoException) => fail(error.code === 'ENOENT' ? NO_COMMAND : error))
  child.on('close', (code) => {
    if (code !== 0) return fail(new Error(`docker run ended with ${code}: ${complaint.slice(0, 500)}`))
    first.resolve()
    all.resolve(output)
  })
  return { firstByte: first.promise, output: all.promise }
}

/** Its time to the first byte of output; the rest is waited for, unmeasured. */
export function untilFirstByte(start: () => DockerRun): Pick<Subject, 'once' | 'after'> {
  let running: DockerRun | undefined
  return {
    async once() {
      running = start()
      await running.firstByte
    },
    after: async () => await running?.output,
  }
}

const NO_COMMAND = new Error(
  'The baseline is the `docker` command, which is not here. Install the Docker CLI (Debian: docker.io, or ' +
    'docker-cli), or leave out this section: npm run bench -- calls',
)

/** As container-options.ts has them, but for what is Errand's own doing there: see NetworkDisabled. */
const FLAGS = [
  'run',
  '--rm',
  ...['--user', '10001:10001'],
  ...['--workdir', '/tmp'],
  ...['--hostname', 'sandbox'],
  ...['--network', 'none'],
  ...['--memory', `${LIMITS.memoryBytes}b`],
  ...['--memory-swap', `${LIMITS.memoryBytes}b`],
  ...['--cpus', String(LIMITS.cpus)],
  ...['--pids-limit', String(LIMITS.processes)],
  ...['--ulimit', 'core=0:0'],
  ...['--ulimit', 'nofile=1024:1024'],
  '--read-only',
  ...['--tmpfs', `/tmp:rw,noexec,nosuid,nodev,size=${LIMITS.tmpBytes},mode=1777`],
  ...['--shm-size', `${16 * 1024 ** 2}b`],
  ...['--ipc', 'private'],
  ...['--cap-drop', 'ALL'],
  ...['--security-opt', 'no-new-privileges'],
  ...['--log-driver', 'none'],
]
