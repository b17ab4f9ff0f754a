import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { readState, type StackState } from '../../stack/data/state-file.ts'
import { watchStack } from './contract/watched.ts'

export interface Errand {
  url: string
  adminKey: string
  temporalAddress: string
  temporalUiUrl: string
  mongodbUrl: string
  dataFolder: string
  /** At this moment: other ones after a crash; empty between a crash and the next start. */
  workerPids(): number[]
  apiPid(): number | undefined
  /** Every process that this stack has started and not replaced, by name. */
  pids(): Record<string, number>
  stackPid: number
  /** All that the stack has printed so far. */
  output(): string
  /** @returns the exit code, null when a signal ended it */
  stop(signal?: NodeJS.Signals): Promise<number | null>
  /** Stops it where it still runs, and deletes its data folder. */
  remove(): Promise<void>
}

export interface ErrandOptions {
  /** Over the caller's environment; an empty value unsets a variable. */
  environment?: Record<string, string>
  /** Default: a new temporary one. */
  dataFolder?: string
}

/** For a stack that runs no Python: containers that wait for it would take as long as the rest of a start. */
export const NO_WAITING = { ERRAND_SANDBOX_WAITING: '0' }
/** As many as wait for users' runs: over `NO_WAITING`. */
export const AS_MANY_WAITING = { ERRAND_SANDBOX_WAITING: '' }

const START = fileURLToPath(new URL('../../stack/start.ts', import.meta.url))
const READY_WITHIN_MS = 240_000

/** A stack that is starting: what a test of a start that fails needs. */
export interface StartingErrand {
  child: ChildProcess
  dataFolder: string
  output(): string
  exited: Promise<number | null>
}

/** Runs the real `npm start` on a data folder and a free port of its own, without waiting until it's ready. */
export function beginErrand(
  { environment = {}, dataFolder }: ErrandOptions = {},
  args: string[] = [],
): StartingErrand {
  const folder = dataFolder ?? mkdtempSync(join(tmpdir(), 'errand-stack-'))
  const child = spawn(process.execPath, [START, ...args], {
    env: {
      ...withoutForeign(process.env),
      ERRAND_DATA: folder,
      ERRAND_PORT: '0',
      // Tests ask more in a minute than people do.
      ERRAND_RATE_LIMIT: '100000',
      ...(process.env.ERRAND_INTERNAL_TEST_IMAGE
        ? { ERRAND_SANDBOX_IMAGE: process.env.ERRAND_INTERNAL_TEST_IMAGE }
        : {}),
      // It ends when we do, however we do.
      ERRAND_INTERNAL_STOP_WITH_STDIN: '1',
      ...environment,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let output = ''
  const collect = (chunk: Buffer) => {
    output += chunk.toString()
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  // A stack that has ended breaks the pipe.
  child.stdin.on('error', () => {})
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { child, dataFolder: folder, output: () => output, exited }
}

/** Starts the real stack and waits until it is ready. Call `remove()` in a teardown. */
export async function startErrand(options: ErrandOptions = {}): Promise<Errand> {
  const starting = beginErrand(options)
  const { child, dataFolder, output, exited } = starting
  const stop = async (signal: NodeJS.Signals = 'SIGINT') => {
    child.kill(signal)
    return exited
  }
  const remove = async () => {
    if (child.exitCode === null && child.signalCode === null) await stop()
    rmSync(dataFolder, { recursive: true, force: true })
  }
  let state: StackState
  try {
    state = await untilReady(starting)
  } catch (error) {
    await remove()
    throw error
  }
  watchStack(state.url)
  const pid = (name: string) => readState(dataFolder)?.processes[name]?.pid
  return {
    url: state.url,
    adminKey:
      options.environment?.ERRAND_ADMIN_KEY || readFileSync(join(dataFolder, 'admin-key'), 'utf8').trim(),
    temporalAddress: state.temporal_address ?? '',
    temporalUiUrl: state.temporal_ui_url ?? '',
    mongodbUrl: state.mongodb_url ?? '',
    dataFolder,
    stackPid: state.pid,
    workerPids: () => [pid('worker')].filter((found) => found !== undefined),
    apiPid: () => pid('api'),
    pids: () =>
      Object.fromEntries(
        Object.entries(readState(dataFolder)?.processes ?? {}).map(([name, identity]) => [
          name,
          identity.pid,
        ]),
      ),
    output,
    stop,
    remove,
  }
}

async function untilReady({ child, dataFolder, output }: StartingErrand): Promise<StackState> {
  const deadline = Date.now() + READY_WITHIN_MS
  for (;;) {
    const state = readState(dataFolder)
    if (state?.ready && state.pid === child.pid && output().includes('Errand is ready.')) return state
    if (child.exitCode !== null) throw new Error(`The stack ended with ${child.exitCode}:\n${output()}`)
    if (Date.now() > deadline)
      throw new Error(`The stack is not ready after ${READY_WITHIN_MS / 1000} s:\n${output()}`)
    await sleep(50)
  }
}

function withoutForeign(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = /^(ERRAND_(?!CACHE)|TEMPORAL_|MONGODB_URL)/
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !foreign.test(name)))
}
