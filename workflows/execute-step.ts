import {
  ActivityFailure,
  ApplicationFailure,
  proxyActivities,
  sleep,
  TimeoutFailure,
} from '@temporalio/workflow'
import type { Activities, ExecuteInput } from '../domain/activity-contract.ts'
import { failedExecution } from '../domain/execution.ts'
import { type ExecuteResult, FAILURES } from '../domain/workflow-contract.ts'
import { readPolicy, sandboxPolicy, sideEffectPolicy } from './policies.ts'

/** How often and how long apart a step is tried that could not begin because the database, or a key, was away. */
const NOT_STARTED_ATTEMPTS = 120
const NOT_STARTED_PAUSE = '5s'

/** Failures before anything was sent. */
const NOTHING_DONE: (string | null | undefined)[] = [FAILURES.notStarted, FAILURES.unreadableHistory]

/**
 * Executes the action by its effect: what reads is repeated where a worker is lost, what may change something
 * is begun once. Answers failures as values; throws only on cancellation.
 */
export async function executeStep(input: ExecuteInput): Promise<ExecuteResult> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await begin(input)
    } catch (error) {
      if (!(error instanceof ActivityFailure)) throw error
      const { cause } = error
      if (cause instanceof ApplicationFailure && NOTHING_DONE.includes(cause.type)) {
        if (attempt === NOT_STARTED_ATTEMPTS) return failedExecution('engine_unavailable', cause.message)
        await sleep(NOT_STARTED_PAUSE)
        continue
      }
      if (cause instanceof TimeoutFailure && cause.timeoutType === 'SCHEDULE_TO_START')
        return failedExecution(
          'engine_unavailable',
          `No sandbox was free for '${input.plan.name}' within 60 s. Ask an operator to check the workers and the container engine.`,
        )
      if (cause instanceof TimeoutFailure || cause instanceof ApplicationFailure) return interrupted(input)
      throw error
    }
  }
}

function begin(input: ExecuteInput): Promise<ExecuteResult> {
  const { plan } = input
  if (plan.type === 'python') return proxyActivities<Activities>(sandboxPolicy(plan)).runPython(input)
  const policy = plan.effect === 'read' ? readPolicy(plan) : sideEffectPolicy(plan)
  return proxyActivities<Activities>(policy).callApi(input)
}

const interrupted = ({ plan }: ExecuteInput): ExecuteResult =>
  failedExecution(
    'interrupted',
    plan.effect === 'read'
      ? `Contact with the worker was lost again and again while '${plan.name}' ran. It only reads: run it again.`
      : `Contact with the worker was lost while '${plan.name}' ran. It may or may not have taken effect, and was not repeated.`,
  )
