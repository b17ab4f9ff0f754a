import type { Duplex } from 'node:stream'
import type Docker from 'dockerode'
import type { Logger } from 'pino'
import { RunFailure } from '../domain/run-errors.ts'
import { abortable } from '../egress/deadline.ts'
import { type ContainerSettings, containerOptions } from './container-options.ts'
import { encodeJson, FRAME } from './frames.ts'
import { createHarnessLink, type HarnessLink } from './harness-link.ts'
import { removeContainer, untilRemoved } from './remove-container.ts'

/** A started container whose harness waits for its one request. */
export interface ReadyContainer {
  readonly link: HarnessLink
  /** Whether the kernel ended the container for its memory; false where that can't be told. */
  ranOutOfMemory(): Promise<boolean>
  /**
   * Resolves when the container is gone; kills it unless its harness is leaving by itself. Never rejects.
   * @param leaving whether the harness has said its last word
   */
  dispose(leaving?: boolean): Promise<void>
}

/** Where containers for runs come from. */
export interface ContainerSource {
  /**
   * A container that serves this caller only, who disposes of it.
   * @param modules what the code imports: one that has imported it already is preferred
   * @throws {RunFailure} `engine_unavailable`
   * @throws the signal's reason when it aborts
   */
  acquire(signal: AbortSignal, modules?: string[]): Promise<ReadyContainer>
  /** Gives no more, and removes what nobody has acquired. */
  close(): Promise<void>
}

export interface FreshContainersOptions extends ContainerSettings {
  docker: Docker
  /** PEM of certificate authorities that the code is to trust, besides the usual ones. */
  certificates: string | null
  log: Logger
}

/** How long a harness that has sent its result takes to end, and the engine to clean up; far less as a rule. */
const LEAVING_MS = 5_000

/** Starts a container for each caller. */
export function createFreshContainers(options: FreshContainersOptions): ContainerSource {
  return {
    async acquire(signal) {
      try {
        return await start(options, signal)
      } catch (error) {
        signal.throwIfAborted()
        if (error instanceof RunFailure) throw error
        options.log.warn({ reason: String(error) }, 'no sandbox container could be started')
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
  const removed = untilRemoved(container)
  const dispose = async (leaving = false) => {
    // The engine removes what ends by itself. Asking it to kill that, too, costs another process of its runtime.
    if (leaving && (await removed.within(LEAVING_MS))) return link?.destroy()
    link?.destroy()
    await removeContainer(container, log)
    removed.forget()
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

async function wasOutOfMemory(container: Docker.Container): Promise<boolean> {
  try {
    return (await container.inspect()).State.OOMKilled
  } catch {
    return false
  }
}
