import type { Request, Response } from 'express'
import { z } from 'zod'
import type { Parameter, ParameterValues } from '../../domain/action.ts'
import { resolveParameters } from '../../domain/parameter-values.ts'
import { Problem } from '../../domain/problems.ts'
import { planOf } from '../../domain/workflow-contract.ts'
import { findAction } from '../../storage/actions.ts'
import type { ActionDocument, GuruDocument } from '../../storage/models.ts'
import { contract } from '../contract/index.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { hideInMatch, hideInParameters, withoutFingerprint } from '../hide-pii.ts'
import { idempotencyOf } from '../idempotency.ts'
import { knownGuru } from '../known-guru.ts'
import { invalid, parse } from '../parse.ts'
import { refuseDisabled } from '../refuse-disabled.ts'
import { respondWithRun } from '../respond-with-run.ts'
import { checkAction } from '../save-action.ts'
import { type Served, serve } from '../serve.ts'
import { matchQuestion } from '../temporal/match-question.ts'
import { startInvocation } from '../temporal/start.ts'

/** The action is checked like one that is saved. */
const testSchema = z.strictObject({
  action: z.record(z.string(), z.unknown()),
  parameters: z.record(z.string(), z.unknown()).default({}),
})

/** Running actions by hand, and asking what a question would run. */
export function actionRunRoutes(deps: ApiDependencies): Served[] {
  const { storage, catalogue, temporal, configuration } = deps
  const local_language = !configuration.ERRAND_MODEL_URL
  const onceOf = (request: Request, response: Response) =>
    withoutFingerprint(deps, response.locals.guru, idempotencyOf(request, response))

  /** Without a read of its own where the catalogue is up to date. */
  const knownAction = async (guru: GuruDocument, id: string): Promise<ActionDocument> =>
    (await catalogue.of(guru)).actions.find((action) => action._id === id) ??
    (await findAction(storage, guru._id, id))

  return [
    serve(contract.matchQuestion, async ({ guru, body: { session_id = null, ...asked } }) =>
      matchQuestion(temporal, {
        guru: guru._id,
        session_id,
        ...(await hideInMatch(deps, guru, session_id, asked)),
        local_language,
      }),
    ),

    serve(contract.testAction, async ({ query, guru, body, request, response }) => {
      const { action, parameters } = parse(testSchema, body)
      const known = await knownGuru(deps, guru._id)
      const { definition, disabled_reason } = await checkAction(temporal, known, action, [])
      if (disabled_reason) throw new Problem('conflict', disabled_reason)
      const input = {
        guru: guru._id,
        plan: planOf(definition, { id: null, version: null }),
        trigger: 'test' as const,
        ...(await hideInParameters(deps, guru, valuesFor(definition.parameters, parameters))),
        question: null,
        draft: definition,
        local_language,
      }
      const started = await startInvocation(temporal, input, onceOf(request, response))
      const mayAwaitApproval = definition.requires_approval
      const wait = query.wait === 'true'
      return respondWithRun(deps, response, started, { wait, mayAwaitApproval })
    }),

    serve(contract.triggerAction, async ({ params, query, guru, body, request, response }) => {
      const { _id, version, definition } = await knownAction(guru, params.id)
      refuseDisabled(definition)
      const input = {
        guru: guru._id,
        plan: planOf(definition, { id: _id, version }),
        trigger: 'manual' as const,
        ...(await hideInParameters(deps, guru, valuesFor(definition.parameters, body.parameters))),
        question: null,
        draft: null,
        local_language,
      }
      const started = await startInvocation(temporal, input, onceOf(request, response))
      const wait = query.wait === 'true'
      const mayAwaitApproval = definition.requires_approval
      return respondWithRun(deps, response, started, { wait, mayAwaitApproval })
    }),
  ]
}

function valuesFor(parameters: Parameter[], given: Record<string, unknown>): ParameterValues {
  const { values, errors } = resolveParameters(parameters, given)
  if (errors.length > 0) throw invalid(errors)
  return values
}
