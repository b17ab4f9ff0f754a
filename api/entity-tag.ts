import type { Request, Response } from 'express'
import type { Action } from '../domain/action.ts'
import { Problem } from '../domain/problems.ts'
import { sha256 } from '../storage/ids.ts'

const HASH_CHARACTERS = 8

/**
 * The entity tag of an action (RFC 9110): another one after each change of what somebody wants to know before he
 * changes it himself. When it runs next is not part of it: that changes by the clock.
 */
export function entityTag({ version, disabled_reason, secrets }: Action): string {
  const rest = sha256(JSON.stringify([disabled_reason, secrets])).slice(0, HASH_CHARACTERS)
  return `"${version}-${rest}"`
}

/** Sends an action's tag with it. */
export function setEntityTag(response: Response, action: Action): void {
  response.set('ETag', entityTag(action))
}

/**
 * Whether who asks has just this action already, by `If-None-Match`. Nobody has one that runs by itself: when next is
 * not part of its tag.
 */
export function hasAlready(request: Request, action: Action): boolean {
  const header = request.get('if-none-match')
  // Express would compare as well, by the tag alone.
  delete request.headers['if-none-match']
  return header !== undefined && action.next_run_at === null && names(header, action)
}

/**
 * Whether the request wants this action and no other: by `If-Match`, if it has that. A tag that was made weak counts as
 * well: proxies that compress what they pass on mark ours so, and it still names one version.
 */
export function matches(request: Request, action: Action): boolean {
  const header = request.get('if-match')
  return header === undefined || names(header, action)
}

const names = (header: string, action: Action): boolean =>
  header.trim() === '*' ||
  header
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
    .includes(entityTag(action))

/** The 412 that says what has happened meanwhile. */
export const changedSince = ({ name, version }: Action, { by, at }: { by: string; at: Date }): Problem =>
  new Problem(
    'precondition_failed',
    `'${name}' is not what you have read: ${by} changed it at ${at.toISOString()}, and it has version ${version} now. Read it again and repeat your change.`,
  )
