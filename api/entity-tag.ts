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

/** Sends an action's tag with it. A client that has it already gets a 304, unless there is a time that may have passed. */
export function setEntityTag(request: Request, response: Response, action: Action): void {
  response.set('ETag', entityTag(action))
  if (action.next_run_at !== null) delete request.headers['if-none-match']
}

/**
 * Whether the request wants this action and no other: by `If-Match`, if it has that. A tag that was made weak counts as
 * well: proxies that compress what they pass on mark ours so, and it still names one version.
 */
export function matches(request: Request, action: Action): boolean {
  const header = request.get('if-match')
  if (header === undefined || header.trim() === '*') return true
  const wanted = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  return wanted.includes(entityTag(action))
}

/** The 412 that says what has happened meanwhile. */
export const changedSince = ({ name, version }: Action, { by, at }: { by: string; at: Date }): Problem =>
  new Problem(
    'precondition_failed',
    `'${name}' is not what you have read: ${by} changed it at ${at.toISOString()}, and it has version ${version} now. Read it again and repeat your change.`,
  )
