import { Context } from '@temporalio/activity'
import type { Interpretation, InterpretInput } from '../domain/activity-contract.ts'
import type { InterpretRequest } from '../domain/language.ts'
import { PII_OFF, piiSettingsOf } from '../domain/pii/settings.ts'
import { RunFailure } from '../domain/run-errors.ts'
import { createBuiltinEngine } from '../language/builtin/engine.ts'
import type { ActivityDependencies } from './dependencies.ts'
import { findDefinition } from './find-definition.ts'
import { withHeartbeat } from './heartbeat.ts'
import { asModelFailure, isTriedAgain } from './model-failure.ts'
import { personalConversation } from './personal-conversation.ts'
import { readSession } from './read-session.ts'
import { sendDeltas } from './send-deltas.ts'
import { stepSince } from './steps.ts'

/** Messages before the question that wording may refer to. */
const HISTORY_MESSAGES = 10

/** Words the answer from one run. Where the model fails for good, the built-in engine does, so that no result is lost. */
export async function interpretResult(
  deps: ActivityDependencies,
  input: InterpretInput,
): Promise<Interpretation> {
  const startedAt = Date.now()
  const request = await requestOf(deps, input)
  const { cancellationSignal } = Context.current()
  const deltas = input.stream ? sendDeltas() : null
  try {
    const { text, usage } = await withHeartbeat(() =>
      deps.language.interpret(request, cancellationSignal, deltas?.add),
    )
    const steps = [stepSince('interpret', startedAt)]
    return { answer: text, model_problem: null, steps, ...(usage && { usage }) }
  } catch (error) {
    if (!(error instanceof RunFailure)) throw error
    if (isTriedAgain(error)) throw asModelFailure(error)
    const { text: answer } = await createBuiltinEngine().interpret(request, cancellationSignal)
    return { answer, model_problem: error.message, steps: [stepSince('interpret', startedAt, true)] }
  } finally {
    await deltas?.end()
  }
}

async function requestOf(
  { storage, catalogue }: ActivityDependencies,
  { guru, session_id, plan, draft, question, run }: InterpretInput,
): Promise<InterpretRequest> {
  const [known, conversation] = await Promise.all([
    catalogue.get(guru),
    readSession(storage, session_id, HISTORY_MESSAGES),
  ])
  const definition = await findDefinition(storage, known, { plan, draft })
  const personal = await personalConversation(known ? piiSettingsOf(known.guru) : PII_OFF, conversation)
  return {
    question,
    history: (personal ?? conversation).history,
    instructions: known?.guru.instructions ?? '',
    run: {
      ...run,
      artifacts: run.artifacts ?? [],
      warnings: run.warnings ?? [],
      action_name: plan.name,
      usage_instructions: definition?.usage_instructions ?? '',
    },
    ...(personal && { labels: true }),
  }
}
