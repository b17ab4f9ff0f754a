import type { Logger } from 'pino'
import type { EgressPolicy } from '../egress/policy.ts'
import type { LanguageEngine } from '../language/engine.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { Catalogue } from '../storage/catalogue.ts'
import type { Storage } from '../storage/connection.ts'
import type { Opener } from '../storage/secret-box.ts'

/** Makes a call of an action a span of the trace that it belongs to. `host` is null where a value stands for it. */
export type TraceCall = <T extends { status: number }>(
  about: { method: string; host: string | null },
  call: () => Promise<T>,
) => Promise<T>

/** What the activities need of the world. */
export interface ActivityDependencies {
  storage: Storage
  catalogue: Catalogue
  opener: Opener
  language: LanguageEngine
  egress: EgressPolicy
  /** Null while this worker has no container engine. */
  sandbox: () => Sandbox | null
  log: Logger
  /** Missing where nothing is traced. */
  traceCall?: TraceCall
}
