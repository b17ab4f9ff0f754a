import type { Duplex } from 'node:stream'
import type Docker from 'dockerode'
import type { Logger } from 'pino'
import { RunFailure } from '../domain/run-errors.ts'
import { abortable } from '../egress/deadline.ts'
import { type ContainerSettings, containerOptions } from './container-options.ts'
import { encodeJson, FRAME } from './frames.ts'
import { createHarnessLink, type HarnessLink } from './harness-link.ts'
import { createRemovals, type Removals } from './removals.ts'
import { untilRemoved } from './remove-container.ts'

/** A started container whose harness waits for its one request. */
export interface ReadyContainer {
  readonly link: HarnessLink
  /** It stood ready before anybody wanted it. */
  readonly warm?: true
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
/** A run's end waits for it. */
const INSPECT_MS = 2_000
const ATTACHED = { stream: true, hijack: true, stdin: true, stdout: true, stderr: true } as const

const destroy = (stream: NodeJS.ReadWriteStream): unknown => (stream as Duplex).destroy()

export interface FreshContainers extends ContainerSource {
  /** Another try for containers that the engine, being away, has not removed. Never rejects. */
  retryRemovals(): Promise<void>
}

/** Starts a container for each caller. */
export function createFreshContainers(options: FreshContainersOptions): FreshContainers {
  const removals = createRemovals(options.log)
  return {
    async acquire(signal) {
      try {
        return await start(options, removals, signal)
      } catch (error) {
        signal.throwIfAborted()
        if (error instanceof RunFailure) throw error
        options.log.warn({ reason: String(error) }, 'no sandbox container could be started')
        throw new RunFailure('engine_unavailable', 'The container engine could not start a sandbox.', {
          cause: error,
        })
      }
    },
    retryRemovals: removals.retry,
    close: removals.settled,
  }
}

async function start(
  options: FreshContainersOptions,
  removals: Removals,
  signal: AbortSignal,
): Promise<ReadyContainer> {
  const { docker, certificates } = options
  // An engine that hangs would hold the caller beyond its time; what it still does is undone when it answers.
  const orGiveUp = <T>(step: Promise<T>, undo: (late: T) => unknown): Promise<T> => {
    step.then((late) => signal.aborted && undo(late)).catch(() => {})
    return abortable(step, signal)
  }
  const container = await orGiveUp(docker.createContainer(containerOptions(options)), removals.remove)
  let link: HarnessLink | null = null
  const removed = untilRemoved(container)
  const dispose = async (leaving = false) => {
    // The engine removes what ends by itself. Asking it to kill that, too, costs another process of its runtime.
    if (leaving && (await removed.within(LEAVING_MS))) return link?.destroy()
    link?.destroy()
    await removals.remove(container)
    removed.forget()
  }
  try {
    const stream = (await orGiveUp(container.attach(ATTACHED), destroy)) as Duplex
    link = createHarnessLink(stream)
    if (certificates) link.sendRaw(encodeJson(FRAME.setup, { certificates }))
    await abortable(container.start(), signal)
    await abortable(link.ready, signal)
    return { link, dispose, ranOutOfMemory: () => wasOutOfMemory(container) }
  } catch (error) {
    // The caller's time may be up, and an engine that is away would take more of it.
    void dispose()
    throw isGone(error) ? new Error('the container is gone', { cause: error }) : error
  }
}

/** The engine drops a container that it does not run when it is started again itself: another one may do. */
const isGone = (error: unknown): boolean => (error as { statusCode?: number }).statusCode === 404

async function wasOutOfMemory(container: Docker.Container): Promise<boolean> {
  try {
    const { State: state } = await abortable(container.inspect(), AbortSignal.timeout(INSPECT_MS))
    return state.OOMKilled
  } catch {
    return false
  }
}
