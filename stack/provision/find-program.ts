import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runCommand } from '../process/run-command.ts'
import type { FoundProgram, ProgramPart } from './ways.ts'

/** Looks for the program on PATH and then in the cache, without getting anything. */
export async function findProgram(
  { ways }: ProgramPart,
  { cache, environment }: { cache: string; environment: NodeJS.ProcessEnv },
): Promise<FoundProgram | null> {
  for (const { kind, onPath } of ways) {
    const path = onPath && findOnPath(onPath, environment)
    if (path && (await works(path))) return { kind, path, where: `on PATH (${path})` }
  }
  for (const { kind, cached } of ways) {
    const path = join(cache, 'bin', cached)
    if (isExecutable(path)) return { kind, path, where: `in the cache (${path})` }
  }
  return null
}

export function findOnPath(command: string, environment: NodeJS.ProcessEnv): string | null {
  const folders = (environment.PATH ?? '').split(delimiter).filter(Boolean)
  return folders.map((folder) => join(folder, command)).find(isExecutable) ?? null
}

/** A program may be there and not run: made for another processor, or without its libraries. */
export async function works(path: string): Promise<boolean> {
  return runCommand(path, ['--version'], { signal: AbortSignal.timeout(10_000) }).then(
    () => true,
    () => false,
  )
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
