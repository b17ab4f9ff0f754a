import { WorkflowFailedError } from '@temporalio/client'
import type { FieldError } from '../../domain/problems.ts'
import { CHECK_WORKFLOW, type CodeProblem, TASK_QUEUE } from '../../domain/workflow-contract.ts'
import { randomId } from '../../storage/ids.ts'
import type { TemporalClient } from './connection.ts'

/** Somebody waits for the save to finish. */
const TIMEOUT_MS = 12_000
/** So that the workflow's own end arrives before we stop listening. */
const SPARE_MS = 3_000

/** What the sandbox's Python refuses in `code`, or null where no sandbox could look. */
export async function checkPython({ client }: TemporalClient, code: string): Promise<FieldError[] | null> {
  try {
    const problems: CodeProblem[] = await client.withDeadline(Date.now() + TIMEOUT_MS + SPARE_MS, () =>
      client.workflow.execute(CHECK_WORKFLOW, {
        args: [code],
        workflowId: `check-code.${randomId()}`,
        taskQueue: TASK_QUEUE,
        workflowExecutionTimeout: TIMEOUT_MS,
        staticSummary: 'check Python code before saving',
      }),
    )
    return problems.map(({ line, column, message }) => ({
      path: 'python.code',
      message: `line ${line}, column ${column}: ${message}`,
    }))
  } catch (error) {
    if (error instanceof WorkflowFailedError) return null
    throw error
  }
}
