// `npm run rotate-history-key`: a new key for what is written from the next start on.
import { resolve } from 'node:path'
import { ConfigurationError, readConfiguration } from '../domain/configuration.ts'
import { historyKeyFile } from '../encryption/history-key.ts'
import { prepareDataFolder } from './data/data-folder.ts'
import { addHistoryKey } from './data/history-key-file.ts'
import { StackError } from './errors.ts'

try {
  const { ERRAND_DATA, ERRAND_HISTORY_KEY } = readConfiguration(process.env)
  if (ERRAND_HISTORY_KEY)
    throw new StackError(
      'The key comes from ERRAND_HISTORY_KEY: put a new one (openssl rand -base64 32) before it there, followed by a comma.',
    )
  const dataFolder = resolve(ERRAND_DATA)
  prepareDataFolder(dataFolder)
  const count = await addHistoryKey(dataFolder)
  console.log(
    `${historyKeyFile(dataFolder)} has a new first key, ${count} in all. Keep a copy of the file.\n` +
      'New runs are encrypted with it once API and workers were restarted; older keys stay for older runs.',
  )
} catch (error) {
  if (!(error instanceof ConfigurationError) && !(error instanceof StackError)) throw error
  console.error(error.message)
  process.exitCode = 2
}
