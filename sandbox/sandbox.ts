import { readFileSync } from 'node:fs'
import type Docker from 'dockerode'
import type { Logger } from 'pino'
import type { CappedOutput } from '../domain/capped-output.ts'
import type { NetworkUse } from '../domain/network-use.ts'
import { type RunError, RunFailure } from '../domain/run-errors.ts'
import type { CodeProblem } from '../domain/workflow-contract.ts'
import { startDeadline } from '../egress/deadline.ts'
import type { EgressPolicy } from '../egress/policy.ts'
import { type ContainerSource, createFreshContainers, type ReadyContainer } from './container-source.ts'
import { type Execution, type ExecutionOptions, execute } from './execution.ts'
import { createGate } from './gate/gate.ts'
import { SANDBOX_LIMITS } from './limits.ts'
import { errorOf, problemsOf } from './run-result.ts'
import { sweepOrphans } from './sweep.ts'
import { createWarmContainers } from './warm-containers.ts'

export interface PythonRequest {
  /** For the log. */
  runId: string
  code: string
  /** Parameters and secrets; what a process needs besides is added. */
  environment: Record<string, string>
  /** From the moment the code is sent; waiting for a container has its own limit. */
  timeoutSeconds: number
  /** For each secret that is bound to hosts, these hosts: the code reaches nothing that is not in all lists. */
  allowedHosts?: string[][]
  /** Aborting kills and removes the container. */
  signal: AbortSignal
  /** Called every second while the run waits or runs. */
  onProgress?: (what: string) => void
}

export interface PythonResult {
  stdout: CappedOutput
  stderr: CappedOutput
  /** Null: the code ended by itself, without an exception. Not masked. */
  error: RunError | null
  /** What the code did at each host and port. Not masked. */
  network: NetworkUse[]
  /** With the wait for a container. */
  durationMs: number
}

/** Runs Python code, each time in a container of its own. */
export interface Sandbox {
  /** @throws {RunFailure} `engine_unavailable` or `cancelled`: no container was had and no code sent */
  run(request: PythonRequest): Promise<PythonResult>
  /**
   * Syntax errors and forbidden uses with line and column (from 1), found by Python's own parser; nothing is run.
   * @throws {RunFailure} `engine_unavailable`
   */
  checkCode(code: string, signal?: AbortSignal): Promise<CodeProblem[]>
  /** Ends what runs, removes every container, and resolves when they are gone. */
  close(): Promise<void>
}

export interface SandboxOptions {
  docker: Docker
  /** What `ensureSandboxImage` returned. */
  image: string
  egress: EgressPolicy
  log: Logger
  /** An OCI runtime that the engine knows, such as `runsc`. */
  runtime?: string
  /** PEM file of certificate authorities that the code is to trust as well (`NODE_EXTRA_CA_CERTS`). */
  extraCaFile?: string
  /** How many started containers wait for a run; none by default. A waiting one takes some 25 MB. */
  warm?: number
  /** Names this worker process; in the containers' label. */
  owner: string
}

const CHECK_TIMEOUT_MS = 10_000
const PROGRESS_EVERY_MS = 1_000
const SWEEP_EVERY_MS = 60_000
const UNLIMITED_HOSTS: string[][] = []

/** @throws {Error} where `extraCaFile` can't be read */
export function createSandbox(options: SandboxOptions): Sandbox {
  const { docker, egress, log, extraCaFile, warm = 0 } = options
  const certificates = extraCaFile ? readFileSync(extraCaFile, 'utf8') : null
  const fresh = createFreshContainers({ ...options, certificates })
  const containers = warm > 0 ? createWarmContainers({ fresh, size: warm, log }) : fresh
  const gate = createGate(egress)
  const closing = new AbortController()
  const underWay = new Set<Promise<unknown>>()
  const sweep = () =>
    sweepOrphans({ docker, log }).catch((error) =>
      log.debug({ reason: String(error) }, 'orphans were not swept'),
    )
  const sweeping = setInterval(sweep, SWEEP_EVERY_MS)
  sweeping.unref()
  void sweep()

  function track<T>(promise: Promise<T>): Promise<T> {
    const tracked = promise.finally(() => underWay.delete(tracked))
    underWay.add(tracked)
    return tracked
  }

  /** One execution in one container, which is gone soon after. */
  async function serveOne(wanted: Omit<ExecutionOptions, 'container'>): Promise<Execution> {
    const signal = AbortSignal.any([wanted.signal, closing.signal])
    const container = await acquire(containers, signal)
    try {
      return await execute({ ...wanted, signal, container })
    } finally {
      // Nobody waits for the removal but close().
      void track(container.dispose())
    }
  }

  const serve = (wanted: Omit<ExecutionOptions, 'container'>) => track(serveOne(wanted))

  return {
    async run({
      runId,
      code,
      environment,
      timeoutSeconds,
      allowedHosts = UNLIMITED_HOSTS,
      signal,
      onProgress,
    }) {
      const startedAt = performance.now()
      const progress = setInterval(() => onProgress?.('waiting for Python'), PROGRESS_EVERY_MS)
      try {
        const timeoutMs = timeoutSeconds * 1000
        const request = { kind: 'run', code, environment } as const
        const wanted = { request, gate, allowedHosts, timeoutMs, signal }
        const { stdout, stderr, end, network, networkNote } = await serve(wanted)
        const error = withNote('status' in end ? errorOf(end) : end, networkNote)
        const durationMs = Math.round(performance.now() - startedAt)
        log.debug({ run: runId, code: error?.code ?? null, duration_ms: durationMs }, 'python ended')
        return { stdout, stderr, error, network, durationMs }
      } finally {
        clearInterval(progress)
      }
    },
    async checkCode(code, signal = closing.signal) {
      const request = { kind: 'check', code } as const
      const { end } = await serve({
        request,
        gate: null,
        allowedHosts: UNLIMITED_HOSTS,
        timeoutMs: CHECK_TIMEOUT_MS,
        signal,
      })
      if ('status' in end) return problemsOf(end)
      throw new RunFailure('engine_unavailable', 'The code could not be checked. Try again.')
    },
    async close() {
      clearInterval(sweeping)
      closing.abort(new RunFailure('cancelled', 'The worker is closing.'))
      await containers.close()
      while (underWay.size > 0) await Promise.allSettled(underWay)
    },
  }
}

/** A connection that was cut shows in an exception that can't tell why. */
function withNote(error: RunError | null, note: string | null): RunError | null {
  if (error?.code !== 'python_error' || note === null) return error
  return { ...error, message: `${error.message}\n${note}` }
}

async function acquire(containers: ContainerSource, signal: AbortSignal): Promise<ReadyContainer> {
  const deadline = startDeadline(SANDBOX_LIMITS.acquireMs, signal)
  try {
    return await containers.acquire(deadline.signal)
  } catch (error) {
    if (signal.aborted) throw new RunFailure('cancelled', 'The run was cancelled.', { cause: error })
    if (deadline.isOver)
      throw new RunFailure('engine_unavailable', 'No sandbox was free within 60 s. Try again later.', {
        cause: error,
      })
    throw error
  } finally {
    deadline.clear()
  }
}
