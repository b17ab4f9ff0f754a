import type Docker from 'dockerode'
import type { Logger } from 'pino'
import { removeContainer } from './remove-container.ts'

/** Removes containers, and remembers those that the engine, being away, has not removed yet. */
export interface Removals {
  /** Never rejects. */
  remove(container: Docker.Container): Promise<void>
  /** Another try for each that is left. Never rejects. */
  retry(): Promise<void>
  /** Resolves when no removal is under way. */
  settled(): Promise<void>
}

export function createRemovals(log: Logger): Removals {
  // The sweep takes those of a worker that is alive for containers in use.
  const left = new Set<Docker.Container>()
  const underWay = new Set<Promise<void>>()

  function remove(container: Docker.Container): Promise<void> {
    left.delete(container)
    const removal = removeContainer(container, log).then((isGone) => {
      underWay.delete(removal)
      if (!isGone) left.add(container)
    })
    underWay.add(removal)
    return removal
  }

  return {
    remove,
    retry: async () => void (await Promise.all([...left].map(remove))),
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}
