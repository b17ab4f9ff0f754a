import { randomUUID } from 'node:crypto'
import type { Connection } from '@temporalio/client'
import { prepareNamespace } from '../../worker/prepare-namespace.ts'
import { eventually } from './eventually.ts'

/** A namespace of the test's own on the Temporal that `npm test` has started, with Errand's search attributes. */
export async function newNamespace(connection: Connection, address: string): Promise<string> {
  const namespace = `test-${randomUUID()}`
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
  })
  await eventually('the namespace', () =>
    prepareNamespace({ address }, { namespace, retentionDays: 1, warn: () => {} }).then(
      () => true,
      () => false,
    ),
  )
  return namespace
}
