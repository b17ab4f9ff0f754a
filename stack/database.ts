import type { Configuration } from '../domain/configuration.ts'
import { claimDataFolder } from './data/data-folder.ts'
import { rememberedPorts } from './data/ports.ts'
import { readState } from './data/state-file.ts'
import { StackError } from './errors.ts'
import { mongodbPart } from './parts.ts'
import { cacheFolder } from './provision/cache-folder.ts'
import { existingDatabase } from './servers/mongodb.ts'

export interface Database {
  url: string
  /** Stops what was started for it. */
  leave(): Promise<void>
}

export interface DatabaseContext {
  settings: Configuration
  environment: NodeJS.ProcessEnv
  /** Absolute. */
  dataFolder: string
  report: (line: string) => void
  signal: AbortSignal
}

/**
 * The database of a data folder for a command beside the stack: the one that MONGODB_URL names, the running stack's, or
 * the embedded one, started for as long as it takes. Null where there is none yet.
 */
export async function openDatabase(context: DatabaseContext): Promise<Database | null> {
  const { settings, environment, dataFolder, report } = context
  if (settings.MONGODB_URL) return { url: settings.MONGODB_URL, leave: async () => {} }
  let unclaim: () => void
  try {
    unclaim = claimDataFolder(dataFolder)
  } catch (error) {
    if (!(error instanceof StackError)) throw error
    const url = readState(dataFolder)?.mongodb_url
    if (!url)
      throw new StackError('Errand is just starting on this data folder. Try again when it is ready.', {
        cause: error,
      })
    report('MongoDB: of the Errand that is running')
    return { url, leave: async () => {} }
  }
  try {
    if (!existingDatabase(dataFolder)) {
      unclaim()
      return null
    }
    const { mongodb } = await rememberedPorts(dataFolder, ['mongodb'])
    const ports = { mongodb, temporal: 0, temporalUi: 0 }
    const { url, process } = await mongodbPart({ ...context, ports, cache: cacheFolder(environment) })
    return {
      url,
      async leave() {
        await process?.stop(10_000)
        unclaim()
      },
    }
  } catch (error) {
    unclaim()
    throw error
  }
}
