import type { WorkflowExecutionInfo } from '@temporalio/client'
import { RUN_STATUSES, type RunRecord, type RunStatus, TRIGGERS, type Trigger } from '../../domain/run.ts'
import type { RunError } from '../../domain/run-errors.ts'
import { DRAFT_ACTION, type RunMemo, SEARCH_ATTRIBUTES } from '../../domain/workflow-contract.ts'
import type { GuruDocument } from '../../storage/models.ts'

export { runView } from '../../domain/run-view.ts'

/** What every description of a workflow has. */
export type Execution = Pick<
  WorkflowExecutionInfo,
  'workflowId' | 'runId' | 'status' | 'startTime' | 'closeTime' | 'searchAttributes' | 'memo' | 'type'
>

export const attributeOf = (
  { searchAttributes }: Execution,
  name: keyof typeof SEARCH_ATTRIBUTES,
): string | undefined => {
  const value = searchAttributes?.[SEARCH_ATTRIBUTES[name]]?.[0]
  return value === undefined ? undefined : String(value)
}

/** Whose runs are read. */
export interface HistoryOf {
  /** The guru's slug. */
  guru: string
  /** Older runs belong to a deleted guru of the same slug. */
  since: Date
}

/** The clocks of API and Temporal may differ by this much. */
const CLOCK_SKEW_MS = 5_000

export const historyOf = ({ _id, created_at }: GuruDocument): HistoryOf => ({
  guru: _id,
  since: new Date(created_at.getTime() - CLOCK_SKEW_MS),
})

/** Whether the workflow holds a run of that guru. A question that ran nothing has no action. */
export const isRunOf = (execution: Execution, { guru, since }: HistoryOf): boolean =>
  attributeOf(execution, 'guru') === guru &&
  attributeOf(execution, 'action') !== undefined &&
  execution.startTime >= since

/** The run as the workflow's description tells it: no outputs, no steps. */
export function recordOf(execution: Execution): RunRecord {
  const memo = (execution.memo ?? {}) as Partial<RunMemo>
  const action = attributeOf(execution, 'action')
  const status = statusOf(execution)
  return {
    action: {
      id: action === DRAFT_ACTION ? null : (action ?? null),
      name: memo.action_name ?? '',
      version: memo.action_version ?? null,
    },
    trigger:
      TRIGGERS.find((known): known is Trigger => known === attributeOf(execution, 'trigger')) ?? 'manual',
    status,
    question: memo.question ?? null,
    parameters: memo.parameters ?? {},
    output: null,
    output_truncated: false,
    stderr: null,
    artifacts: [],
    warnings: [],
    answer: null,
    error: memo.error ?? errorOf(status),
    network: [],
    response: null,
    steps: [],
  }
}

/** Where somebody ended the workflow in Temporal, its own status says how; else the outcome attribute does. */
function statusOf(execution: Execution): RunStatus {
  switch (execution.status.name) {
    case 'TERMINATED':
    case 'CANCELLED':
      return 'cancelled'
    case 'TIMED_OUT':
      return 'timed_out'
    case 'FAILED':
      return 'failed'
    default:
      return RUN_STATUSES.find((status) => status === attributeOf(execution, 'outcome')) ?? 'running'
  }
}

function errorOf(status: RunStatus): RunError | null {
  if (status === 'cancelled') return { code: 'cancelled', message: 'The run was ended in Temporal.' }
  if (status === 'timed_out') return { code: 'timeout', message: 'The workflow timed out.' }
  if (status === 'failed')
    return { code: 'engine_unavailable', message: 'The workflow failed. Its history in Temporal has more.' }
  return null
}
