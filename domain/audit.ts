/*
 * The record of who changed what. Names of actions are in the past: an event says what has happened.
 */

/** Every action that the audit log knows, and what it means. */
export const AUDIT_ACTIONS = {
  'guru.created': 'a guru was created',
  'guru.updated': "a guru's name, texts, limit or treatment of personal data was changed",
  'guru.deleted': 'a guru was deleted, with all that belongs to it',
  'key.created': 'a key of a guru was made',
  'key.revoked': 'a key of a guru was revoked',
  'action.created': 'an action was saved for the first time',
  'action.updated': "an action's definition was changed",
  'action.enabled': 'an action was enabled',
  'action.disabled': 'an action was disabled',
  'action.deleted': 'an action was deleted',
  'action.imported': 'actions came in from a file',
  'action.restored': 'an older version of an action was made the current one',
  'secret.created': 'a secret was set for the first time',
  'secret.updated': "a secret's value, masking or hosts were set anew",
  'secret.deleted': 'a secret was deleted; actions that used it are disabled',
  'run.cancelled': 'a run was cancelled',
  'run.approved': 'a run that waited for it was approved',
  'run.rejected': 'a run that waited for an approval was rejected',
  'run.rerun': 'a run was run again',
  'conversation.deleted': 'a conversation was deleted by whoever opened it',
  'schedule.backfilled': 'runs of a schedule that lie in the past were started',
  'session.started': 'somebody signed in with a browser',
  'session.ended': 'somebody signed out',
  'session.invited': 'a link that signs the admin in once was made',
  'network.locked_out': 'too many wrong keys came from one network within a minute',
} as const

export type AuditAction = keyof typeof AUDIT_ACTIONS

/** What an event is about. */
export interface AuditSubject {
  /** `action`, `secret`, `key`, … */
  type: string
  id: string
  /** As it was called then. */
  name?: string
}

/** Where a request came from. */
export interface AuditOrigin {
  address: string
  user_agent: string | null
}

/** One change. What it was before and after is what the API shows of it: no value of a secret, ever. */
export interface AuditEvent {
  /** The guru's slug; `*` for what concerns all of them. */
  guru: string
  at: Date
  /** As people call them: `admin`, `key ci`. */
  actor: string
  /** `admin`, or the key's id. */
  actor_id: string
  action: AuditAction
  subject: AuditSubject
  before: unknown
  after: unknown
  from: AuditOrigin
  request_id: string
}

/** Where events belong that concern no guru. No guru can have this slug. */
export const EVERY_GURU = '*'
