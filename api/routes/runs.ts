import type { Response } from 'express'
import { Problem } from '../../domain/problems.ts'
import type { Run } from '../../domain/run.ts'
import type { ApprovalDecision } from '../../domain/workflow-contract.ts'
import { randomId } from '../../storage/ids.ts'
import type { GuruDocument } from '../../storage/models.ts'
import { recordEvent } from '../audit/record-event.ts'
import { contract } from '../contract/index.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { hideInParameters } from '../hide-pii.ts'
import { respondWithRun } from '../respond-with-run.ts'
import { type Call, type Served, serve } from '../serve.ts'
import { cancelRun, decideRun } from '../temporal/control-run.ts'
import { firstDecision } from '../temporal/first-decision.ts'
import { listRuns } from '../temporal/list-runs.ts'
import { readRun } from '../temporal/read-run.ts'
import { historyOf } from '../temporal/run-view.ts'
import { uiUrlOf } from '../temporal/ui-url.ts'

type Decide = typeof contract.approveRun | typeof contract.rejectRun

/** The history, read from Temporal alone; and steering what is under way. */
export function runRoutes(deps: ApiDependencies): Served[] {
  const { temporal, configuration } = deps
  const uiUrl = uiUrlOf(configuration, temporal)
  const read = (guru: GuruDocument, id: string): Promise<Run> => readRun(temporal, historyOf(guru), id, uiUrl)
  const asItStands = (response: Response, { id }: Run): Promise<Run> =>
    respondWithRun(deps, response, { workflowId: id, runId: null }, { wait: false, mayAwaitApproval: false })

  /** Of two decisions at once the first one holds. @throws {Problem} 409 */
  const refuseLost = async (run: Run, { id }: ApprovalDecision): Promise<void> => {
    const first = await firstDecision(temporal, run.id)
    if (first && first.id !== id)
      throw new Problem(
        'conflict',
        `The run was ${first.approved ? 'approved' : 'rejected'} by ${first.by} already.`,
      )
  }

  const decide = async ({ guru, identity, params, body, response }: Call<Decide>, approved: boolean) => {
    // It stays in the history: personal data does not.
    const { comment } = (await hideInParameters(deps, guru, { ...body })).parameters
    const run = await read(guru, params.id)
    if (run.status !== 'awaiting_approval')
      throw new Problem('conflict', 'The run does not wait for an approval.')
    const decision = {
      id: randomId(),
      approved,
      by: identity.label,
      at: new Date().toISOString(),
      ...(typeof comment === 'string' && { comment }),
    }
    await decideRun(temporal, run.id, decision)
    await refuseLost(run, decision)
    await recordEvent(deps, response, {
      action: approved ? 'run.approved' : 'run.rejected',
      subject: subjectOf(run),
      before: { status: run.status },
      after: { approved, comment: decision.comment ?? null },
    })
    return asItStands(response, run)
  }

  return [
    serve(contract.listRuns, ({ guru, query }) => listRuns(temporal, historyOf(guru), query, uiUrl)),

    serve(contract.readRun, ({ guru, params }) => read(guru, params.id)),

    serve(contract.cancelRun, async ({ guru, params, response }) => {
      const run = await read(guru, params.id)
      if (run.finished_at !== null || run.error) throw new Problem('conflict', 'The run has ended already.')
      await cancelRun(temporal, run.id)
      await recordEvent(deps, response, {
        action: 'run.cancelled',
        subject: subjectOf(run),
        before: { status: run.status },
      })
      return asItStands(response, run)
    }),

    serve(contract.approveRun, (call) => decide(call, true)),
    serve(contract.rejectRun, (call) => decide(call, false)),
  ]
}

const subjectOf = ({ id, action }: Run) => ({ type: 'run', id, name: action.name })
