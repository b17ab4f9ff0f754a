import { setTimeout as sleep } from 'node:timers/promises'
import type Docker from 'dockerode'
import pino from 'pino'
import { createEgressPolicy } from '../../egress/policy.ts'
import { ownerName } from '../../sandbox/owner.ts'
import { librariesOf } from '../../sandbox/pool/library-menu.ts'
import { createSandbox, type PythonResult, type Sandbox } from '../../sandbox/sandbox.ts'

const PATIENCE_MS = 60_000
const LOOK_EVERY_MS = 20
/** Asked for more often, it would count as much wanted. */
const ASK_EVERY_MS = 3_000

export interface MeasuredSandbox {
  sandbox: Sandbox
  /** For the label of its containers. */
  owner: string
  /** Runs code and answers its output. @throws {Error} where the run failed */
  output(code: string): Promise<string>
  run(code: string, environment?: Record<string, string>): Promise<PythonResult>
  /**
   * Resolves when the pool is full and nothing is being prepared, with a container that has imported all that
   * `code` imports.
   */
  warm(code?: string): Promise<void>
}

export interface MeasuredSandboxOptions {
  docker: Docker
  image: string
  /** How many containers wait. */
  waiting: number
  waitingBytes?: number
}

/** A sandbox in this process, as a worker has one, without the API, Temporal and MongoDB around it. */
export function openMeasuredSandbox(options: MeasuredSandboxOptions): MeasuredSandbox {
  const owner = ownerName()
  const sandbox = createSandbox({
    ...options,
    egress: createEgressPolicy({ allow: [] }),
    log: pino({ level: 'silent' }),
    owner,
  })
  const run = (code: string, environment: Record<string, string> = {}) =>
    sandbox.run({
      runId: 'bench',
      code,
      environment,
      timeoutSeconds: 60,
      signal: new AbortController().signal,
    })
  return {
    sandbox,
    owner,
    run,
    async output(code) {
      const { error, stdout } = await run(code)
      if (error) throw new Error(`The sandbox: ${error.code}: ${error.message}`)
      return Buffer.concat([stdout.head, stdout.tail]).toString()
    },
    async warm(code = '') {
      const wanted = librariesOf(code)
      const isWarm = () => {
        const waiting = sandbox.waiting()
        return (
          waiting.length === options.waiting &&
          waiting.some(({ modules }) => wanted.every((name) => modules.includes(name)))
        )
      }
      const giveUpAt = performance.now() + PATIENCE_MS
      let askAt = performance.now() + ASK_EVERY_MS
      while (!isWarm()) {
        if (performance.now() > giveUpAt)
          throw new Error(
            `No container that has imported ${wanted.join(', ') || 'nothing'} was waiting after a minute, among ${options.waiting}: is this machine large enough, and idle?`,
          )
        // Where others are waiting, one of them makes room.
        if (performance.now() > askAt && sandbox.waiting().length === options.waiting) {
          sandbox.prepareFor(code)
          askAt += ASK_EVERY_MS
        }
        await sleep(LOOK_EVERY_MS)
      }
    },
  }
}
