import type { ActionInput } from '../../domain/action.ts'
import { approvedFor } from '../../domain/answer-plan.ts'
import { Problem } from '../../domain/problems.ts'
import { rerunParameters } from '../../domain/rerun-parameters.ts'
import { planOf } from '../../domain/workflow-contract.ts'
import type { ActionDocument } from '../../storage/models.ts'
import { findVersion } from '../../storage/versions.ts'
import { recordEvent } from '../audit/record-event.ts'
import { contract } from '../contract/index.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { hideInParameters, withoutFingerprint } from '../hide-pii.ts'
import { idempotencyOf } from '../idempotency.ts'
import { invalid } from '../parse.ts'
import { refuseDisabled } from '../refuse-disabled.ts'
import { respondWithRun } from '../respond-with-run.ts'
import { type Served, serve } from '../serve.ts'
import { type Invocation, originalInvocation } from '../temporal/original-invocation.ts'
import { findRun } from '../temporal/read-run.ts'
import { historyOf } from '../temporal/run-view.ts'
import { startInvocation } from '../temporal/start.ts'

interface Chosen {
  definition: ActionInput
  id: string | null
  version: number | null
  draft: ActionInput | null
}

/** Running a run's action once more. */
export function rerunRoutes(deps: ApiDependencies): Served[] {
  const { storage, temporal, configuration } = deps

  /** @throws {Problem} 409 where the action is gone or disabled */
  async function choose(
    guru: string,
    { plan, draft }: Invocation,
    version: 'current' | 'original',
  ): Promise<Chosen> {
    if (draft) return { definition: draft, id: null, version: null, draft }
    const action = plan.id === null ? null : await storage.actions.findById(plan.id).lean<ActionDocument>()
    if (action?.guru !== guru)
      throw new Problem('conflict', `The action '${plan.name}' does not exist any more.`)
    refuseDisabled(action.definition)
    if (version === 'current')
      return { definition: action.definition, id: action._id, version: action.version, draft: null }
    const found = await findVersion(storage, action._id, plan.version ?? 0)
    if (!found)
      throw new Problem(
        'conflict',
        `Version ${plan.version} of '${plan.name}' does not exist any more. Send "version": "current".`,
      )
    return { definition: found.definition, id: action._id, version: found.version, draft: null }
  }

  return [
    serve(contract.rerunRun, async ({ guru, params, query, body, request, response }) => {
      const execution = await findRun(temporal, historyOf(guru), params.id)
      const original = await originalInvocation(temporal, execution)
      if (!original)
        throw new Problem(
          'conflict',
          'This run ended before its parameters were known. Ask the question again.',
        )
      const { parameters: given, version } = body
      const { definition, draft, ...identity } = await choose(guru._id, original, version)
      const tokens = (original.pii ?? []).flatMap((box) => box.tokens)
      const { values, errors } = rerunParameters(definition.parameters, original.parameters, given, tokens)
      if (errors.length > 0) throw invalid(errors)
      const { parameters, pii = [] } = await hideInParameters(deps, guru, values, tokens)
      const boxes = [...(original.pii ?? []), ...pii]
      const taken = (original.from_outputs ?? []).filter(
        (name) => Object.hasOwn(parameters, name) && !Object.hasOwn(given, name),
      )
      const plan = approvedFor(planOf(definition, identity), taken)
      const input = {
        guru: guru._id,
        plan,
        trigger: draft ? ('test' as const) : ('manual' as const),
        parameters,
        question: null,
        draft,
        local_language: !configuration.ERRAND_MODEL_URL,
        rerun_of: execution.workflowId,
        ...(boxes.length > 0 && { pii: boxes }),
        ...(taken.length > 0 && { from_outputs: taken }),
      }
      const once = withoutFingerprint(deps, guru, idempotencyOf(request, response))
      const started = await startInvocation(temporal, input, once)
      // The same request again has started nothing.
      if (started.runId !== null)
        await recordEvent(deps, response, {
          action: 'run.rerun',
          subject: { type: 'run', id: execution.workflowId, name: plan.name },
          after: { run_id: started.workflowId, version: plan.version },
        })
      const wait = query.wait === 'true'
      return respondWithRun(deps, response, started, { wait, mayAwaitApproval: plan.requires_approval })
    }),
  ]
}
