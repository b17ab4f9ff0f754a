import { type Request, type Response, Router } from 'express'
import { z } from 'zod'
import type { Parameter, ParameterValues } from '../../domain/action.ts'
import { resolveParameters } from '../../domain/parameter-values.ts'
import { Problem } from '../../domain/problems.ts'
import { planOf } from '../../domain/workflow-contract.ts'
import { findAction } from '../../storage/actions.ts'
import type { ActionDocument, GuruDocument } from '../../storage/models.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { hideInMatch, hideInParameters, withoutFingerprint } from '../hide-pii.ts'
import { idempotencyOf } from '../idempotency.ts'
import { knownGuru } from '../known-guru.ts'
import { invalid, parse } from '../parse.ts'
import { refuseDisabled } from '../refuse-disabled.ts'
import { respondWithRun } from '../respond-with-run.ts'
import { checkAction } from '../save-action.ts'
import { matchQuestion } from '../temporal/match-question.ts'
import { startInvocation } from '../temporal/start.ts'

const triggerSchema = z.strictObject({ parameters: z.record(z.string(), z.unknown()).default({}) })
const testSchema = z.strictObject({
  action: z.record(z.string(), z.unknown()),
  parameters: z.record(z.string(), z.unknown()).default({}),
})
const matchSchema = z.strictObject({
  question: z.string().trim().min(1).max(10_000),
  session_id: z.string().max(100).optional(),
  user: z.record(z.string(), z.unknown()).default({}),
})

/** Running actions by hand, and asking what a question would run. */
export function actionRunRoutes(deps: ApiDependencies): Router {
  const { storage, catalogue, temporal, configuration } = deps
  const router = Router({ mergeParams: true })
  const local_language = !configuration.ERRAND_MODEL_URL
  const onceOf = (request: Request, response: Response) =>
    withoutFingerprint(deps, response.locals.guru, idempotencyOf(request, response))

  router.post('/match', async (request, response) => {
    const { session_id = null, ...asked } = parse(matchSchema, request.body)
    response.json(
      await matchQuestion(temporal, {
        guru: response.locals.guru._id,
        session_id,
        ...(await hideInMatch(deps, response.locals.guru, session_id, asked)),
        local_language,
      }),
    )
  })

  router.post('/test', async (request, response) => {
    const { action, parameters } = parse(testSchema, request.body)
    const slug = response.locals.guru._id
    const { definition, disabled_reason } = await checkAction(
      temporal,
      await knownGuru(deps, slug),
      action,
      [],
    )
    if (disabled_reason) throw new Problem('conflict', disabled_reason)
    const input = {
      guru: slug,
      plan: planOf(definition, { id: null, version: null }),
      trigger: 'test' as const,
      ...(await hideInParameters(deps, response.locals.guru, valuesFor(definition.parameters, parameters))),
      question: null,
      draft: definition,
      local_language,
    }
    const started = await startInvocation(temporal, input, onceOf(request, response))
    await respondWithRun(deps, response, started, {
      wait: true,
      mayAwaitApproval: definition.requires_approval,
    })
  })

  /** Without a read of its own where the catalogue is up to date. */
  const knownAction = async (guru: GuruDocument, id: string): Promise<ActionDocument> =>
    (await catalogue.of(guru)).actions.find((action) => action._id === id) ??
    (await findAction(storage, guru._id, id))

  router.post('/:id/trigger', async (request, response) => {
    const { parameters } = parse(triggerSchema, request.body)
    const { _id, guru, version, definition } = await knownAction(response.locals.guru, request.params.id)
    refuseDisabled(definition)
    const input = {
      guru,
      plan: planOf(definition, { id: _id, version }),
      trigger: 'manual' as const,
      ...(await hideInParameters(deps, response.locals.guru, valuesFor(definition.parameters, parameters))),
      question: null,
      draft: null,
      local_language,
    }
    const started = await startInvocation(temporal, input, onceOf(request, response))
    const wait = request.query.wait === 'true'
    await respondWithRun(deps, response, started, { wait, mayAwaitApproval: definition.requires_approval })
  })

  return router
}

function valuesFor(parameters: Parameter[], given: Record<string, unknown>): ParameterValues {
  const { values, errors } = resolveParameters(parameters, given)
  if (errors.length > 0) throw invalid(errors)
  return values
}
