import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../cli/main.ts', import.meta.url))

export interface CommandResult {
  code: number | null
  stdout: string
  stderr: string
}

export interface RunningCommand {
  child: ChildProcess
  stdout(): string
  stderr(): string
  ended: Promise<CommandResult>
}

export interface CommandOptions {
  environment?: Record<string, string>
  /** Standard input, which is no terminal. */
  input?: string
  cwd?: string
}

/** Starts the real `errand` with only those ERRAND_ variables that are given. */
export function beginCommand(
  args: string[],
  { environment = {}, input = '', cwd }: CommandOptions = {},
): RunningCommand {
  const clean = Object.entries(process.env).filter(
    ([name]) => !/^(ERRAND_|FORCE_COLOR$|NO_COLOR$)/.test(name),
  )
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd,
    env: { ...Object.fromEntries(clean), ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  // A command that reads no input may have ended before it was written.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const ended = new Promise<CommandResult>((resolve) =>
    child.once('close', (code) => resolve({ code, stdout, stderr })),
  )
  return { child, stdout: () => stdout, stderr: () => stderr, ended }
}

/** Runs it to its end. */
export const runCommand = (args: string[], options?: CommandOptions): Promise<CommandResult> =>
  beginCommand(args, options).ended
