import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { StackError } from '../errors.ts'

/** Where programs that were downloaded or built are kept, outside any checkout: `ERRAND_CACHE`, else `~/.cache/errand`. */
export function cacheFolder(environment: NodeJS.ProcessEnv): string {
  const base = environment.XDG_CACHE_HOME || join(homedir(), '.cache')
  const folder = resolve(environment.ERRAND_CACHE || join(base, 'errand'))
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new StackError(`ERRAND_CACHE: ${folder} cannot be made (${(error as Error).message}).`, {
      cause: error,
    })
  }
  return folder
}
