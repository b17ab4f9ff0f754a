import { availableParallelism, totalmem } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { poolSizes } from '../sandbox/pool/sizing.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { givenSizes, type OpenedSandbox, type OpenSandboxOptions, openSandbox } from './open-sandbox.ts'

/** How often a missing engine is looked for; tests don't wait that long. */
const RETRY_MS = Number(process.env.ERRAND_INTERNAL_ENGINE_RETRY_MS) || 15_000

/** The worker's sandbox, which may come later than the worker. */
export interface SandboxHolder {
  /** Null while there is no container engine. */
  current(): Sandbox | null
  /** Python actions at once. */
  readonly concurrency: number
  /** Containers that are to wait for a run. */
  waitingLimit(): number
  close(): Promise<void>
}

/** Of a worker that runs no Python. */
export const NO_SANDBOX: SandboxHolder = {
  current: () => null,
  concurrency: 0,
  waitingLimit: () => 0,
  close: async () => {},
}

/** Opens the sandbox. Where there is no engine it is looked for again and again: API Calls work without. */
export async function holdSandbox(
  options: OpenSandboxOptions,
  onOpen: (sandbox: Sandbox) => void,
): Promise<SandboxHolder> {
  const { configuration, log } = options
  const closing = new AbortController()
  let opened: OpenedSandbox | null = null

  async function tryToOpen(): Promise<void> {
    opened = await openSandbox(options)
    const { concurrency, waiting } = opened.sizes
    log.info({ runs_at_once: concurrency, waiting }, 'sandbox: ready')
    onOpen(opened.sandbox)
  }

  async function lookAgain(): Promise<void> {
    while (!opened && !closing.signal.aborted) {
      await sleep(RETRY_MS, undefined, { signal: closing.signal, ref: false }).catch(() => {})
      if (!closing.signal.aborted) await tryToOpen().catch(() => {})
    }
  }

  await tryToOpen().catch((error) =>
    log.error(
      { error_message: error instanceof Error ? error.message : String(error) },
      'no container engine: Python actions end in engine_unavailable until there is one',
    ),
  )
  const looking = opened ? Promise.resolve() : lookAgain()
  const here = { cores: availableParallelism(), memoryBytes: totalmem() }
  return {
    current: () => opened?.sandbox ?? null,
    concurrency:
      (opened as OpenedSandbox | null)?.sizes.concurrency ??
      poolSizes(here, givenSizes(configuration)).concurrency,
    waitingLimit: () => opened?.sizes.waiting ?? 0,
    async close() {
      closing.abort()
      await looking
      await opened?.sandbox.close()
    },
  }
}
