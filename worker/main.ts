import type { ConnectionOptions } from '@temporalio/client'
import { loadClientConnectConfig } from '@temporalio/envconfig'
import { createActivities } from '../activities/index.ts'
import { ConfigurationError, readConfiguration } from '../domain/configuration.ts'
import { createEgressPolicy } from '../egress/policy.ts'
import { proxyOfEnvironment } from '../egress/proxy.ts'
import { openHistoryEncryption } from '../encryption/history-encryption.ts'
import { createLanguageEngine } from '../language/create-engine.ts'
import { createCatalogue } from '../storage/catalogue.ts'
import { openStorage } from '../storage/connection.ts'
import { KeyFileError } from '../storage/key-files.ts'
import { createOpener } from '../storage/secret-box.ts'
import { createLog } from '../telemetry/log.ts'
import { cacheFolderOf } from './cache-folder.ts'
import { createWorkers } from './create-workers.ts'
import { keepHouse } from './housekeeping.ts'
import { installLogger } from './logger.ts'
import { openTelemetry } from './metrics/telemetry.ts'
import { tellOfWorker } from './metrics/tell-of-worker.ts'
import { prepareNamespace } from './prepare-namespace.ts'
import { prepareSandbox } from './prepare-sandbox.ts'
import { holdSandbox, NO_SANDBOX } from './sandbox-holder.ts'
import { workflowBundle } from './workflow-bundle.ts'

async function main(): Promise<void> {
  const configuration = readConfiguration(process.env)
  const log = createLog('worker', configuration.ERRAND_LOG_LEVEL)
  const telemetry = await openTelemetry(configuration, log)
  installLogger(log, telemetry.sdk?.telemetryOptions)
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig()
  const encryption = await openHistoryEncryption(configuration)
  const storage = await openStorage(configuration.MONGODB_URL)
  const egress = createEgressPolicy({
    allow: configuration.ERRAND_EGRESS_ALLOW,
    proxy: proxyOfEnvironment(configuration.ERRAND_PROXY_RESOLVES),
  })
  const role = configuration.ERRAND_WORKER_ROLE
  const preparing: NodeJS.Timeout[] = []
  const [opener, sandbox, bundle] = await Promise.all([
    createOpener(configuration.ERRAND_DATA),
    role === 'light'
      ? NO_SANDBOX
      : holdSandbox({ configuration, egress, log, observer: telemetry.sandboxObserver }, (opened) =>
          preparing.push(prepareSandbox(storage, opened, log)),
        ),
    workflowBundle(cacheFolderOf(process.env), encryption, telemetry.workflowModules),
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
    sandbox: sandbox.current,
    log,
    ...(telemetry.traceCall && { traceCall: telemetry.traceCall }),
  })
  const workers = await createWorkers({
    connectionOptions,
    namespace,
    workflowBundle: bundle,
    dataConverter: encryption.dataConverter,
    activities,
    sandboxes: sandbox.concurrency,
    role,
    interceptors: telemetry.interceptors,
    ...(telemetry.sinks && { sinks: telemetry.sinks }),
  })
  const stopTelling = await tellOfWorker({ configuration, storage, sandbox, workers, telemetry, log })
  const housekeeping = keepHouse(storage, configuration.ERRAND_RETENTION_DAYS, log)
  const shutDown = () => {
    sandbox.current()?.drain()
    workers.shutdown()
  }
  process.on('SIGTERM', shutDown)
  process.on('SIGINT', shutDown)
  log.info({ role, engine: language.name, sandbox: sandbox.current() !== null }, 'working')
  await workers.run()
  clearInterval(housekeeping)
  await stopTelling()
  for (const timer of preparing) clearInterval(timer)
  await sandbox.close()
  await storage.close()
  await telemetry.close()
  process.exit(0)
}

main().catch((error) => {
  const isKnown = error instanceof ConfigurationError || error instanceof KeyFileError
  console.error(isKnown ? error.message : error)
  process.exit(isKnown ? 2 : 1)
})
