import { readFileSync } from 'node:fs'
import type Docker from 'dockerode'
import type { Logger } from 'pino'
import type { CappedOutput } from '../domain/capped-output.ts'
import type { NetworkUse } from '../domain/network-use.ts'
import { type RunError, RunFailure } from '../domain/run-errors.ts'
import type { CodeProblem } from '../domain/workflow-contract.ts'
import { abortable } from '../egress/deadline.ts'
import type { EgressPolicy } from '../egress/policy.ts'
import { acquireContainer } from './acquire.ts'
import { createChecker } from './checker.ts'
import type { CollectedFile } from './collect-files.ts'
import { createFreshContainers } from './container-source.ts'
import { type Execution, execute } from './execution.ts'
import { createGate } from './gate/gate.ts'
import { type LeftOut, leftOutOf } from './left-out.ts'
import { SANDBOX_LIMITS } from './limits.ts'
import { createDemand } from './pool/demand.ts'
import { librariesOf } from './pool/library-menu.ts'
import { createPool } from './pool/pool.ts'
import { errorOf } from './run-result.ts'
import { sweepOrphans } from './sweep.ts'

export interface PythonRequest {
  /** For the log. */
  runId: string
  code: string
  /** Parameters and secrets; what a process needs besides is added. */
  environment: Record<string, string>
  /** From the moment the code is sent; waiting for a container has its own limit. */
  timeoutSeconds: number
  /** How long the run may wait for a container, in milliseconds; 60 s by default. */
  waitMs?: number
  /** For each secret that is bound to hosts, these hosts: the code reaches nothing that is not in all lists. */
  allowedHosts?: string[][]
  /** Aborting kills and removes the container. */
  signal: AbortSignal
  /** Told what the run waits for, each time that changes. */
  onProgress?: (what: string) => void
}

export interface PythonResult {
  stdout: CappedOutput
  stderr: CappedOutput
  /** Null: the code ended by itself, without an exception. Not masked. */
  error: RunError | null
  /** What the code did at each host and port. Not masked. */
  network: NetworkUse[]
  /** What the code left in /tmp/out, by name. Not masked. */
  files: CollectedFile[]
  /** What lies there too and is not in `files`. */
  leftOut: LeftOut[]
  /** The code was stopped, or its container ended: whatever it left in /tmp/out is lost. */
  filesLost: boolean
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
  checkCode(code: string): Promise<CodeProblem[]>
  /** This code may run soon: what it imports is imported in containers that wait. */
  prepareFor(code: string): void
  /** How many runs have a container, or wait for one. */
  running(): number
  /** Rejects where the container engine does not answer. */
  ping(): Promise<void>
  /** What waits for a run, with what it has imported. */
  waiting(): readonly { modules: readonly string[]; memoryBytes: number }[]
  /** Keeps no more containers waiting; what runs goes on. */
  drain(): void
  /** Ends what runs, removes every container, and resolves when they are gone. */
  close(): Promise<void>
}

/** Told of each container that a run gets, or does not get. */
export interface SandboxObserver {
  /** @param how.warm it stood ready; @param how.seconds since the run wanted it */
  acquired(how: { warm: boolean; seconds: number }): void
  refused(): void
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
  /** How many started containers wait for a run; none by default. A waiting one takes some 20 MB. */
  waiting?: number
  /** What waiting containers may have imported altogether, in bytes of memory. */
  waitingBytes?: number
  /**
   * For tests only: false runs code without the restricted `os` and the check before it, so that nothing but the
   * container holds it. Default true.
   */
  guardRails?: boolean
  observer?: SandboxObserver
  /** What `ownerName` returned: names this worker process in the containers' label. */
  owner: string
}

const SWEEP_EVERY_MS = 60_000
const PING_MS = 2_000
const UNLIMITED_HOSTS: string[][] = []

/** @throws {Error} where `extraCaFile` can't be read */
export function createSandbox(options: SandboxOptions): Sandbox {
  const {
    docker,
    egress,
    log,
    extraCaFile,
    waiting: size = 0,
    waitingBytes = Number.POSITIVE_INFINITY,
    guardRails = true,
    observer,
  } = options
  const certificates = extraCaFile ? readFileSync(extraCaFile, 'utf8') : null
  const fresh = createFreshContainers({ ...options, certificates })
  const pool = createPool({ fresh, size, memoryBytes: waitingBytes, demand: createDemand(), log })
  const checker = createChecker(fresh, log, { eager: size > 0 })
  const gate = createGate(egress)
  const closing = new AbortController()
  const underWay = new Set<Promise<unknown>>()
  let running = 0
  const sweep = () =>
    sweepOrphans({ docker, log }).catch((error) =>
      log.debug({ reason: String(error) }, 'orphans were not swept'),
    )
  const sweeping = setInterval(() => Promise.all([sweep(), fresh.retryRemovals()]), SWEEP_EVERY_MS)
  sweeping.unref()
  void sweep()

  function track<T>(promise: Promise<T>): Promise<T> {
    const tracked = promise.finally(() => underWay.delete(tracked))
    underWay.add(tracked)
    return tracked
  }

  /** One execution in one container, which is gone soon after. */
  async function serve(request: PythonRequest): Promise<Execution> {
    const { code, environment, timeoutSeconds, allowedHosts = UNLIMITED_HOSTS, onProgress } = request
    const signal = AbortSignal.any([request.signal, closing.signal])
    onProgress?.('waiting for a free sandbox')
    const wantedAt = performance.now()
    const container = await acquireContainer({
      containers: pool,
      modules: librariesOf(code),
      waitMs: request.waitMs ?? SANDBOX_LIMITS.acquireMs,
      signal,
    }).catch((error) => {
      observer?.refused()
      throw error
    })
    observer?.acquired({
      warm: container.warm === true,
      seconds: (performance.now() - wantedAt) / 1_000,
    })
    onProgress?.('running the code')
    let leaving = false
    try {
      const execution = await execute({
        container,
        request: { code, environment, guard_rails: guardRails },
        gate,
        allowedHosts,
        timeoutMs: timeoutSeconds * 1000,
        signal,
      })
      leaving = 'status' in execution.end
      return execution
    } finally {
      // Nobody waits for the removal but close().
      void track(container.dispose(leaving))
    }
  }

  return {
    async run(request) {
      const startedAt = performance.now()
      running += 1
      const served = serve(request).finally(() => {
        running -= 1
      })
      const { stdout, stderr, files, end, network, networkNote } = await track(served)
      const error = withNote('status' in end ? errorOf(end) : end, networkNote)
      const leftOut = 'status' in end ? leftOutOf(end) : []
      const durationMs = Math.round(performance.now() - startedAt)
      log.debug({ run: request.runId, code: error?.code ?? null, duration_ms: durationMs }, 'python ended')
      return { stdout, stderr, error, network, files, leftOut, filesLost: !('status' in end), durationMs }
    },
    checkCode(code) {
      pool.prepareFor(librariesOf(code))
      return checker.check(code)
    },
    prepareFor: (code) => pool.prepareFor(librariesOf(code)),
    running: () => running,
    ping: async () => void (await abortable(docker.ping(), AbortSignal.timeout(PING_MS))),
    waiting: () => pool.waiting(),
    drain: () => pool.drain(),
    async close() {
      clearInterval(sweeping)
      closing.abort(new RunFailure('cancelled', 'The worker is closing.'))
      await Promise.all([checker.close(), pool.close()])
      while (underWay.size > 0) await Promise.allSettled(underWay)
      // Of containers that never got as far as to serve a run, or that the engine would not remove before.
      await fresh.retryRemovals()
      await fresh.close()
    },
  }
}

/** A connection that was cut shows in an exception that can't tell why. */
function withNote(error: RunError | null, note: string | null): RunError | null {
  if (error?.code !== 'python_error' || note === null) return error
  return { ...error, message: `${error.message}\n${note}` }
}
