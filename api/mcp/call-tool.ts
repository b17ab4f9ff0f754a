import {
  type CallToolRequest,
  type CallToolResult,
  ProtocolError,
  ProtocolErrorCode,
  type ServerContext,
} from '@modelcontextprotocol/server'
import { resolveParameters } from '../../domain/parameter-values.ts'
import type { Run } from '../../domain/run.ts'
import { planOf } from '../../domain/workflow-contract.ts'
import type { ActionDocument } from '../../storage/models.ts'
import { hideInParameters, withoutFingerprint } from '../hide-pii.ts'
import { takeAnswer } from '../limits/answer-limit.ts'
import { invalid } from '../parse.ts'
import { runLink } from '../run-link.ts'
import { type Started, startInvocation } from '../temporal/start.ts'
import { uiUrlOf } from '../temporal/ui-url.ts'
import { waitForRun } from '../temporal/wait-for-run.ts'
import { identityOf } from './call-identity.ts'
import { cancelWhenLeft } from './cancel-call.ts'
import { actionOfTool } from './list-tools.ts'
import { type McpCall, mayManage } from './mcp-call.ts'
import { problemResult } from './problem-result.ts'
import { reportSteps } from './report-steps.ts'
import { resultOf } from './run-result.ts'

type Params = CallToolRequest['params']

/**
 * Runs the action of a tool, and answers with its run: finished, or as it stands after 120 s or where it waits for an
 * approval. What the caller can mend is told in the result, so that the model sees it.
 * @throws {ProtocolError} where there is no such tool
 */
export async function callTool(
  call: McpCall,
  params: Params,
  context: ServerContext,
): Promise<CallToolResult> {
  try {
    const { actions } = await call.deps.catalogue.of(call.guru)
    const action = actionOfTool(actions, params.name)
    if (!action) throw noSuchTool(params.name)
    return await runTool(call, action, params, context)
  } catch (error) {
    if (error instanceof ProtocolError) throw error
    return problemResult(call.deps.log, error)
  }
}

async function runTool(
  call: McpCall,
  action: ActionDocument,
  params: Params,
  { mcpReq }: ServerContext,
): Promise<CallToolResult> {
  const { deps, guru } = call
  const { name, arguments: given = {} } = params
  const { idempotency, isNamed } = identityOf(call, mcpReq.id, mcpReq._meta, { name, arguments: given })
  const place = deps.streams.enter(call.identity.holder)
  const enough = AbortSignal.any([mcpReq.signal, place.closing])
  let stay = (): void => {}
  try {
    const started = await start(call, action, given, withoutFingerprint(deps, guru, idempotency))
    call.onWorkflow(started.workflowId)
    if (call.era === 'modern' && !isNamed) stay = cancelWhenLeft(deps, started.workflowId, mcpReq.signal)
    const run = await follow(call, action, started, mcpReq, enough)
    return resultOf(run, runLink(deps.configuration, guru._id, run.id), mayManage(call))
  } finally {
    stay()
    place.leave()
  }
}

/** The run as it ends or stands; its steps are told meanwhile where the client wants to know. */
async function follow(
  { deps, guru }: McpCall,
  { definition }: ActionDocument,
  started: Started,
  { _meta, notify }: ServerContext['mcpReq'],
  enough: AbortSignal,
): Promise<Run> {
  const ended = new AbortController()
  const until = AbortSignal.any([enough, ended.signal])
  const token = _meta?.progressToken
  const told = token === undefined ? null : reportSteps(deps, started.workflowId, token, notify, until)
  const uiUrl = uiUrlOf(deps.configuration, deps.temporal)
  const mayAwaitApproval = definition.requires_approval
  let finished = false
  try {
    const waited = await waitForRun(deps.temporal, guru, started, uiUrl, mayAwaitApproval, enough)
    finished = waited.finished
    return waited.run
  } finally {
    // All steps come before the result; of a run that goes on, those that there were.
    if (!finished) ended.abort()
    await told
  }
}

async function start(
  { deps, guru, identity }: McpCall,
  { _id, version, definition }: ActionDocument,
  given: Record<string, unknown>,
  idempotency: Parameters<typeof startInvocation>[2],
): Promise<Started> {
  const { values, errors } = resolveParameters(definition.parameters, given)
  // A tool's arguments stand by themselves.
  if (errors.length > 0)
    throw invalid(errors.map(({ path, message }) => ({ path: path.replace(/^parameters\./, ''), message })))
  await takeAnswer(deps, identity.holder, null, { idempotency })
  const input = {
    guru: guru._id,
    plan: planOf(definition, { id: _id, version }),
    trigger: 'mcp' as const,
    ...(await hideInParameters(deps, guru, values)),
    question: null,
    draft: null,
    local_language: !deps.configuration.ERRAND_MODEL_URL,
  }
  return startInvocation(deps.temporal, input, idempotency)
}

const noSuchTool = (name: string): ProtocolError =>
  new ProtocolError(
    ProtocolErrorCode.InvalidParams,
    `There is no tool '${name.slice(0, 100)}'. It may have been renamed or disabled: list the tools again.`,
  )
