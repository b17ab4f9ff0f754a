import { Router } from 'express'
import { z } from 'zod'
import type { ActionInput } from '../../domain/action.ts'
import { approvedFor } from '../../domain/answer-plan.ts'
import { Problem } from '../../domain/problems.ts'
import { rerunParameters } from '../../domain/rerun-parameters.ts'
import { planOf } from '../../domain/workflow-contract.ts'
import { findVersion } from '../../storage/actions.ts'
import type { ActionDocument } from '../../storage/models.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { hideInParameters, withoutFingerprint } from '../hide-pii.ts'
import { idempotencyOf } from '../idempotency.ts'
import { invalid, parse } from '../parse.ts'
import { refuseDisabled } from '../refuse-disabled.ts'
import { respondWithRun } from '../respond-with-run.ts'
import { type Invocation, originalInvocation } from '../temporal/original-invocation.ts'
import { findRun } from '../temporal/read-run.ts'
import { historyOf } from '../temporal/run-view.ts'
import { startInvocation } from '../temporal/start.ts'

const rerunSchema = z.strictObject({
  parameters: z.record(z.string(), z.unknown()).default({}),
  version: z.enum(['current', 'original']).default('current'),
})

interface Chosen {
  definition: ActionInput
  id: string | null
  version: number | null
  draft: ActionInput | null
}

/** Running a run's action once more. */
export function rerunRoutes(deps: ApiDependencies): Router {
  const { storage, temporal, configuration } = deps
  const router = Router({ mergeParams: true })

  router.post('/:id/rerun', async (request, response) => {
    const { parameters: given, version } = parse(rerunSchema, request.body)
    const { guru } = response.locals
    const execution = await findRun(temporal, historyOf(guru), request.params.id)
    const original = await originalInvocation(temporal, execution)
    if (!original)
      throw new Problem(
        'conflict',
        'This run ended before its parameters were known. Ask the question again.',
      )
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
    const started = await startInvocation(
      temporal,
      {
        guru: guru._id,
        plan,
        trigger: draft ? 'test' : 'manual',
        parameters,
        question: null,
        draft,
        local_language: !configuration.ERRAND_MODEL_URL,
        rerun_of: execution.workflowId,
        ...(boxes.length > 0 && { pii: boxes }),
        ...(taken.length > 0 && { from_outputs: taken }),
      },
      withoutFingerprint(deps, guru, idempotencyOf(request, response)),
    )
    await respondWithRun(deps, response, started, {
      wait: request.query.wait === 'true',
      mayAwaitApproval: plan.requires_approval,
    })
  })

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

  return router
}
