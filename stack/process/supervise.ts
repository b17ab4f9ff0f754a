import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, renameSync, statSync } from 'node:fs'
import { lastLines } from './log-tail.ts'

export interface ProcessPlan {
  /** As the user knows it: `Temporal`, `the worker`. */
  name: string
  command: string
  args: string[]
  env: NodeJS.ProcessEnv
  cwd: string
  logFile: string
  /** With a channel to this process, by which a Node child sees it end. */
  channel?: boolean
}

export interface Supervised {
  readonly name: string
  readonly logFile: string
  pid(): number | undefined
  /** How often it has ended by itself. */
  crashes(): number
  /** SIGTERM, and SIGKILL after `graceMs`; done when the process is gone. */
  stop(graceMs: number): Promise<void>
  /** At once, without waiting. */
  kill(): void
}

const FIRST_BACK_OFF_MS = 250
const LONGEST_BACK_OFF_MS = 30_000
/** A process that ran this long starts again at once. */
const STABLE_MS = 60_000
const LARGEST_LOG_BYTES = 20 * 1024 * 1024

/** Runs a process and starts it again whenever it ends by itself. */
export function supervise(
  plan: ProcessPlan,
  { report, onStart }: { report: (line: string) => void; onStart?: (process: Supervised) => void },
): Supervised {
  let child: ChildProcess | undefined
  let again: NodeJS.Timeout | undefined
  let stopping = false
  let crashes = 0
  let backOff = FIRST_BACK_OFF_MS

  const start = () => {
    const startedAt = Date.now()
    child = launch(plan)
    let over = false
    const ended = (how: string) => {
      if (over) return
      over = true
      child = undefined
      if (stopping) return
      crashes += 1
      if (Date.now() - startedAt > STABLE_MS) backOff = FIRST_BACK_OFF_MS
      report(`${plan.name} ${how}; starting it again in ${backOff / 1000} s. Its log: ${plan.logFile}`)
      for (const line of lastLines(plan.logFile, 5)) report(`  ${line}`)
      again = setTimeout(start, backOff)
      backOff = Math.min(backOff * 2, LONGEST_BACK_OFF_MS)
    }
    child.once('error', (error) => ended(`could not be started (${error.message})`))
    child.once('exit', (code, signal) =>
      ended(signal ? `was ended by ${signal}` : `ended with exit code ${code}`),
    )
    onStart?.(self)
  }

  const self: Supervised = {
    name: plan.name,
    logFile: plan.logFile,
    pid: () => child?.pid,
    crashes: () => crashes,
    kill: () => {
      stopping = true
      clearTimeout(again)
      child?.kill('SIGKILL')
    },
    stop: async (graceMs) => {
      stopping = true
      clearTimeout(again)
      const ending = child
      if (!ending?.pid) return
      const gone = new Promise((resolve) => ending.once('exit', resolve))
      ending.kill('SIGTERM')
      const hurry = setTimeout(() => ending.kill('SIGKILL'), graceMs)
      await gone
      clearTimeout(hurry)
    },
  }
  start()
  return self
}

/** In a process group of its own: Ctrl-C in the terminal must reach the stack only, which stops in order. */
function launch({ command, args, env, cwd, logFile, channel }: ProcessPlan): ChildProcess {
  const log = openLog(logFile)
  try {
    const stdio = channel ? (['ignore', log, log, 'ipc'] as const) : (['ignore', log, log] as const)
    return spawn(command, args, { cwd, env, detached: true, stdio: [...stdio] })
  } finally {
    closeSync(log)
  }
}

function openLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size > LARGEST_LOG_BYTES) renameSync(path, `${path}.old`)
  return openSync(path, 'a', 0o600)
}
