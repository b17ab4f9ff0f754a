import { type WorkflowExecutionDescription, WorkflowNotFoundError } from '@temporalio/client'
import { notFound } from '../../domain/problems.ts'
import type { AnswerRecord, Run, RunRecord } from '../../domain/run.ts'
import { ANSWER_WORKFLOW } from '../../domain/workflow-contract.ts'
import type { TemporalClient } from './connection.ts'
import { rebuildRun } from './rebuild-run.ts'
import { progressOf } from './run-progress.ts'
import { type Execution, type HistoryOf, isRunOf, runView } from './run-view.ts'

/** A query needs a worker; without one the events must do. */
const QUERY_TIMEOUT_MS = 1_500

/**
 * A run by its id, which is its workflow's id: read from Temporal, without a search.
 * @param known the workflow's result, where the caller has waited for it already
 */
export async function readRun(
  temporal: TemporalClient,
  history: HistoryOf,
  id: string,
  uiUrl: string | null,
  known: RunRecord | null = null,
): Promise<Run> {
  const execution = await findRun(temporal, history, id)
  const record =
    known ??
    (await recordFrom(temporal, execution)) ??
    (await temporal.soon(() => rebuildRun(temporal.client, execution)))
  const progress = record.status === 'running' ? await progressOf(temporal.client, execution) : null
  return runView(execution, record, history.guru, uiUrl, progress)
}

/** The workflow of a guru's run. @throws {Problem} 404 */
export async function findRun(
  temporal: TemporalClient,
  history: HistoryOf,
  id: string,
): Promise<WorkflowExecutionDescription> {
  const execution = await describe(temporal, id)
  if (!execution || !isRunOf(execution, history)) throw notFound(`Run '${id}'`)
  return execution
}

/** A workflow, first, and those that it has begun beside itself and that have not ended; none where it isn't there. */
export async function describeWithChildren(
  temporal: TemporalClient,
  workflowId: string,
): Promise<WorkflowExecutionDescription[]> {
  const execution = await describe(temporal, workflowId)
  const children = await Promise.all(
    (execution?.raw.pendingChildren ?? []).map((child) => describe(temporal, child.workflowId ?? '')),
  )
  return [execution, ...children].filter((found) => found !== null)
}

export async function describe(
  temporal: TemporalClient,
  workflowId: string,
): Promise<WorkflowExecutionDescription | null> {
  try {
    return await temporal.soon(() => temporal.client.workflow.getHandle(workflowId).describe())
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null
    throw error
  }
}

async function recordFrom(temporal: TemporalClient, execution: Execution): Promise<RunRecord | null> {
  const handle = temporal.client.workflow.getHandle(execution.workflowId, execution.runId)
  if (execution.status.name === 'COMPLETED') {
    const result: unknown = await temporal.soon(() => handle.result())
    return execution.type === ANSWER_WORKFLOW ? (result as AnswerRecord).run : (result as RunRecord)
  }
  if (execution.status.name !== 'RUNNING') return null
  try {
    const deadline = Date.now() + QUERY_TIMEOUT_MS
    return await temporal.client.withDeadline(deadline, () => handle.query<RunRecord | null>('run'))
  } catch {
    return null
  }
}
