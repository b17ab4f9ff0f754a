import { mkdirSync } from 'node:fs'
import { cacheFolderOf } from '../../worker/cache-folder.ts'
import { StackError } from '../errors.ts'

/** The cache folder, made where it is missing. @throws {StackError} */
export function cacheFolder(environment: NodeJS.ProcessEnv): string {
  const folder = cacheFolderOf(environment)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new StackError(`ERRAND_CACHE: ${folder} cannot be made (${(error as Error).message}).`, {
      cause: error,
    })
  }
  return folder
}
