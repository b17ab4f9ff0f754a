import { summaryText } from '../../domain/summary-text.ts'
import {
  MATCH_WORKFLOW,
  type MatchInput,
  type MatchRecord,
  TASK_QUEUE,
} from '../../domain/workflow-contract.ts'
import { randomId } from '../../storage/ids.ts'
import type { TemporalClient } from './connection.ts'

/** A model may take its time. */
const TIMEOUT_MS = 90_000

/** What the question would run. Only workers have a language engine, so a workflow asks one. */
export function matchQuestion({ client }: TemporalClient, input: MatchInput): Promise<MatchRecord> {
  return client.withDeadline(Date.now() + TIMEOUT_MS, () =>
    client.workflow.execute(MATCH_WORKFLOW, {
      args: [input],
      workflowId: `${input.guru}.match.${randomId()}`,
      taskQueue: TASK_QUEUE,
      workflowExecutionTimeout: TIMEOUT_MS,
      staticSummary: summaryText(input.question),
    }),
  )
}
