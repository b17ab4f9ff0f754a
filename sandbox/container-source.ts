import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type Docker from 'dockerode'
import type { Logger } from 'pino'
import { RunFailure } from '../domain/run-errors.ts'
import { abortable } from '../egress/deadline.ts'
import { type ContainerSettings, containerOptions } from './container-options.ts'
import { encodeJson, FRAME } from './frames.ts'
import { createHarnessLink, type HarnessLink } from './harness-link.ts'

/** A started container whose harness waits for its one request. */
export interface ReadyContainer {
  readonly link: HarnessLink
  /** Whether the kernel ended the container for its memory; false where that can't be told. */
  ranOutOfMemory(): Promise<boolean>
  /** Kills and removes the container. Never rejects. */
  dispose(): Promise<void>
}

/** Where containers for runs come from. */
export interface ContainerSource {
  /**
   * A container that serves this caller only, who disposes of it.
   * @throws {RunFailure} `engine_unavailable`
   * @throws the signal's reason when it aborts
   */
  acquire(signal: AbortSignal): Promise<ReadyContainer>
  /** Gives no more, and removes what nobody has acquired. */
  close(): Promise<void>
}

export interface FreshContainersOptions extends ContainerSettings {
  docker: Docker
  /** PEM of certificate authorities that the code is to trust, besides the usual ones. */
  certificates: string | null
  log: Logger
}

/** Starts a container for each caller. */
export function createFreshContainers(options: FreshContainersOptions): ContainerSource {
  return {
    async acquire(signal) {
      try {
        return await start(options, signal)
      } catch (error) {
        signal.throwIfAborted()
        if (error instanceof RunFailure) throw error
        options.log.warn({ reason: reasonOf(error) }, 'no sandbox container could be started')
        throw new RunFailure('engine_unavailable', 'The container engine could not start a sandbox.', {
          cause: error,
        })
      }
    },
    close: async () => {},
  }
}

async function start(options: FreshContainersOptions, signal: AbortSignal): Promise<ReadyContainer> {
  const { docker, certificates, log } = options
  const container = await docker.createContainer(containerOptions(options))
  let link: HarnessLink | null = null
  const dispose = async () => {
    link?.destroy()
    await removeContainer(container, log)
  }
  try {
    signal.throwIfAborted()
    const stream = await container.attach({
      stream: true,
      hijack: true,
      stdin: true,
      stdout: true,
      stderr: true,
    })
    link = createHarnessLink(stream as Duplex)
    if (certificates) link.sendRaw(encodeJson(FRAME.setup, { certificates }))
    await container.start()
    await abortable(link.ready, signal)
    return { link, dispose, ranOutOfMemory: () => wasOutOfMemory(container) }
  } catch (error) {
    await dispose()
    throw error
  }
}

/** How long a removal that the engine has begun by itself may take until nobody waits for it any more. */
const REMOVAL_MS = 10_000

/** Removes a container whatever state it is in, and resolves when it is gone. Never rejects. */
export async function removeContainer(container: Docker.Container, log: Logger): Promise<void> {
  const giveUpAt = performance.now() + REMOVAL_MS
  for (;;) {
    try {
      return await container.remove({ force: true, v: true })
    } catch (error) {
      const { statusCode } = error as { statusCode?: number }
      if (statusCode === 404) return
      // 409: it ended by itself, so its removal has begun.
      if (statusCode !== 409 || performance.now() > giveUpAt) {
        const reason = reasonOf(error)
        log.warn({ container: container.id.slice(0, 12), reason }, 'a sandbox container could not be removed')
        return
      }
      await sleep(50)
    }
  }
}

async function wasOutOfMemory(container: Docker.Container): Promise<boolean> {
  try {
    return (await container.inspect()).State.OOMKilled
  } catch {
    return false
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message.trim() : String(error))
