import { hostname } from 'node:os'
import Docker from 'dockerode'
import type { Logger } from 'pino'
import type { Configuration } from '../domain/configuration.ts'
import type { EgressPolicy } from '../egress/policy.ts'
import { ensureSandboxImage } from '../sandbox/image/build.ts'
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts'

/** Started containers that wait for a run: about 30 MB each, and 12 ms instead of 200 for a small action. */
const WARM_SANDBOXES = 2

/** The sandbox on this machine's container engine, or null where there is none: API calls work without. */
export async function openSandbox(
  configuration: Configuration,
  egress: EgressPolicy,
  log: Logger,
): Promise<Sandbox | null> {
  const docker = new Docker()
  try {
    await docker.ping()
    const image =
      configuration.ERRAND_SANDBOX_IMAGE ??
      (await ensureSandboxImage({ docker, report: (line) => log.info(line) }))
    return createSandbox({
      docker,
      image,
      egress,
      log,
      runtime: configuration.SANDBOX_RUNTIME,
      extraCaFile: configuration.NODE_EXTRA_CA_CERTS,
      warm: WARM_SANDBOXES,
      owner: `${hostname()}-${process.pid}-${Date.now()}`,
    })
  } catch (error) {
    log.error(
      { error_message: error instanceof Error ? error.message : String(error) },
      'no container engine: Python actions end in engine_unavailable',
    )
    return null
  }
}
