import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigurationError, readConfiguration } from '../domain/configuration.ts'
import { openHistoryEncryption } from '../encryption/history-encryption.ts'
import { createCatalogue } from '../storage/catalogue.ts'
import { openStorage } from '../storage/connection.ts'
import { KeyFileError } from '../storage/key-files.ts'
import { createSealer } from '../storage/secret-box.ts'
import { createLog } from '../telemetry/log.ts'
import { openTracing } from '../telemetry/tracing/open-tracing.ts'
import { createApp } from './app.ts'
import { createAuditLog } from './audit/audit-log.ts'
import { createApiServer } from './create-server.ts'
import { loadDashboard } from './dashboard/load-dashboard.ts'
import { createAnswerLimit } from './limits/answer-limit.ts'
import { createLockOut } from './limits/lock-out.ts'
import { createRunCounter } from './metrics/run-counter.ts'
import { keepSchedules } from './schedules/keep-schedules.ts'
import { createSchedules } from './schedules/schedules.ts'
import { createOpenStreams } from './stream/open-streams.ts'
import { createTemporalClient } from './temporal/connection.ts'

/** How long open requests may take to finish once the process is told to stop. */
const DRAIN_MS = 8_000

async function main(): Promise<void> {
  const configuration = readConfiguration(process.env)
  const log = createLog('api', configuration.ERRAND_LOG_LEVEL)
  const encryption = await openHistoryEncryption(configuration)
  const storage = await openStorage(configuration.MONGODB_URL)
  const tracing = await openTracing(process.env, 'errand-api', log)
  const traced = tracing && (await import('./tracing/trace-api.ts'))
  const temporal = createTemporalClient(
    encryption.dataConverter,
    traced ? [traced.traceWorkflowClient()] : [],
  )
  const sealer = await createSealer(configuration.ERRAND_DATA)
  const schedules = createSchedules({ configuration, storage, sealer, temporal, encryption })
  const streams = createOpenStreams()
  const runCounter = createRunCounter({ storage, temporal, log })
  const audit = createAuditLog(storage, log)
  const dashboardFolder = process.env.ERRAND_INTERNAL_DASHBOARD
  const app = createApp({
    configuration,
    adminKey: configuration.ERRAND_ADMIN_KEY ?? (await readAdminKey(configuration.ERRAND_DATA)),
    storage,
    catalogue: createCatalogue(storage),
    sealer,
    temporal,
    schedules,
    encryption,
    streams,
    runCounter,
    answerLimit: createAnswerLimit(storage, configuration),
    lockOut: createLockOut(storage),
    audit,
    dashboard: dashboardFolder ? await loadDashboard(dashboardFolder) : null,
    log,
    ...(traced && { traceRequests: traced.traceRequests }),
  })
  const server = createApiServer(app)
  const { ERRAND_PORT: port, ERRAND_HOST: host } = configuration
  server.listen(port, host, () => log.info({ host, port }, 'listening'))
  server.on('error', (error) => {
    log.fatal({ error_message: error.message }, `can't listen on ${host}:${port}; choose another ERRAND_PORT`)
    process.exit(1)
  })

  const stopKeeping = keepSchedules(schedules, log)
  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    stopKeeping()
    runCounter.close()
    audit.close()
    streams.close()
    setTimeout(() => process.exit(0), DRAIN_MS).unref()
    server.close(() =>
      Promise.allSettled([storage.close(), temporal.close(), tracing?.close()]).then(() => process.exit(0)),
    )
    server.closeIdleConnections()
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

async function readAdminKey(dataFolder: string): Promise<string> {
  return (await readFile(join(dataFolder, 'admin-key'), 'utf8')).trim()
}

main().catch((error) => {
  const isKnown = error instanceof ConfigurationError || error instanceof KeyFileError
  console.error(isKnown ? error.message : error)
  process.exit(isKnown ? 2 : 1)
})
