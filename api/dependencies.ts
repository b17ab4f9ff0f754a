import type { RequestHandler } from 'express'
import type { Logger } from 'pino'
import type { Configuration } from '../domain/configuration.ts'
import type { HistoryEncryption } from '../encryption/history-encryption.ts'
import type { Catalogue } from '../storage/catalogue.ts'
import type { Storage } from '../storage/connection.ts'
import type { Sealer } from '../storage/secret-box.ts'
import type { AuditLog } from './audit/audit-log.ts'
import type { Dashboard } from './dashboard/load-dashboard.ts'
import type { AnswerLimit } from './limits/answer-limit.ts'
import type { LockOut } from './limits/lock-out.ts'
import type { RunCounter } from './metrics/run-counter.ts'
import type { Schedules } from './schedules/schedules.ts'
import type { OpenStreams } from './stream/open-streams.ts'
import type { TemporalClient } from './temporal/connection.ts'

/** What the API needs of the world. It can seal secrets, and open none. */
export interface ApiDependencies {
  configuration: Configuration
  adminKey: string
  storage: Storage
  catalogue: Catalogue
  sealer: Sealer
  temporal: TemporalClient
  schedules: Schedules
  encryption: HistoryEncryption
  streams: OpenStreams
  runCounter: RunCounter
  answerLimit: AnswerLimit
  lockOut: LockOut
  audit: AuditLog
  /** Null where it was not built. */
  dashboard: Dashboard | null
  log: Logger
  /** Makes requests spans; missing where nothing is traced. */
  traceRequests?: RequestHandler
}
