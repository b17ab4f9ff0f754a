import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface CommandOptions {
  cwd?: string
  env?: NodeJS.ProcessEnv
  /** Kills the command. */
  signal?: AbortSignal
  /** Called for each line of either stream. */
  onLine?: (line: string) => void
}

/** How much of a failed command's output its error shows. */
const LINES_KEPT = 12

/**
 * Runs a command to its end.
 * @returns its standard output
 * @throws with the last lines of its output where it fails or is not there
 */
export async function runCommand(command: string, args: string[], options: CommandOptions = {}) {
  const { cwd, env, signal, onLine } = options
  const child = spawn(command, args, { cwd, env, signal, stdio: ['ignore', 'pipe', 'pipe'] })
  const stdout: string[] = []
  const last: string[] = []
  const follow = (stream: NodeJS.ReadableStream, keep?: string[]) =>
    createInterface({ input: stream }).on('line', (line) => {
      keep?.push(line)
      last.push(line)
      if (last.length > LINES_KEPT) last.shift()
      onLine?.(line)
    })
  follow(child.stdout, stdout)
  follow(child.stderr)
  await new Promise<void>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? new Error(`${command} is not installed`) : error),
    )
    child.once('close', (code, killedBy) => {
      if (code === 0) return resolve()
      const how = killedBy ? `was ended by ${killedBy}` : `failed with exit code ${code}`
      const said = last.filter((line) => line.trim()).join('\n  ')
      reject(new Error(`${command} ${args[0] ?? ''} ${how}${said ? `:\n  ${said}` : ''}`))
    })
  })
  return stdout.join('\n')
}
