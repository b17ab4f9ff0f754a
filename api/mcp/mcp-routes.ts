import { toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler, isInitializeRequest } from '@modelcontextprotocol/server'
import { type Request, type RequestHandler, type Response, Router } from 'express'
import { Problem } from '../../domain/problems.ts'
import { randomId } from '../../storage/ids.ts'
import { authenticate, guruAccess } from '../auth.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { jsonBody } from '../json-body.ts'
import { keyOnly } from '../key-only.ts'
import { cancelCall } from './cancel-call.ts'
import { createMcpServer } from './create-server.ts'
import type { McpCall } from './mcp-call.ts'
import { mcpErrors } from './mcp-errors.ts'
import { sameSiteOnly } from './same-site.ts'
import { toolChangesOf } from './tool-changes.ts'

const BODY_LIMIT = '1mb'
/** An older revision lets clients send several messages at once. */
const MOST_MESSAGES = 20
const SESSION_HEADER = 'mcp-session-id'
const SESSION_ID = /^[\w-]{16,200}$/

/**
 * MCP over streamable HTTP, below `/mcp`. No process remembers anything from one request to the next: any of several can
 * answer each.
 */
export function mcpRoutes(deps: ApiDependencies): Router {
  const router = Router()
  router.all(
    '/:guru',
    sameSiteOnly(deps.configuration),
    keyOnly,
    authenticate(deps),
    guruAccess(deps) as RequestHandler,
    mcpAllowed,
    ...jsonBody(BODY_LIMIT),
    async (request, response) => answer(deps, request, response),
  )
  router.use(mcpErrors(deps.log))
  return router
}

/** Keys that may only chat get in where the guru says so. @throws {Problem} 403 */
const mcpAllowed: RequestHandler = (_request, response, next) => {
  const { identity, guru } = response.locals
  if (identity.role === 'chat' && !guru.mcp_for_chat)
    throw new Problem(
      'forbidden',
      'This guru does not let chat keys use MCP. Use a key with the role manage, or set mcp_for_chat of the guru.',
    )
  next()
}

async function answer(deps: ApiDependencies, request: Request, response: Response): Promise<void> {
  const { guru, identity } = response.locals
  const body: unknown = request.body
  const messages = Array.isArray(body) ? body : [body]
  if (messages.length > MOST_MESSAGES)
    throw new Problem('body_too_large', `Send at most ${MOST_MESSAGES} messages at once.`)
  const onWorkflow = (id: string): void => {
    response.locals.workflow_id = id
  }
  const call: Omit<McpCall, 'era'> = { deps, guru, identity, sessionId: sessionOf(request), onWorkflow }
  for (const message of messages) await followCancellation({ ...call, era: 'legacy' }, message)
  if (isInitializeRequest(body)) response.set(SESSION_HEADER, randomId())
  const handler = createMcpHandler((of) => createMcpServer(callOf(call, of.era)), {
    bus: toolChangesOf(deps, guru),
    // A call that takes long is kept open by comments; all else is plain JSON.
    responseMode: methodOf(body) === 'tools/call' ? 'sse' : 'auto',
    onerror: (error) => deps.log.debug({ error_message: error.message }, 'MCP request refused'),
  })
  const serve = () => toNodeHandler(handler)(request, response, body)
  if (methodOf(body) !== 'subscriptions/listen') return await serve()
  const place = deps.streams.enter(identity.holder)
  try {
    place.closing.addEventListener('abort', () => void handler.close())
    await serve()
  } finally {
    place.leave()
  }
}

/** The modern era has no sessions. */
const callOf = (call: Omit<McpCall, 'era'>, era: McpCall['era']): McpCall => ({
  ...call,
  era,
  sessionId: era === 'legacy' ? call.sessionId : null,
})

function sessionOf(request: Request): string | null {
  const given = request.get(SESSION_HEADER)
  return given !== undefined && SESSION_ID.test(given) ? given : null
}

const methodOf = (message: unknown): unknown =>
  typeof message === 'object' && message !== null && 'method' in message ? message.method : undefined

/** Which run it is for is known by the ids alone, so it needs not reach the process that has the call. */
async function followCancellation(call: McpCall, message: unknown): Promise<void> {
  if (methodOf(message) !== 'notifications/cancelled') return
  const { params } = message as { params?: { requestId?: unknown } }
  const id = params?.requestId
  if (typeof id === 'string' || typeof id === 'number') await cancelCall(call, id)
}
