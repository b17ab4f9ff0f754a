import { WorkflowNotFoundError } from '@temporalio/client'
import { Problem } from '../../domain/problems.ts'

/**
 * Sends a signal to a run that was under way when it was read.
 * @throws {Problem} 409 where it has ended since
 */
export async function whileRunning(signal: () => Promise<void>): Promise<void> {
  try {
    await signal()
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw new Problem('conflict', 'The run has ended already.')
    throw error
  }
}
