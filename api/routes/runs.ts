import { Router } from 'express'
import { z } from 'zod'
import { Problem } from '../../domain/problems.ts'
import type { ApprovalDecision } from '../../domain/workflow-contract.ts'
import { randomId } from '../../storage/ids.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { hideInParameters } from '../hide-pii.ts'
import { parse } from '../parse.ts'
import { respondWithRun } from '../respond-with-run.ts'
import { cancelRun, decideRun } from '../temporal/control-run.ts'
import { firstDecision } from '../temporal/first-decision.ts'
import { listRuns } from '../temporal/list-runs.ts'
import { readRun } from '../temporal/read-run.ts'
import { historyOf } from '../temporal/run-view.ts'
import { uiUrlOf } from '../temporal/ui-url.ts'
import { runFilterSchema } from '../temporal/visibility-query.ts'

const nothing = z.strictObject({})
const decisionSchema = z.strictObject({ comment: z.string().trim().max(500).optional() })

/** The history: read from Temporal alone. */
export function runRoutes(deps: ApiDependencies): Router {
  const { temporal, configuration } = deps
  const router = Router({ mergeParams: true })
  const uiUrl = uiUrlOf(configuration, temporal)

  router.get('/', async (request, response) => {
    response.json(
      await listRuns(temporal, historyOf(response.locals.guru), parse(runFilterSchema, request.query), uiUrl),
    )
  })

  router.get('/:id', async (request, response) => {
    response.json(await readRun(temporal, historyOf(response.locals.guru), request.params.id, uiUrl))
  })

  router.post('/:id/cancel', async (request, response) => {
    parse(nothing, request.body)
    const run = await readRun(temporal, historyOf(response.locals.guru), request.params.id, uiUrl)
    if (run.finished_at !== null || run.error) throw new Problem('conflict', 'The run has ended already.')
    await cancelRun(temporal, run.id)
    await respondWithRun(
      deps,
      response,
      { workflowId: run.id, runId: null },
      { wait: false, mayAwaitApproval: false },
    )
  })

  /** Of two decisions at once the first one holds. @throws {Problem} 409 */
  const refuseLost = async (runId: string, { id }: ApprovalDecision): Promise<void> => {
    const first = await firstDecision(temporal, runId)
    if (first && first.id !== id)
      throw new Problem(
        'conflict',
        `The run was ${first.approved ? 'approved' : 'rejected'} by ${first.by} already.`,
      )
  }

  for (const [route, approved] of [
    ['approve', true],
    ['reject', false],
  ] as const)
    router.post(`/:id/${route}`, async (request, response) => {
      const given = parse(decisionSchema, request.body)
      // It stays in the history: personal data does not.
      const { comment } = (await hideInParameters(deps, response.locals.guru, given)).parameters
      const run = await readRun(temporal, historyOf(response.locals.guru), String(request.params.id), uiUrl)
      if (run.status !== 'awaiting_approval')
        throw new Problem('conflict', 'The run does not wait for an approval.')
      const decision = {
        id: randomId(),
        approved,
        by: response.locals.identity.label,
        at: new Date().toISOString(),
        ...(typeof comment === 'string' && { comment }),
      }
      await decideRun(temporal, run.id, decision)
      await refuseLost(run.id, decision)
      await respondWithRun(
        deps,
        response,
        { workflowId: run.id, runId: null },
        { wait: false, mayAwaitApproval: false },
      )
    })

  return router
}
