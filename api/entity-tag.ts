import type { Request, Response } from 'express'
import type { Action } from '../domain/action.ts'
import { Problem } from '../domain/problems.ts'
import { sha256 } from '../storage/ids.ts'

const HASH_CHARACTERS = 8

const hashOf = (value: unknown): string => sha256(JSON.stringify(value)).slice(0, HASH_CHARACTERS)

/**
 * The entity tag of an action (RFC 9110): another one after each change of what somebody wants to know before he
 * changes it himself. When it runs next is not part of it: that changes by the clock.
 */
export const actionTag = ({ version, disabled_reason, secrets }: Action): string =>
  `"${version}-${hashOf([disabled_reason, secrets])}"`

/** The same of a guru. How many actions it has is not part of it: nobody's change of its settings depends on that. */
export function guruTag<T extends { actions_used: number }>({ actions_used, ...settings }: T): string {
  return `"${hashOf(settings)}"`
}

/** Sends a tag with what it is of. */
export function setEntityTag(response: Response, tag: string): void {
  response.set('ETag', tag)
}

/**
 * Whether who asks has just this already, by `If-None-Match`, and may be told so.
 * @param isWhole whether what is shown is always the same while its tag is
 */
export function hasAlready(request: Request, tag: string, isWhole: boolean): boolean {
  const header = request.get('if-none-match')
  // Express would compare as well, by the tag alone.
  delete request.headers['if-none-match']
  return header !== undefined && isWhole && names(header, tag)
}

/** Whether a change is to be made only to what its sender has read. */
export const isConditional = (request: Request): boolean => request.get('if-match') !== undefined

/**
 * Whether the request wants what has this tag and nothing else: by `If-Match`, if it has that. A tag that was made weak
 * counts as well: proxies that compress what they pass on mark ours so, and it still names one version.
 */
export function matches(request: Request, tag: string): boolean {
  const header = request.get('if-match')
  return header === undefined || names(header, tag)
}

const names = (header: string, tag: string): boolean =>
  header.trim() === '*' ||
  header
    .split(',')
    .map((given) => given.trim().replace(/^W\//, ''))
    .includes(tag)

/** Whether something is to be made only where there is none yet: by `If-None-Match: *`. */
export const isOnlyIfNew = (request: Request): boolean => request.get('if-none-match')?.trim() === '*'

/** The 412 that says what has happened meanwhile. @param now what it has come to, as the end of a sentence */
export const changedSince = (name: string, { by, at }: { by: string; at: Date }, now = ''): Problem =>
  new Problem(
    'precondition_failed',
    `'${name}' is not what you have read: ${by} changed it at ${at.toISOString()}${now}. Read it again and repeat your change.`,
  )
