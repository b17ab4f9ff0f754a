import { Context } from '@temporalio/activity'
import type { Interpretation, InterpretInput } from '../domain/activity-contract.ts'
import type { InterpretRequest } from '../domain/language.ts'
import { RunFailure } from '../domain/run-errors.ts'
import { createBuiltinEngine } from '../language/builtin/engine.ts'
import { findVersion } from '../storage/actions.ts'
import type { SessionDocument } from '../storage/models.ts'
import type { ActivityDependencies } from './dependencies.ts'
import { withHeartbeat } from './heartbeat.ts'
import { stepSince } from './steps.ts'

/** Messages before the question that wording may refer to. */
const HISTORY_MESSAGES = 10

/** Words the answer from one run. Where the model fails, the built-in engine does, so that no result is lost. */
export async function interpretResult(
  deps: ActivityDependencies,
  input: InterpretInput,
): Promise<Interpretation> {
  const startedAt = Date.now()
  const request = await requestOf(deps, input)
  const { cancellationSignal } = Context.current()
  try {
    const answer = await withHeartbeat(() => deps.language.interpret(request, cancellationSignal))
    return { answer, model_problem: null, steps: [stepSince('interpret', startedAt)] }
  } catch (error) {
    if (!(error instanceof RunFailure)) throw error
    const answer = await createBuiltinEngine().interpret(request, cancellationSignal)
    return { answer, model_problem: error.message, steps: [stepSince('interpret', startedAt, true)] }
  }
}

async function requestOf(
  { storage, catalogue }: ActivityDependencies,
  { guru, session_id, plan, draft, question, run }: InterpretInput,
): Promise<InterpretRequest> {
  const [known, session] = await Promise.all([
    catalogue.get(guru),
    session_id ? storage.sessions.findById(session_id).lean<SessionDocument>() : null,
  ])
  const current = known?.actions.find((action) => action._id === plan.id && action.version === plan.version)
  const definition =
    draft ??
    current?.definition ??
    (plan.id && plan.version ? (await findVersion(storage, plan.id, plan.version))?.definition : undefined)
  return {
    question,
    history: (session?.messages ?? [])
      .slice(-HISTORY_MESSAGES)
      .map(({ role, content }) => ({ role, content })),
    instructions: known?.guru.instructions ?? '',
    run: { ...run, action_name: plan.name, usage_instructions: definition?.usage_instructions ?? '' },
  }
}
