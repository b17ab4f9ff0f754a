import type { Action } from '../domain/action.ts'
import { piiSettingsOf } from '../domain/pii/settings.ts'
import { completeSchedule } from '../domain/schedule.ts'
import { secretsUsedBy } from '../domain/secret-use.ts'
import type { GuruCatalogue } from '../storage/catalogue.ts'
import type {
  ActionDocument,
  GuruDocument,
  KeyDocument,
  SecretDocument,
  SessionDocument,
} from '../storage/models.ts'
import { openExchanges } from '../storage/sessions.ts'
import { TITLE_LENGTH } from './contract/sessions.ts'

/*
 * What the API shows of what is stored. Nothing here knows a secret's value.
 */

export const guruView = (guru: GuruDocument, actionsUsed: number) => ({
  slug: guru._id,
  name: guru.name,
  description: guru.description,
  instructions: guru.instructions,
  action_limit: guru.action_limit,
  actions_used: actionsUsed,
  mcp_for_chat: guru.mcp_for_chat ?? false,
  pii: piiSettingsOf(guru),
  created_at: guru.created_at.toISOString(),
  updated_at: guru.updated_at.toISOString(),
})

export const keyView = (key: KeyDocument) => ({
  id: key.key_id,
  name: key.name,
  role: key.role,
  hint: key.hint ?? null,
  created_at: key.created_at.toISOString(),
  created_by: key.created_by ?? null,
  last_used_at: key.last_used_at?.toISOString() ?? null,
})

export interface ActionViewExtras {
  warnings?: string[]
  /** Of its schedule, as Temporal says. */
  nextRun?: Date | null
}

export const actionView = (
  { _id, guru, version, definition, disabled_reason, created_at, updated_at }: ActionDocument,
  existingSecrets: Iterable<string>,
  { warnings = [], nextRun = null }: ActionViewExtras = {},
): Action => ({
  id: _id,
  guru,
  version,
  ...definition,
  schedule: completeSchedule(definition.schedule),
  secrets: secretsUsedBy(definition, existingSecrets),
  disabled_reason,
  created_at: created_at.toISOString(),
  updated_at: updated_at.toISOString(),
  next_run_at: nextRun?.toISOString() ?? null,
  warnings,
})

export const secretView = (secret: SecretDocument, { actions, secretNames }: GuruCatalogue) => ({
  name: secret.name,
  mask: secret.mask,
  allowed_hosts: secret.allowed_hosts,
  created_at: secret.created_at.toISOString(),
  updated_at: secret.updated_at.toISOString(),
  used_by: actions
    .filter(({ definition }) =>
      secretsUsedBy(definition, [...secretNames, secret.name]).includes(secret.name),
    )
    .map(({ _id, definition }) => ({ id: _id, name: definition.name })),
})

/** A session in a list: its first question stands for it. */
export function listedSessionView(session: SessionDocument) {
  const { session_id, messages } = sessionView(session)
  const started_at = session.created_at.toISOString()
  const title = messages.find(({ role }) => role === 'user')?.content
  return {
    session_id,
    title: title === undefined ? null : titleOf(title),
    started_at,
    updated_at: messages.at(-1)?.at ?? started_at,
    messages: messages.length,
  }
}

/** In one line. */
function titleOf(question: string): string {
  const characters = [...question.replaceAll(/\s+/g, ' ').trim()]
  const isShort = characters.length <= TITLE_LENGTH
  return isShort ? characters.join('') : `${characters.slice(0, TITLE_LENGTH - 1).join('')}…`
}

export const sessionView = (session: SessionDocument) => ({
  session_id: session._id,
  messages: [
    ...session.messages,
    // Their answers take their place.
    ...openExchanges(session).flatMap(({ question, content, actions, at }) => [
      { role: 'user' as const, content: question, at, actions: [] },
      { role: 'assistant' as const, content, at, actions },
    ]),
  ].map(({ role, content, at, actions }) => ({ role, content, at: new Date(at).toISOString(), actions })),
})
