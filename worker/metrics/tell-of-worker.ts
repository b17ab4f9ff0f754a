import type { Logger } from 'pino'
import type { Configuration } from '../../domain/configuration.ts'
import type { Storage } from '../../storage/connection.ts'
import { reportWorker, type WorkerReport, withdrawWorker } from '../../storage/worker-reports.ts'
import { type Check, createReadiness } from '../../telemetry/readiness.ts'
import { workerIdentity } from '../are-polling.ts'
import type { SandboxHolder } from '../sandbox-holder.ts'
import { listen } from './listener.ts'
import { exposeSandbox } from './sandbox-metrics.ts'
import type { WorkerTelemetry } from './telemetry.ts'

const REPORT_EVERY_MS = 10_000

export interface Told {
  configuration: Configuration
  storage: Storage
  sandbox: SandboxHolder
  workers: { arePolling(): Promise<boolean> }
  telemetry: WorkerTelemetry
  log: Logger
}

/**
 * Tells how the worker is: the API, by way of the database, and whoever asks at ERRAND_METRICS_PORT.
 * @returns what ends it
 * @throws {Error} where the port is taken
 */
export async function tellOfWorker(told: Told): Promise<() => Promise<void>> {
  const { configuration, storage, sandbox, telemetry, log } = told
  const { ERRAND_METRICS_HOST: host, ERRAND_METRICS_PORT: port, ERRAND_WORKER_ROLE: role } = configuration
  if (role !== 'light') exposeSandbox(telemetry.registry, sandbox)
  const report = async () =>
    reportWorker(storage, workerIdentity(), {
      role,
      engine: role === 'light' ? 'none' : await engineOf(sandbox),
      model: configuration.ERRAND_MODEL_URL ? telemetry.model() : 'built_in',
    }).catch((error) => log.debug({ error_message: error?.message }, 'the API was not told of this worker'))
  const timer = setInterval(report, REPORT_EVERY_MS)
  timer.unref()
  void report()
  const listener =
    port === undefined
      ? null
      : await listen({
          host,
          port,
          registry: telemetry.registry,
          sdkMetrics: async () => (await telemetry.sdk?.read()) ?? '',
          readiness: createReadiness(checksOf(told)),
        })
  return async () => {
    clearInterval(timer)
    listener?.close()
    await withdrawWorker(storage, workerIdentity()).catch(() => {})
  }
}

async function engineOf(sandbox: SandboxHolder): Promise<WorkerReport['engine']> {
  const current = sandbox.current()
  if (!current) return 'missing'
  return current.ping().then(
    () => 'ok' as const,
    () => 'missing' as const,
  )
}

/** A worker for Python only is of no use without an engine; another one goes on without. */
function checksOf({ configuration, storage, sandbox, workers, telemetry }: Told): Record<string, Check> {
  const role = configuration.ERRAND_WORKER_ROLE
  const sandboxCheck: Record<string, Check> = {
    sandbox_engine: { isNeeded: role === 'sandbox', run: () => engineOf(sandbox) },
  }
  return {
    database: { isNeeded: true, run: () => storage.ping().then(() => 'ok') },
    temporal: { isNeeded: true, run: async () => ((await workers.arePolling()) ? 'ok' : 'not polling') },
    ...(role === 'light' ? {} : sandboxCheck),
    model: {
      isNeeded: false,
      run: async () => (configuration.ERRAND_MODEL_URL ? telemetry.model() : 'built_in'),
    },
  }
}
