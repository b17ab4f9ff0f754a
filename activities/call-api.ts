import { Context } from '@temporalio/activity'
import type { ExecuteInput } from '../domain/activity-contract.ts'
import { shownHeaders } from '../domain/http-response.ts'
import { type RenderedRequest, renderRequest } from '../domain/render-request.ts'
import { RunFailure } from '../domain/run-errors.ts'
import type { ExecuteResult } from '../domain/workflow-contract.ts'
import { type Agents, createAgents } from '../egress/agents.ts'
import type { EgressPolicy } from '../egress/policy.ts'
import type { ActivityDependencies } from './dependencies.ts'
import { executeAction, type Performing, type RawExecution } from './execute.ts'
import { bodyText } from './http/body-text.ts'
import { connectionFailure } from './http/connection-failure.ts'
import { type Exchange, exchange } from './http/exchange.ts'
import { idempotencyKeyOf } from './http/idempotency-key.ts'
import { withRetries } from './http/retry.ts'
import { secretPlaces } from './http/secret-places.ts'
import type { LoadedAction } from './load-action.ts'

/** The agents by effect: connections are shared only among calls that may be repeated. */
export interface Caller {
  read: Agents
  side_effect: Agents
}

export const createCaller = (egress: EgressPolicy): Caller => ({
  read: createAgents(egress, { keepAlive: true }),
  side_effect: createAgents(egress, { keepAlive: false }),
})

/** Makes an API Call: reading calls are retried, others are sent once. The body is its output. */
export function callApi(
  deps: ActivityDependencies,
  caller: Caller,
  input: ExecuteInput,
): Promise<ExecuteResult> {
  return executeAction(deps, input, (action, performing) => perform(deps, caller, input, action, performing))
}

async function perform(
  { traceCall = (_about, call) => call() }: Pick<ActivityDependencies, 'traceCall'>,
  caller: Caller,
  { plan }: ExecuteInput,
  action: LoadedAction,
  { signal: cancelled, masker }: Performing,
): Promise<RawExecution> {
  const { api_call } = action.definition
  if (!api_call) throw new RunFailure('invalid_request', `'${plan.name}' has no API call.`)
  const request = requestOf(api_call, action)
  const places = secretPlaces(api_call, action.secrets)
  const startedAt = Date.now()
  const timeout = AbortSignal.timeout(plan.timeout_seconds * 1_000)
  const signal = AbortSignal.any([cancelled, timeout])
  const deadline = startedAt + plan.timeout_seconds * 1_000
  let attempts = 0
  const attempt = (): Promise<Exchange> => {
    attempts++
    return traceCall({ method: request.method, host: writtenHost(api_call.url) }, () =>
      exchange(caller[plan.effect], request, places, signal),
    )
  }
  try {
    const answer = plan.effect === 'read' ? await withRetries(attempt, { deadline, signal }) : await attempt()
    const { status, headers, body, encoding, redirects } = answer
    const duration_ms = Date.now() - startedAt
    return {
      output: bodyText(body, { contentType: headers['content-type'] ?? '', encoding }, masker),
      stderr: null,
      error: status >= 400 ? httpError(answer) : null,
      response: { status, headers: shownHeaders(headers), duration_ms, attempts, redirects },
    }
  } catch (error) {
    if (timeout.aborted && !cancelled.aborted)
      throw new RunFailure(
        'timeout',
        `'${plan.name}' got no complete answer from ${hostOf(request)} within ${plan.timeout_seconds} s.`,
      )
    throw connectionFailure(error, hostOf(request))
  }
}

function requestOf(
  call: NonNullable<LoadedAction['definition']['api_call']>,
  { secrets, parameters }: LoadedAction,
): RenderedRequest {
  const request = renderRequest(call, {
    parameters,
    secrets: Object.fromEntries(secrets.map(({ name, value }) => [name, value])),
  })
  if (!call.idempotency_key) return request
  const workflowId = Context.current().info.workflowExecution?.workflowId ?? ''
  return { ...request, headers: { ...request.headers, 'Idempotency-Key': idempotencyKeyOf(workflowId) } }
}

/** As it stands in the action: a placeholder may be a secret. */
const writtenHost = (url: string): string | null =>
  /^https?:\/\/([^/?#@{}\\\s]+)(?:[/?#]|$)/i.exec(url)?.[1] ?? null

const hostOf = (request: RenderedRequest): string => new URL(request.url).host

/** Of the words that a server adds to its status no more is shown. */
const MAX_STATUS_TEXT = 100

function httpError({ host, status, statusText }: Exchange): RawExecution['error'] {
  const words = statusText.replace(/[^\x20-\x7e]+/g, ' ').trim()
  return {
    code: 'http_error',
    message: `${host} answered ${status}${words ? ` ${words.slice(0, MAX_STATUS_TEXT)}` : ''}.`,
  }
}
