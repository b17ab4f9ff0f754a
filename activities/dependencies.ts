import type { Logger } from 'pino'
import type { EgressPolicy } from '../egress/policy.ts'
import type { LanguageEngine } from '../language/engine.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import type { Catalogue } from '../storage/catalogue.ts'
import type { Storage } from '../storage/connection.ts'
import type { Opener } from '../storage/secret-box.ts'

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
}
