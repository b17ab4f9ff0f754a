import type { ConnectionOptions } from '@temporalio/client'
import { loadClientConnectConfig } from '@temporalio/envconfig'
import { pino } from 'pino'
import { createActivities } from '../activities/index.ts'
import { ConfigurationError, readConfiguration } from '../domain/configuration.ts'
import { createEgressPolicy } from '../egress/policy.ts'
import { createLanguageEngine } from '../language/create-engine.ts'
import { createCatalogue } from '../storage/catalogue.ts'
import { openStorage } from '../storage/connection.ts'
import { createOpener } from '../storage/secret-box.ts'
import { cacheFolderOf } from './cache-folder.ts'
import { createWorkers } from './create-workers.ts'
import { keepHouse } from './housekeeping.ts'
import { installLogger } from './logger.ts'
import { openSandbox } from './open-sandbox.ts'
import { prepareNamespace } from './prepare-namespace.ts'
import { workflowBundle } from './workflow-bundle.ts'

async function main(): Promise<void> {
  const configuration = readConfiguration(process.env)
  const log = pino({ name: 'worker', level: configuration.ERRAND_LOG_LEVEL })
  installLogger(log)
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig()
  const storage = await openStorage(configuration.MONGODB_URL)
  const egress = createEgressPolicy({ allow: configuration.ERRAND_EGRESS_ALLOW })
  const [opener, sandbox, bundle] = await Promise.all([
    createOpener(configuration.ERRAND_DATA),
    openSandbox(configuration, egress, log),
    workflowBundle(cacheFolderOf(process.env)),
    prepareNamespace(connectionOptions as ConnectionOptions, {
      namespace,
      retentionDays: configuration.ERRAND_RETENTION_DAYS,
      warn: (message) => log.warn(message),
    }),
  ])
  const language = createLanguageEngine({
    url: configuration.ERRAND_MODEL_URL,
    model: configuration.ERRAND_MODEL,
    key: configuration.ERRAND_MODEL_KEY,
  })
  const activities = createActivities({
    storage,
    catalogue: createCatalogue(storage),
    opener,
    language,
    egress,
    sandbox,
    log,
  })
  const workers = await createWorkers({ connectionOptions, namespace, workflowBundle: bundle, activities })
  const housekeeping = keepHouse(storage, configuration.ERRAND_RETENTION_DAYS, log)
  process.on('SIGTERM', workers.shutdown)
  process.on('SIGINT', workers.shutdown)
  log.info({ engine: language.name, sandbox: sandbox !== null }, 'working')
  await workers.run()
  clearInterval(housekeeping)
  await sandbox?.close()
  await storage.close()
  process.exit(0)
}

main().catch((error) => {
  console.error(error instanceof ConfigurationError ? error.message : error)
  process.exit(error instanceof ConfigurationError ? 2 : 1)
})
