import type Docker from 'dockerode'
import type { Logger } from 'pino'
import { SANDBOX_LABEL } from './container-options.ts'
import { removeContainer } from './container-source.ts'
import { SANDBOX_LIMITS } from './limits.ts'

export interface SweepOptions {
  docker: Docker
  log: Logger
  /** The label of the containers that are looked at. */
  label?: string
  /** Older ones have outlived every run. */
  olderThanMs?: number
}

/**
 * Removes sandbox containers that have outlived every run: those of workers that are gone, and those that could
 * not be removed. Containers of other workers that are alive are younger.
 * @returns how many were removed
 */
export async function sweepOrphans({
  docker,
  log,
  label = SANDBOX_LABEL,
  olderThanMs = SANDBOX_LIMITS.lifetimeMs,
}: SweepOptions): Promise<number> {
  const found = await docker.listContainers({ all: true, filters: { label: [label] } })
  if (found.length === 0) return 0
  // By the engine's own clock, which also dated the containers.
  const { SystemTime: now } = (await docker.info()) as { SystemTime: string }
  const oldest = Date.parse(now) - olderThanMs
  const orphans = found.filter(({ Created: created }) => created * 1000 < oldest)
  await Promise.all(orphans.map(({ Id: id }) => removeContainer(docker.getContainer(id), log)))
  if (orphans.length > 0) log.info({ removed: orphans.length }, 'removed orphaned sandbox containers')
  return orphans.length
}
