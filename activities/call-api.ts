import type { Readable } from 'node:stream'
import axios, { type AxiosResponse } from 'axios'
import type { ExecuteInput } from '../domain/activity-contract.ts'
import { type RenderedRequest, renderRequest } from '../domain/render-request.ts'
import { RunFailure } from '../domain/run-errors.ts'
import { placeholdersOf } from '../domain/template.ts'
import type { ExecuteResult } from '../domain/workflow-contract.ts'
import { type Agents, createAgents } from '../egress/agents.ts'
import type { EgressPolicy } from '../egress/policy.ts'
import type { ActivityDependencies } from './dependencies.ts'
import { executeAction, type RawExecution } from './execute.ts'
import { connectionFailure } from './http/connection-failure.ts'
import { readBody } from './http/read-body.ts'
import { MAX_REDIRECTS, redirectOf } from './http/redirect.ts'
import { withRetries } from './http/retry.ts'
import { checkSecretHosts } from './http/secret-hosts.ts'
import type { LoadedAction, OpenedSecret } from './load-action.ts'

const USER_AGENT = 'Errand'

/** The agents by effect: connections are shared only among calls that may be repeated. */
export interface Caller {
  read: Agents
  side_effect: Agents
}

export const createCaller = (egress: EgressPolicy): Caller => ({
  read: createAgents(egress, { keepAlive: true }),
  side_effect: createAgents(egress, { keepAlive: false }),
})

interface Hop {
  status: number
  retryAfter: string | undefined
  response: AxiosResponse<Readable>
}

/** Makes an API Call: reading calls are retried, others are sent once. The body is its output. */
export function callApi(
  deps: ActivityDependencies,
  caller: Caller,
  input: ExecuteInput,
): Promise<ExecuteResult> {
  return executeAction(deps, input, (action, signal) => perform(caller, input, action, signal))
}

async function perform(
  caller: Caller,
  { plan }: ExecuteInput,
  { definition, secrets, parameters }: LoadedAction,
  cancelled: AbortSignal,
): Promise<RawExecution> {
  const call = definition.api_call
  if (!call) throw new RunFailure('invalid_request', `'${plan.name}' has no API call.`)
  const request = renderRequest(call, {
    parameters,
    secrets: Object.fromEntries(secrets.map(({ name, value }) => [name, value])),
  })
  const sent = new Set(placeholdersOf(call).map((placeholder) => placeholder.name))
  const sentSecrets = secrets.filter((secret) => sent.has(secret.name))
  const timeout = AbortSignal.timeout(plan.timeout_seconds * 1_000)
  const signal = AbortSignal.any([cancelled, timeout])
  const deadline = Date.now() + plan.timeout_seconds * 1_000
  const follow = () => followRedirects(caller[plan.effect], request, sentSecrets, signal)
  try {
    const { status, response } =
      plan.effect === 'read'
        ? await withRetries(follow, { deadline, signal, discard: ({ response }) => response.data.destroy() })
        : await follow()
    const output = await readBody(response.data, String(response.headers['content-type'] ?? ''))
    return { output, stderr: null, error: status >= 400 ? httpError(request, response) : null }
  } catch (error) {
    if (timeout.aborted && !cancelled.aborted)
      throw new RunFailure(
        'timeout',
        `'${plan.name}' got no complete answer from ${hostOf(request)} within ${plan.timeout_seconds} s.`,
      )
    throw connectionFailure(error, hostOf(request))
  }
}

async function followRedirects(
  agents: Agents,
  first: RenderedRequest,
  secrets: OpenedSecret[],
  signal: AbortSignal,
): Promise<Hop> {
  const carriesSecret = (value: string) => secrets.some((secret) => value.includes(secret.value))
  let request = first
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    checkSecretHosts(secrets, request.url)
    const response = await send(agents, request, signal)
    const { location, 'retry-after': retryAfter } = response.headers as Record<string, string | undefined>
    const next = redirectOf(request, response.status, location, carriesSecret)
    if (!next) return { status: response.status, retryAfter, response }
    response.data.destroy()
    request = next
  }
  throw new RunFailure('invalid_request', `${hostOf(first)} redirects more than ${MAX_REDIRECTS} times.`)
}

async function send(
  agents: Agents,
  { method, url, headers, body }: RenderedRequest,
  signal: AbortSignal,
): Promise<AxiosResponse<Readable>> {
  try {
    return await axios.request<Readable>({
      method,
      url,
      headers: { 'User-Agent': USER_AGENT, Accept: '*/*', ...headers },
      data: body ?? undefined,
      transformRequest: (data) => data,
      responseType: 'stream',
      validateStatus: () => true,
      maxRedirects: 0,
      proxy: false,
      httpAgent: agents.http,
      httpsAgent: agents.https,
      signal,
    })
  } catch (error) {
    throw connectionFailure(error, new URL(url).host)
  }
}

const hostOf = (request: RenderedRequest): string => new URL(request.url).host

function httpError(request: RenderedRequest, { status, statusText }: AxiosResponse): RawExecution['error'] {
  return {
    code: 'http_error',
    message: `${hostOf(request)} answered ${status}${statusText ? ` ${statusText}` : ''}.`,
  }
}
