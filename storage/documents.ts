import type { ActionInput } from '../domain/action.ts'
import type { AuditEvent } from '../domain/audit.ts'
import type { PendingMatch } from '../domain/language.ts'
import type { PiiSettings } from '../domain/pii/settings.ts'
import type { NameKind } from '../domain/placeholder-names.ts'
import type { AnsweredAction } from '../domain/run.ts'
import type { PiiBox } from '../domain/workflow-contract.ts'

/*
 * Every hot look-up goes by `_id`: some servers that speak MongoDB's protocol find nothing else fast.
 * Uniqueness is an `_id` too, so a plain insert decides every race.
 */

export interface GuruDocument {
  /** The slug. */
  _id: string
  name: string
  description: string
  instructions: string
  action_limit: number
  /** Whether chat keys may run its actions over MCP. Missing in records of before that could be said: then not. */
  mcp_for_chat?: boolean
  /** Missing where nothing was ever set. */
  pii?: Partial<PiiSettings>
  /** Counts up after each change of the guru's actions or secrets: caches compare it. */
  revision: number
  /** The limit was lowered, and actions may be in places above it. */
  crowded?: boolean
  /** An import of actions that is being carried out; missing or null where there is none. */
  importing?: GuruImport | null
  /** How many imports were published; missing where there was none. */
  imports?: number
  created_at: Date
  updated_at: Date
}

/** Only one import works on a guru at a time. It is published by one change of this, all of it or nothing. */
export interface GuruImport {
  id: string
  at: Date
  /** From now on its actions count: whoever finds it so completes it. */
  published: boolean
  /** Of those that it replaces, once it is published. */
  actions: string[]
}

export type Role = 'manage' | 'chat'

export interface KeyDocument {
  /** SHA-256 of the key, hexadecimal. */
  _id: string
  key_id: string
  guru: string
  name: string
  role: Role
  created_at: Date
  /** Who made it. Missing in keys from before that was noted, like the two below. */
  created_by?: string
  /** How it begins: `errand_` and four characters, so that people can tell theirs. */
  hint?: string
  /** To the minute. */
  last_used_at?: Date | null
}

export interface ActionDocument {
  _id: string
  guru: string
  version: number
  definition: ActionInput
  /** The reserved place under the guru's limit. */
  slot: string
  /** What it holds the names of its parameters and secrets by; records of before there were such holds have none. */
  hold?: string
  disabled_reason: string | null
  /** Who made this version; records of before it was kept have none. */
  changed_by?: string
  /** An import holds it: nothing else may change it. */
  import?: ActionImport | null
  created_at: Date
  updated_at: Date
}

/** What an import will make of an action once it is published. */
export interface ActionImport {
  id: string
  guru: string
  /** The next version of an action that is replaced; null for a new one. */
  next: NextVersion | null
}

export type NextVersion = Pick<
  ActionDocument,
  'version' | 'definition' | 'hold' | 'disabled_reason' | 'changed_by' | 'updated_at'
>

/** `_id` is `ACTION.VERSION`; never changed once written. */
export interface ActionVersionDocument {
  _id: string
  guru: string
  action_id: string
  version: number
  definition: ActionInput
  changed_at: Date
  changed_by: string
}

/**
 * What only one action may hold: a name in a guru (`name/GURU/lowercased`), a place under its limit (`slot/GURU/N`).
 */
export interface ReservationDocument {
  _id: string
  /** The action's id. */
  holder: string
  at: Date
}

/** `_id` is `GURU/NAME`: what a placeholder's name means in this guru, for as long as somebody holds it. */
export interface PlaceholderNameDocument {
  _id: string
  guru: string
  kind: NameKind
  holders: string[]
  /** Counts up at each change: a document that changed meanwhile must not be deleted. */
  revision: number
}

export interface SecretDocument {
  /** `GURU.NAME` */
  _id: string
  guru: string
  name: string
  /** A libsodium sealed box, base64. */
  sealed: string
  mask: boolean
  allowed_hosts: string[]
  /** What it holds its name by. */
  hold?: string
  /** It is being deleted: nobody gets it any more, and what uses it is being disabled. */
  deleted_at?: Date | null
  created_at: Date
  updated_at: Date
}

export interface SessionMessage {
  id: string
  role: 'user' | 'assistant'
  content: string
  at: Date
  actions: AnsweredAction[]
}

/** A question whose answer takes longer, and what was said of it meanwhile. */
export interface OpenExchange {
  id: string
  question: string
  content: string
  actions: AnsweredAction[]
  at: Date
}

/** Personal data of one question of a session. */
export interface SessionPii extends PiiBox {
  sealed: string
  /** Of each token its value's fingerprint: the same value gets the same token. */
  fingerprints: string[]
}

export interface SessionDocument {
  _id: string
  guru: string
  /** The key that opened it, and whom it spoke for. */
  owner: string
  external_user_id: string | null
  messages: SessionMessage[]
  pending: PendingMatch[]
  /** Those that have their answer by now may still stand here. Missing where there never was any. */
  open?: OpenExchange[]
  /** Newest last. Missing where there never was any. */
  pii?: SessionPii[]
  /** Counts up with each change of `pii`. */
  pii_revision?: number
  created_at: Date
}

/** How many sessions somebody has opened; `_id` is a digest of who. */
export interface SessionCounterDocument {
  _id: string
  guru: string
  last: number
}

/** `_id` is `DIGEST/N`: which session somebody opened as the Nth. It may be gone. */
export interface SessionEntryDocument {
  _id: string
  guru: string
  session_id: string
}

/** Where a conversation stands whose client keeps it: `_id` is a digest of all that was said in it, the answer last. */
export interface ChatTurnDocument {
  _id: string
  guru: string
  session_id: string
  /** The answer's workflow. */
  exchange: string
  /** Who goes on with the session itself; empty while nobody does. */
  next: string
  at: Date
}

/** A question in such a conversation: `_id` is a digest of it and of all that was said before. */
export interface ChatRequestDocument {
  _id: string
  guru: string
  /** Tells it from the same question asked once more. */
  nonce: string
  session_id: string
  at: Date
}

/** `_id` is `WORKFLOW/STEP`: a side effect that was begun. */
export interface ClaimDocument {
  _id: string
  at: Date
}

/** What a worker process said of itself last; `_id` is `PID@HOST`. */
export interface WorkerReportDocument {
  _id: string
  role: string
  engine: string
  model: string
  at: Date
}

/** How many runs have ended; there is one. Its `state` is as `storage/run-totals.ts` says. */
export interface RunTotalsDocument {
  _id: string
  /** Counts up with each change. */
  revision: number
  /** JSON. */
  state: string
}

/** Something that is written to see whether the database takes it; there is one. */
export interface WriteProbeDocument {
  _id: string
  at: Date
}

/** A file that a run left, in GridFS's layout; `_id` is `WORKFLOW/NAME`. */
export interface ArtifactFileDocument {
  _id: string
  length: number
  chunkSize: number
  uploadDate: Date
  filename: string
  metadata: { guru: string; content_type: string; sha256: string }
}

/** `_id` is `WORKFLOW/NAME/N`. */
export interface ArtifactChunkDocument {
  _id: string
  files_id: string
  n: number
  data: Buffer
}

/** What somebody has taken of a limit within one window of time; `_id` is `LIMIT/WINDOW`. */
export interface LimitDocument {
  _id: string
  count: number
  ends_at: Date
}

/** Somebody who has signed in with a browser; `_id` is the SHA-256 of the cookie. */
export interface BrowserSessionDocument {
  _id: string
  /** The key's `_id`; null: the admin key. */
  key: string | null
  /** Ties a session of the admin key to that key: see `browser-sessions.ts`. */
  binding: string
  created_at: Date
  /** To some minutes. */
  seen_at: Date
  /** However much it is used. */
  ends_at: Date
}

/** A link that signs the admin in once; `_id` is the SHA-256 of its token. */
export interface SignInTokenDocument {
  _id: string
  ends_at: Date
}

/** How far the events of a guru are counted; `_id` is its slug. */
export interface AuditCounterDocument {
  _id: string
  last: number
}

/** `_id` is `GURU/N`, N counted by guru, without gaps unless an event was lost. Never changed, never deleted. */
export interface AuditEventDocument extends AuditEvent {
  _id: string
}
