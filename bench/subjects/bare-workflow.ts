import { randomUUID } from 'node:crypto'
import type { Client } from '@temporalio/client'
import { BARE_TASK_QUEUE } from '../bare/task-queue.ts'

/** Runs one of `bare/workflows.ts` and answers its result. */
export function bareWorkflow(client: Client, type: string, args: unknown[]): () => Promise<string> {
  return () =>
    client.workflow.execute(type, { args, taskQueue: BARE_TASK_QUEUE, workflowId: `bare-${randomUUID()}` })
}
