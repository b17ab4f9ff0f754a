import { chmodSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { inOneLine, StackError } from '../errors.ts'
import { lock, unlock } from '../process/lock-file.ts'
import { findProgram, works } from './find-program.ts'
import type { FoundProgram, ProgramPart, Way } from './ways.ts'

export interface ProvisionContext {
  cache: string
  environment: NodeJS.ProcessEnv
  report: (line: string) => void
  signal: AbortSignal
}

/**
 * Finds the program, else gets it by the first way that works, and keeps it in the cache.
 * Two starts at once get it once: the second waits for the first.
 * @throws {StackError} with what was tried and what to install
 */
export async function getProgram(part: ProgramPart, context: ProvisionContext): Promise<FoundProgram> {
  const found = await findProgram(part, context)
  if (found) return found
  mkdirSync(join(context.cache, 'bin'), { recursive: true })
  const lockPath = join(context.cache, `${part.name.toLowerCase()}.lock`)
  const onWait = ({ pid }: { pid: number }) =>
    context.report(`${part.name}: process ${pid} is getting it, waiting`)
  await lock(lockPath, { onWait, signal: context.signal })
  try {
    return (await findProgram(part, context)) ?? (await tryWays(part, context))
  } finally {
    unlock(lockPath)
  }
}

async function tryWays(part: ProgramPart, context: ProvisionContext): Promise<FoundProgram> {
  const failures: string[] = []
  // The lock is ours, so what is there was left by a start that was killed.
  const prefix = `getting-${part.name.toLowerCase()}-`
  for (const name of readdirSync(context.cache))
    if (name.startsWith(prefix)) rmSync(join(context.cache, name), { recursive: true, force: true })
  for (const way of part.ways) {
    context.report(`${part.name}: trying ${way.label}`)
    try {
      const path = await getInto(join(context.cache, prefix), context.cache, way, {
        signal: context.signal,
        progress: (line) => context.report(`${part.name}: ${line}`),
      })
      context.report(`${part.name}: got it by ${way.label}, kept as ${path}`)
      return { kind: way.kind, path, where: `by ${way.label}` }
    } catch (error) {
      context.signal.throwIfAborted()
      failures.push(`${way.label}: ${(error as Error).message}`)
      context.report(`${part.name}: ${way.label} did not work: ${inOneLine(error)}`)
    }
  }
  const lines = [`${part.name} could not be had. Tried:`, ...failures.map((failure) => `  - ${failure}`)]
  throw new StackError(
    [...lines, 'What helps, one of:', ...part.advice.map((line) => `  - ${line}`)].join('\n'),
  )
}

/** A rename puts the program into the cache: it is there whole or not at all. */
async function getInto(
  prefix: string,
  cache: string,
  way: Way,
  context: Parameters<Way['get']>[1],
): Promise<string> {
  const folder = mkdtempSync(prefix)
  try {
    const path = await way.get(folder, context)
    chmodSync(path, 0o755)
    if (!(await works(path))) throw new Error('the program does not run on this machine')
    const kept = join(cache, 'bin', way.cached)
    renameSync(path, kept)
    return kept
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
