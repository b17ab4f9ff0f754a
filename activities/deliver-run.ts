import { ApplicationFailure, Context } from '@temporalio/activity'
import { deliveryCall, secretsOfDelivery } from '../domain/delivery.ts'
import { createMasker } from '../domain/masking.ts'
import { missingSecretsReason } from '../domain/missing-secrets.ts'
import { renderRequest } from '../domain/render-request.ts'
import { type RunError, type RunErrorCode, RunFailure } from '../domain/run-errors.ts'
import type { DeliverInput } from '../domain/workflow-contract.ts'
import type { Agents } from '../egress/agents.ts'
import type { ActivityDependencies } from './dependencies.ts'
import { checkSecretHosts } from './http/secret-hosts.ts'
import { secretPlaces } from './http/secret-places.ts'
import { send } from './http/send.ts'
import { webhookMessage } from './http/webhook-message.ts'
import { type OpenedSecret, openSecrets } from './load-action.ts'

/** How long a receiver has for its answer's headers; its body is of no interest. */
const TIMEOUT_MS = 15_000

/** They would come again: what is wrong is the delivery itself. */
const FINAL = new Set<RunErrorCode>([
  'blocked_address',
  'secret_missing',
  'secret_not_allowed',
  'invalid_request',
])
/** By this status a receiver says that it wants no more. */
const GONE = 410

/** A failure whose like is not worth another attempt. */
class FinalFailure extends RunFailure {}

/**
 * One attempt to deliver a run: a POST, signed as Standard Webhooks are, to an address that the egress policy allows.
 * Redirects are not followed. Only an answer of 2xx means that it was taken.
 * @throws {ApplicationFailure} its type is an error code of runs; non-retryable where it would come again
 */
export async function deliverRun(
  deps: ActivityDependencies,
  agents: Agents,
  input: DeliverInput,
): Promise<void> {
  const secrets: OpenedSecret[] = []
  try {
    secrets.push(...(await secretsOf(deps, input)))
    await post(agents, input, secrets)
  } catch (error) {
    if (!(error instanceof RunFailure))
      deps.log.error(
        { run: input.run.id, error_name: error instanceof Error ? error.name : typeof error },
        'delivery failed',
      )
    const { code, message }: RunError =
      error instanceof RunFailure
        ? error.toRunError()
        : {
            code: 'engine_unavailable',
            message: "The delivery failed inside Errand. An operator finds it in the worker's log.",
          }
    throw ApplicationFailure.create({
      type: code,
      message: createMasker(secrets).mask(message),
      nonRetryable: error instanceof FinalFailure || FINAL.has(code),
    })
  }
}

async function secretsOf(
  { catalogue, opener }: ActivityDependencies,
  { guru, delivery }: DeliverInput,
): Promise<OpenedSecret[]> {
  const known = await catalogue.get(guru)
  if (!known) throw new RunFailure('invalid_request', `The guru '${guru}' does not exist any more.`)
  const names = secretsOfDelivery(delivery)
  const missing = names.filter((name) => !known.secrets.has(name))
  if (missing.length > 0) throw new RunFailure('secret_missing', missingSecretsReason(missing))
  return openSecrets(opener, known, names)
}

async function post(agents: Agents, { delivery, run }: DeliverInput, secrets: OpenedSecret[]): Promise<void> {
  const call = deliveryCall(delivery)
  const values = Object.fromEntries(secrets.map(({ name, value }) => [name, value]))
  const request = renderRequest(call, { parameters: {}, secrets: values })
  checkSecretHosts(secretPlaces(call, secrets).sent, request.url)
  const message = webhookMessage(run, { name: delivery.secret, value: values[delivery.secret] ?? '' })
  const { host } = new URL(request.url)
  const cancelled = Context.current().cancellationSignal
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  let status: number
  try {
    const response = await send(agents, { ...request, ...message }, AbortSignal.any([cancelled, timeout]))
    status = response.status
    response.data.destroy()
  } catch (error) {
    if (cancelled.aborted)
      throw new RunFailure('interrupted', `The worker was stopped before ${host} had answered.`)
    if (timeout.aborted)
      throw new RunFailure('timeout', `${host} did not answer within ${TIMEOUT_MS / 1_000} s.`)
    throw error
  }
  if (status === GONE)
    throw new FinalFailure('http_error', `${host} answered ${GONE}: it wants no more deliveries.`)
  if (status >= 300 && status < 400)
    throw new RunFailure('http_error', `${host} answered ${status}, and redirects are not followed.`)
  if (status < 200 || status >= 300) throw new RunFailure('http_error', `${host} answered ${status}.`)
}
