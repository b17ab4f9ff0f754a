import { setTimeout as sleep } from 'node:timers/promises'
import type Docker from 'dockerode'
import { SANDBOX_LABEL } from '../../sandbox/container-options.ts'

const PATIENCE_MS = 30_000
const LOOK_EVERY_MS = 100
/** A container that has started imports libraries yet, which the engine does not see. */
const IMPORTING_MS = 1_500

/**
 * Waits until a worker has as many containers as it keeps, and for what it then may still import, so that it takes
 * no CPU from what is measured next. Gives up quietly: it is a matter of noise only.
 */
export async function untilWorkerRests(
  docker: Docker,
  workerPid: number | undefined,
  waiting: number,
): Promise<void> {
  const isIts = new RegExp(`\\.${workerPid}\\.\\d+$`)
  const giveUpAt = performance.now() + PATIENCE_MS
  for (;;) {
    const found = await docker.listContainers({ filters: { label: [SANDBOX_LABEL] } })
    const its = found.filter(({ Labels: labels }) => isIts.test(labels[SANDBOX_LABEL] ?? ''))
    // One more is for checking code.
    if (its.length === waiting + 1 || performance.now() > giveUpAt) break
    await sleep(LOOK_EVERY_MS)
  }
  await sleep(IMPORTING_MS)
}
