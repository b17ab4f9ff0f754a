import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import { beginCommand, type CommandOptions, type CommandResult, runCommand } from './errand-command.ts'
import type { StackContext } from './shared-stack.ts'

export interface StackCommands {
  /** Runs `errand` as admin of the stack, finding it as a user's would. */
  errand(...args: string[]): Promise<CommandResult>
  with(options: CommandOptions, ...args: string[]): Promise<CommandResult>
  begin(...args: string[]): ReturnType<typeof beginCommand>
  /** The same with `--json`; throws where it fails. */
  json<T>(...args: string[]): Promise<T>
}

/** The real command against the stack of a test file. */
export function commandsOn({ errand: { dataFolder } }: Pick<StackContext, 'errand'>): StackCommands {
  const environment = { ERRAND_DATA: dataFolder }
  return {
    errand: (...args) => runCommand(args, { environment }),
    with: (options, ...args) =>
      runCommand(args, { ...options, environment: { ...environment, ...options.environment } }),
    begin: (...args) => beginCommand(args, { environment }),
    async json<T>(...args: string[]) {
      const { code, stdout, stderr } = await runCommand([...args, '--json'], { environment })
      if (code !== 0) throw new Error(`errand ${args.join(' ')} ended with ${code}:\n${stderr}`)
      return JSON.parse(stdout) as T
    },
  }
}

/** A folder with these files, gone after the test. */
export function folderOf(t: ExecutionContext, files: Record<string, string> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'errand-actions-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}
