import type { Logger } from 'pino'
import { RunFailure } from '../domain/run-errors.ts'
import type { CodeProblem } from '../domain/workflow-contract.ts'
import { abortable, startDeadline } from '../egress/deadline.ts'
import type { ContainerSource, ReadyContainer } from './container-source.ts'
import { encodeJson, FRAME, ProtocolViolation } from './frames.ts'
import { SANDBOX_LIMITS } from './limits.ts'
import { type HarnessResult, parseResult, problemsOf } from './run-result.ts'

/** One check takes some 10 ms; one that takes this long does not end. */
const CHECK_MS = 5_000
/** Somebody waits for the save to finish. */
const START_MS = 10_000
/** After so many another container takes its place. */
const MAX_CHECKS = 1_000

export interface Checker {
  /** @throws {RunFailure} `engine_unavailable` */
  check(code: string): Promise<CodeProblem[]>
  close(): Promise<void>
}

interface Process {
  container: ReadyContainer
  checks: number
  age: NodeJS.Timeout
  answer: ((result: HarnessResult | null) => void) | null
}

/**
 * Checks code in one container that is kept for it: code is parsed there, each in a child process, and never run,
 * so one may follow the other. It is started by the first check, or with `eager` at once.
 */
export function createChecker(fresh: ContainerSource, log: Logger, { eager }: { eager: boolean }): Checker {
  const closing = new AbortController()
  let process: Promise<Process> | null = null
  let last: Promise<unknown> = Promise.resolve()
  const disposals = new Set<Promise<void>>()
  const disposed = new WeakSet<ReadyContainer>()

  function discard({ container, age }: Process): void {
    clearTimeout(age)
    if (disposed.has(container)) return
    disposed.add(container)
    process = null
    const disposal = container.dispose().finally(() => disposals.delete(disposal))
    disposals.add(disposal)
    if (eager && !closing.signal.aborted) startEarly()
  }

  function startEarly(): void {
    void current().catch((error) => log.debug({ reason: String(error) }, 'no container for checks yet'))
  }

  async function start(): Promise<Process> {
    const deadline = startDeadline(START_MS, closing.signal)
    try {
      const container = await fresh.acquire(deadline.signal)
      const age = setTimeout(() => started.answer || discard(started), SANDBOX_LIMITS.waitingMs)
      age.unref()
      const started: Process = { container, checks: 0, age, answer: null }
      container.link.onFrame(({ kind, payload }) => {
        // The harness passes on what the parsing process prints; nothing should, and nobody reads it.
        if (kind === FRAME.stdout || kind === FRAME.stderr) return
        if (kind !== FRAME.result || !started.answer) throw new ProtocolViolation(`a frame of kind ${kind}`)
        started.answer(parseResult(payload))
      })
      void container.link.ended.then(() => {
        started.answer?.(null)
        discard(started)
      })
      return started
    } finally {
      deadline.clear()
    }
  }

  async function current(): Promise<Process> {
    process ??= start()
    try {
      return await process
    } catch (error) {
      process = null
      throw error
    }
  }

  async function checkOne(code: string): Promise<CodeProblem[]> {
    closing.signal.throwIfAborted()
    const running = await current()
    const { promise, resolve } = Promise.withResolvers<HarnessResult | null>()
    running.answer = resolve
    running.container.link.sendRaw(encodeJson(FRAME.check, { code }))
    const deadline = startDeadline(CHECK_MS, closing.signal)
    const result = await abortable(promise, deadline.signal).catch(() => null)
    deadline.clear()
    running.answer = null
    running.checks += 1
    if (!result || running.checks >= MAX_CHECKS) discard(running)
    if (result) return problemsOf(result)
    throw new RunFailure('engine_unavailable', 'The code could not be checked in time. Try again.')
  }

  if (eager) startEarly()

  return {
    check(code) {
      const turn = last.then(() => checkOne(code))
      last = turn.catch(() => {})
      return turn
    },
    async close() {
      closing.abort(new RunFailure('engine_unavailable', 'The worker is closing.'))
      await last
      const running = await process?.catch(() => null)
      if (running) discard(running)
      await Promise.allSettled(disposals)
    },
  }
}
