import type { WorkflowExecutionInfo } from '@temporalio/client'
import {
  RUN_STATUSES,
  type RunRecord,
  type RunStatus,
  statusOf as statusOfError,
  TRIGGERS,
  type Trigger,
} from '../../domain/run.ts'
import type { RunError } from '../../domain/run-errors.ts'
import { scheduledFor } from '../../domain/scheduled-for.ts'
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
export const CLOCK_SKEW_MS = 5_000

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
    error: errorOf(execution, status, memo.error),
    network: [],
    response: null,
    steps: [],
    scheduled_for: scheduledFor(execution.searchAttributes)?.toISOString() ?? null,
    rerun_of: memo.rerun_of ?? null,
  }
}

const BY_HAND = ['TERMINATED', 'CANCELLED', 'TIMED_OUT', 'FAILED']

/** Whether somebody, or Temporal itself, ended the workflow: it has no result then. */
export const endedByHand = ({ status }: Pick<Execution, 'status'>): boolean => BY_HAND.includes(status.name)

/**
 * Where somebody ended the workflow in Temporal, its own status says how; else the outcome attribute does. The filter
 * by status in visibility-query.ts selects by the same rule.
 */
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

/**
 * What a run ended with, as far as the description tells. The memo may hold what its action ended with before somebody
 * ended the workflow around it: that is not why the run has the status it has.
 */
function errorOf(execution: Execution, status: RunStatus, noted: RunError | null = null): RunError | null {
  if (!endedByHand(execution)) return noted
  if (noted && statusOfError(noted) === status) return noted
  if (status === 'timed_out') return { code: 'timeout', message: 'The workflow timed out.' }
  if (status === 'failed')
    return { code: 'engine_unavailable', message: 'The workflow failed. Its history in Temporal has more.' }
  return { code: 'cancelled', message: 'The run was ended in Temporal.' }
}
