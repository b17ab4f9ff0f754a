import type Docker from 'dockerode'
import type { Logger } from 'pino'
import { SANDBOX_LABEL } from './container-options.ts'
import { SANDBOX_LIMITS as LIMITS } from './limits.ts'
import { hasEnded } from './owner.ts'
import { removeContainer } from './remove-container.ts'

export interface SweepOptions {
  docker: Docker
  log: Logger
  /** The label of the containers that are looked at, with or without `=owner`. */
  label?: string
}

/**
 * Removes sandbox containers that nobody will use any more: those of a worker process that has ended, those that
 * were never started, and those that have outlived every run. Containers of other workers that are alive stay.
 * @returns how many were removed
 */
export async function sweepOrphans({ docker, log, label = SANDBOX_LABEL }: SweepOptions): Promise<number> {
  const found = await docker.listContainers({ all: true, filters: { label: [label] } })
  if (found.length === 0) return 0
  // By the engine's own clock, which also dated the containers.
  const { SystemTime: time } = (await docker.info()) as { SystemTime: string }
  const now = Date.parse(time)
  const orphans = found.filter((container) => isOrphan(container, now))
  await Promise.all(orphans.map(({ Id: id }) => removeContainer(docker.getContainer(id), log)))
  if (orphans.length > 0) log.info({ removed: orphans.length }, 'removed orphaned sandbox containers')
  return orphans.length
}

/** @param now epoch milliseconds, by the engine's clock */
export function isOrphan(
  {
    Created: created,
    State: state,
    Labels: labels,
  }: Pick<Docker.ContainerInfo, 'Created' | 'State' | 'Labels'>,
  now: number,
): boolean {
  const age = now - created * 1000
  if (age > LIMITS.lifetimeMs) return true
  if (state !== 'running' && age > LIMITS.unstartedMs) return true
  return hasEnded(labels[SANDBOX_LABEL] ?? '')
}
