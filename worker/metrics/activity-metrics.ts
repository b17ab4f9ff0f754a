import { ApplicationFailure } from '@temporalio/common'
import type { ActivityInboundCallsInterceptor, ActivityInterceptorsFactory } from '@temporalio/worker'
import { Counter, Histogram, type Registry } from 'prom-client'
import type { Interpretation } from '../../domain/activity-contract.ts'
import type { TokenUsage } from '../../domain/language.ts'
import type { Step } from '../../domain/run.ts'
import { FAILURES } from '../../domain/workflow-contract.ts'
import { DURATION_BUCKETS } from '../../telemetry/metrics/registry.ts'

/** What the activities' results have in common, as far as it is counted. */
type Result = Partial<Pick<Interpretation, 'model_problem'>> & { steps?: Step[]; usage?: TokenUsage }

export interface ObservedActivities {
  interceptor: ActivityInterceptorsFactory
  /** How the language model did when it was asked last. */
  model(): 'ok' | 'failing' | 'not_asked'
}

/**
 * Counts what activities did, from what they return: how long the steps of runs took, and what a model was asked. A step
 * that is carried out again after its worker was lost has happened twice, and is counted twice.
 */
export function observeActivities(registry: Registry): ObservedActivities {
  let model: ReturnType<ObservedActivities['model']> = 'not_asked'
  const steps = new Histogram({
    name: 'errand_step_duration_seconds',
    help: 'How long steps of runs took in this worker, whatever they ended with',
    labelNames: ['step', 'status'],
    buckets: DURATION_BUCKETS,
    registers: [registry],
  })
  const tokens = new Counter({
    name: 'errand_model_tokens_total',
    help: 'Tokens that the language model has read and written for this worker',
    labelNames: ['direction'],
    registers: [registry],
  })
  const calls = new Counter({
    name: 'errand_model_calls_total',
    help: 'Requests of this worker to the language model, repeated ones included',
    registers: [registry],
  })
  const problems = new Counter({
    name: 'errand_model_problems_total',
    help: 'Answers that the built-in engine had to word because the model could not be used',
    registers: [registry],
  })

  function observe({ steps: taken = [], usage, model_problem }: Result): void {
    for (const { name, status, duration_ms } of taken)
      steps.observe({ step: name, status }, duration_ms / 1_000)
    if (model_problem) {
      problems.inc()
      model = 'failing'
    }
    if (!usage) return
    if (!model_problem) model = 'ok'
    calls.inc(usage.calls)
    tokens.inc({ direction: 'input' }, usage.input_tokens)
    tokens.inc({ direction: 'output' }, usage.output_tokens)
  }

  const inbound: ActivityInboundCallsInterceptor = {
    async execute(input, next) {
      try {
        const result = await next(input)
        if (typeof result === 'object' && result !== null) observe(result as Result)
        return result
      } catch (error) {
        if (error instanceof ApplicationFailure && error.type === FAILURES.modelFailed) model = 'failing'
        throw error
      }
    },
  }
  return { interceptor: () => ({ inbound }), model: () => model }
}
