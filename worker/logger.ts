import { DefaultLogger, makeTelemetryFilterString, Runtime, type TelemetryOptions } from '@temporalio/worker'
import type { Logger } from 'pino'

const LEVELS = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const
/** Of an SDK log entry: what names the run. Anything else might carry data of it. */
const KEPT = ['workflowId', 'workflowType', 'activityType', 'attempt', 'taskQueue', 'sdkComponent']

/**
 * Sends the Temporal SDK's log to ours. Before any worker is made.
 * @param telemetry what else the SDK is to tell of itself
 */
export function installLogger(log: Logger, telemetry: Pick<TelemetryOptions, 'metrics'> = {}): void {
  Runtime.install({
    logger: new DefaultLogger('INFO', ({ level, message, meta = {} }) => {
      const fields = Object.fromEntries(KEPT.flatMap((name) => (name in meta ? [[name, meta[name]]] : [])))
      const error =
        'error' in meta && meta.error instanceof Error ? { error_message: meta.error.message } : {}
      log[LEVELS[level]]({ ...fields, ...error }, message)
    }),
    telemetryOptions: {
      ...telemetry,
      logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }) },
    },
    shutdownSignals: [],
  })
}
