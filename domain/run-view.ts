import type { Run, RunRecord } from './run.ts'

/** A run's workflow, as Temporal knows it. */
export interface RunExecution {
  workflowId: string
  runId: string
  startTime: Date
  /** Missing while it runs. */
  closeTime?: Date | undefined
}

/**
 * A run as the API shows it.
 * @param uiUrl where Temporal UI shows the namespace; null where nobody is to be sent there
 */
export function runView(
  { workflowId, runId, startTime, closeTime }: RunExecution,
  record: RunRecord,
  guru: string,
  uiUrl: string | null,
  progress: string | null = null,
): Run {
  return {
    id: workflowId,
    workflow_id: workflowId,
    guru,
    // One by one: whatever version wrote the record, the run has what it is said to have, and nothing else.
    action: record.action,
    trigger: record.trigger,
    status: record.status,
    question: record.question,
    parameters: record.parameters,
    output: record.output,
    output_truncated: record.output_truncated,
    stderr: record.stderr,
    artifacts: record.artifacts ?? [],
    warnings: record.warnings ?? [],
    answer: record.answer,
    error: record.error,
    network: record.network ?? [],
    response: record.response ?? null,
    steps: record.steps,
    scheduled_for: record.scheduled_for ?? null,
    rerun_of: record.rerun_of ?? null,
    approval: record.approval ?? null,
    from_outputs: record.from_outputs ?? [],
    usage: record.usage ?? null,
    started_at: startTime.toISOString(),
    finished_at: closeTime?.toISOString() ?? null,
    duration_ms: closeTime ? closeTime.getTime() - startTime.getTime() : null,
    progress,
    temporal_ui_url: uiUrl && `${uiUrl}/workflows/${encodeURIComponent(workflowId)}/${runId}/history`,
  }
}
