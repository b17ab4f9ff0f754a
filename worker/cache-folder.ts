import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** Where what can be made again is kept, outside any checkout: `ERRAND_CACHE`, else `errand` in the user's cache. */
export function cacheFolderOf(environment: NodeJS.ProcessEnv): string {
  const base = environment.XDG_CACHE_HOME || join(homedir(), '.cache')
  return resolve(environment.ERRAND_CACHE || join(base, 'errand'))
}
