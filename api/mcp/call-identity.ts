import { sha256 } from '../../storage/ids.ts'
import { invalid } from '../parse.ts'
import { type Idempotency, workflowIdFor } from '../temporal/workflow-ids.ts'
import type { McpCall } from './mcp-call.ts'

/** In `_meta` of a call: names it, so that the same call again is the same run. */
export const IDEMPOTENCY_META_KEY = 'errand/idempotency-key'
const MAX_KEY = 200

export type RequestId = string | number

/** What tells a call from any other, and finds it again. */
export interface CallIdentity {
  idempotency: Idempotency | null
  /** Whether the client has named the call itself, and so can come back for it. */
  isNamed: boolean
}

/**
 * The id of a request is unique in a session of the legacy era, and the session's id among all: together they name a
 * call, however often it arrives. The modern era has no sessions and begins to count anew with each connection, so
 * there a call has a name only where its client gives it one.
 * @throws {Problem} 422 where that name is none
 */
export function identityOf(
  call: McpCall,
  id: RequestId,
  meta: Record<string, unknown> | undefined,
  request: { name: string; arguments: unknown },
): CallIdentity {
  const given = meta?.[IDEMPOTENCY_META_KEY]
  const key = given === undefined ? sessionKey(call, id) : givenKey(given)
  const fingerprint = sha256(JSON.stringify(['tools/call', request.name, request.arguments]))
  return {
    idempotency: key === null ? null : { holder: call.identity.holder, key, fingerprint },
    isNamed: given !== undefined,
  }
}

/** The workflow of a call that a client of the legacy era has made in its session; null where it has none. */
export function workflowOfCall(call: McpCall, id: RequestId): string | null {
  const key = sessionKey(call, id)
  if (key === null) return null
  const { guru, identity } = call
  return workflowIdFor(guru._id, 'mcp', { holder: identity.holder, key, fingerprint: '' })
}

const sessionKey = ({ sessionId }: McpCall, id: RequestId): string | null =>
  sessionId === null ? null : JSON.stringify(['mcp session', sessionId, id])

function givenKey(given: unknown): string {
  if (typeof given !== 'string' || given.length === 0 || given.length > MAX_KEY)
    throw invalid([
      { path: `_meta.${IDEMPOTENCY_META_KEY}`, message: `must be a text of 1 to ${MAX_KEY} characters` },
    ])
  return JSON.stringify(['mcp call', given])
}
