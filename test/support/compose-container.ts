import type { ExecutionContext } from 'ava'
import type Docker from 'dockerode'
import type { ComposeService } from './compose-file.ts'

export interface ComposeContainer {
  container: Docker.Container
  logs(): Promise<string>
  /** `starting`, `healthy` or `unhealthy`, as the engine says. */
  health(): Promise<string>
  /** Runs a command inside, and answers what it prints. */
  exec(...command: string[]): Promise<{ code: number; output: string }>
  /** Stops it as compose does. @returns the exit code */
  stop(): Promise<number>
}

export interface RunAs {
  image: string
  /** Over the service's own. */
  environment?: Record<string, string>
  /** Put before the names of volumes, which are the test's own. */
  volumes: string
}

const SECOND = 1_000_000_000
/** Tests look more often than an operator needs to. */
const HEALTH_EVERY_SECONDS = 3
const STOP_WITHIN_SECONDS = 30

/**
 * Starts a container with all that its service in docker-compose.yml promises: user, read-only root, capabilities,
 * limits, mounts. Only its network is the machine's, where the servers of `npm test` listen.
 */
export async function runService(
  t: ExecutionContext,
  docker: Docker,
  service: ComposeService,
  { image, environment = {}, volumes }: RunAs,
): Promise<ComposeContainer> {
  const variables = { ...service.environment, ...environment }
  const container = await docker.createContainer({
    Image: image,
    Cmd: service.command ?? [],
    User: service.user ?? '',
    Env: Object.entries(variables).map(([name, value]) => `${name}=${value ?? ''}`),
    ...(service.healthcheck?.test
      ? {
          Healthcheck: {
            Test: service.healthcheck.test,
            Interval: HEALTH_EVERY_SECONDS * SECOND,
            Timeout: 20 * SECOND,
          },
        }
      : {}),
    HostConfig: {
      Init: true,
      NetworkMode: 'host',
      ReadonlyRootfs: service.read_only === true,
      CapDrop: service.cap_drop ?? [],
      SecurityOpt: service.security_opt ?? [],
      GroupAdd: service.group_add ?? [],
      Tmpfs: Object.fromEntries((service.tmpfs ?? []).map((mount) => splitOnce(mount))),
      Binds: (service.volumes ?? []).map((mount) => (mount.startsWith('/') ? mount : `${volumes}-${mount}`)),
      Memory: bytesOf(service.mem_limit ?? '0'),
      NanoCpus: (service.cpus ?? 0) * SECOND,
      PidsLimit: service.pids_limit ?? 0,
      RestartPolicy: { Name: service.restart === 'no' ? 'no' : 'unless-stopped' },
    },
  })
  t.teardown(() => container.remove({ force: true, v: true }).catch(() => {}))
  await container.start()
  return {
    container,
    logs: async () => String(await container.logs({ stdout: true, stderr: true })),
    async health() {
      const { State: state } = await container.inspect()
      return state.Health?.Status ?? 'none'
    },
    async exec(...command) {
      const running = await container.exec({ Cmd: command, AttachStdout: true, AttachStderr: true })
      const stream = await running.start({})
      let output = ''
      container.modem.demuxStream(stream, { write: add } as never, { write: add } as never)
      function add(chunk: Buffer): void {
        output += chunk
      }
      await new Promise((resolve) => stream.once('end', resolve))
      return { code: (await running.inspect()).ExitCode ?? -1, output }
    },
    async stop() {
      await container.stop({ t: STOP_WITHIN_SECONDS })
      return (await container.wait()).StatusCode
    },
  }
}

/** Runs a one-shot service to its end. @throws {Error} with what it printed, where it fails */
export async function runOnce(...args: Parameters<typeof runService>): Promise<string> {
  const { container, logs } = await runService(...args)
  const { StatusCode: code } = await container.wait()
  const output = await logs()
  if (code !== 0) throw new Error(`ended with ${code}: ${output}`)
  return output
}

const splitOnce = (mount: string): [string, string] => {
  const [path = '', ...options] = mount.split(':')
  return [path, options.join(':')]
}

function bytesOf(limit: string): number {
  const [, number = '0', unit = ''] = /^(\d+)([mg]?)$/.exec(limit) ?? []
  return Number(number) * (unit === 'g' ? 1024 ** 3 : unit === 'm' ? 1024 ** 2 : 1)
}
