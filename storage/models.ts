import { type Connection, type Model, Schema } from 'mongoose'
import type {
  ActionDocument,
  ActionVersionDocument,
  ArtifactChunkDocument,
  ArtifactFileDocument,
  AuditCounterDocument,
  AuditEventDocument,
  BrowserSessionDocument,
  ChatRequestDocument,
  ChatTurnDocument,
  ClaimDocument,
  GuruDocument,
  KeyDocument,
  LimitDocument,
  PlaceholderNameDocument,
  ReservationDocument,
  RunTotalsDocument,
  SecretDocument,
  SessionCounterDocument,
  SessionDocument,
  SessionEntryDocument,
  SignInTokenDocument,
  WorkerReportDocument,
  WriteProbeDocument,
} from './documents.ts'

export type * from './documents.ts'

export interface Models {
  limits: Model<LimitDocument>
  browserSessions: Model<BrowserSessionDocument>
  signInTokens: Model<SignInTokenDocument>
  auditCounters: Model<AuditCounterDocument>
  auditEvents: Model<AuditEventDocument>
  gurus: Model<GuruDocument>
  keys: Model<KeyDocument>
  actions: Model<ActionDocument>
  actionVersions: Model<ActionVersionDocument>
  reservations: Model<ReservationDocument>
  placeholderNames: Model<PlaceholderNameDocument>
  secrets: Model<SecretDocument>
  sessions: Model<SessionDocument>
  sessionCounters: Model<SessionCounterDocument>
  sessionEntries: Model<SessionEntryDocument>
  chatTurns: Model<ChatTurnDocument>
  chatRequests: Model<ChatRequestDocument>
  claims: Model<ClaimDocument>
  workerReports: Model<WorkerReportDocument>
  writeProbes: Model<WriteProbeDocument>
  runTotals: Model<RunTotalsDocument>
  artifactFiles: Model<ArtifactFileDocument>
  artifactChunks: Model<ArtifactChunkDocument>
}

const text = { type: String, required: true }
const anyText = { type: String, default: '' }
const count = { type: Number, required: true }
const date = { type: Date, required: true }
const mixed = { type: Schema.Types.Mixed, required: true }
const options = { versionKey: false as const, minimize: false }

export function defineModels(connection: Connection): Models {
  const model = <T>(name: string, shape: Record<string, unknown>) =>
    connection.model<T>(name, new Schema<T>({ _id: text, ...shape } as never, options as never), name)
  return {
    gurus: model<GuruDocument>('gurus', {
      name: text,
      description: anyText,
      instructions: anyText,
      action_limit: count,
      mcp_for_chat: Boolean,
      pii: { type: Schema.Types.Mixed, default: undefined },
      revision: count,
      importing: { type: Schema.Types.Mixed, default: undefined },
      imports: Number,
      crowded: Boolean,
      created_at: date,
      updated_at: date,
    }),
    keys: model<KeyDocument>('keys', {
      key_id: text,
      guru: text,
      name: text,
      role: text,
      created_at: date,
      created_by: String,
      hint: String,
      last_used_at: Date,
    }),
    actions: model<ActionDocument>('actions', {
      guru: text,
      version: count,
      definition: mixed,
      slot: text,
      hold: String,
      disabled_reason: { type: String, default: null },
      changed_by: String,
      import: { type: Schema.Types.Mixed, default: undefined },
      created_at: date,
      updated_at: date,
    }),
    actionVersions: model<ActionVersionDocument>('action_versions', {
      guru: text,
      action_id: text,
      version: count,
      definition: mixed,
      changed_at: date,
      changed_by: text,
    }),
    reservations: model<ReservationDocument>('reservations', { holder: text, at: date }),
    placeholderNames: model<PlaceholderNameDocument>('placeholder_names', {
      guru: text,
      kind: text,
      holders: [String],
      revision: count,
    }),
    secrets: model<SecretDocument>('secrets', {
      guru: text,
      name: text,
      sealed: text,
      mask: { type: Boolean, required: true },
      allowed_hosts: [String],
      hold: String,
      deleted_at: { type: Date, default: null },
      created_at: date,
      updated_at: date,
    }),
    sessions: model<SessionDocument>('sessions', {
      guru: text,
      owner: text,
      external_user_id: { type: String, default: null },
      messages: { type: [Schema.Types.Mixed], default: [] },
      pending: { type: [Schema.Types.Mixed], default: [] },
      open: { type: [Schema.Types.Mixed], default: undefined },
      pii: { type: [Schema.Types.Mixed], default: undefined },
      pii_revision: Number,
      created_at: date,
    }),
    sessionCounters: model<SessionCounterDocument>('session_counters', { guru: text, last: count }),
    sessionEntries: model<SessionEntryDocument>('session_entries', { guru: text, session_id: text }),
    limits: model<LimitDocument>('limits', { count, ends_at: date }),
    browserSessions: model<BrowserSessionDocument>('browser_sessions', {
      key: { type: String, default: null },
      binding: text,
      created_at: date,
      seen_at: date,
      ends_at: date,
    }),
    signInTokens: model<SignInTokenDocument>('sign_in_tokens', { ends_at: date }),
    auditCounters: model<AuditCounterDocument>('audit_counters', { last: count }),
    auditEvents: model<AuditEventDocument>('audit_events', {
      guru: text,
      at: date,
      actor: text,
      actor_id: text,
      action: text,
      subject: mixed,
      before: { type: Schema.Types.Mixed, default: null },
      after: { type: Schema.Types.Mixed, default: null },
      from: mixed,
      request_id: text,
    }),
    chatTurns: model<ChatTurnDocument>('chat_turns', {
      guru: text,
      session_id: text,
      exchange: text,
      next: anyText,
      at: date,
    }),
    chatRequests: model<ChatRequestDocument>('chat_requests', {
      guru: text,
      nonce: anyText,
      session_id: text,
      at: date,
    }),
    claims: model<ClaimDocument>('claims', { at: date }),
    workerReports: model<WorkerReportDocument>('worker_reports', {
      role: text,
      engine: text,
      model: text,
      at: date,
    }),
    runTotals: model<RunTotalsDocument>('run_totals', { revision: count, state: text }),
    writeProbes: model<WriteProbeDocument>('write_probes', { at: date }),
    artifactFiles: model<ArtifactFileDocument>('artifacts.files', {
      length: count,
      chunkSize: count,
      uploadDate: date,
      filename: text,
      metadata: mixed,
    }),
    artifactChunks: model<ArtifactChunkDocument>('artifacts.chunks', {
      files_id: text,
      n: count,
      data: { type: Buffer, required: true },
    }),
  }
}
