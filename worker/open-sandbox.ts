import Docker from 'dockerode'
import type { Logger } from 'pino'
import type { Configuration } from '../domain/configuration.ts'
import { abortable } from '../egress/deadline.ts'
import type { EgressPolicy } from '../egress/policy.ts'
import { checkEngine } from '../sandbox/engine-check.ts'
import { ensureSandboxImage } from '../sandbox/image/build.ts'
import { ownerName } from '../sandbox/owner.ts'
import { machineOf, type PoolSizes, poolSizes } from '../sandbox/pool/sizing.ts'
import { createSandbox, type Sandbox, type SandboxObserver } from '../sandbox/sandbox.ts'

const ANSWER_WITHIN_MS = 10_000

/** An engine that hangs is looked for again, like one that is not there. */
const soon = <T>(answer: Promise<T>): Promise<T> => abortable(answer, AbortSignal.timeout(ANSWER_WITHIN_MS))

export interface OpenedSandbox {
  sandbox: Sandbox
  sizes: PoolSizes
}

export interface OpenSandboxOptions {
  configuration: Configuration
  egress: EgressPolicy
  log: Logger
  observer?: SandboxObserver
}

/**
 * The sandbox on the container engine that `DOCKER_HOST` names.
 * @throws {Error} where there is no engine, or not the runtime that SANDBOX_RUNTIME names, or no image can be had
 */
export async function openSandbox({
  configuration,
  egress,
  log,
  observer,
}: OpenSandboxOptions): Promise<OpenedSandbox> {
  const docker = new Docker()
  await soon(docker.ping())
  const { problem, warnings } = await soon(checkEngine(docker, configuration.SANDBOX_RUNTIME))
  if (problem) throw new Error(problem)
  for (const warning of warnings) log.warn(warning)
  const image =
    configuration.ERRAND_SANDBOX_IMAGE ??
    (await ensureSandboxImage({ docker, report: (line) => log.info(line) }))
  const sizes = poolSizes(await soon(machineOf(docker)), givenSizes(configuration))
  const sandbox = createSandbox({
    docker,
    image,
    egress,
    log,
    runtime: configuration.SANDBOX_RUNTIME,
    extraCaFile: configuration.NODE_EXTRA_CA_CERTS,
    waiting: sizes.waiting,
    waitingBytes: sizes.waitingBytes,
    ...(observer && { observer }),
    owner: ownerName(),
  })
  return { sandbox, sizes }
}

/** What the operator has set. */
export function givenSizes(configuration: Configuration): Partial<PoolSizes> {
  const { ERRAND_SANDBOX_RUNS, ERRAND_SANDBOX_WAITING, ERRAND_SANDBOX_WAITING_MB } = configuration
  return {
    concurrency: ERRAND_SANDBOX_RUNS,
    waiting: ERRAND_SANDBOX_WAITING,
    waitingBytes: ERRAND_SANDBOX_WAITING_MB === undefined ? undefined : ERRAND_SANDBOX_WAITING_MB * 1024 ** 2,
  }
}
