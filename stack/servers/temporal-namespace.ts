import type { Connection } from '@temporalio/client'

interface Where {
  address: string
  namespace: string
}

const DAY_MS = 86_400_000

/** @returns true when the server at `address` serves the namespace */
export async function answersOnNamespace(address: string, namespace: string): Promise<boolean> {
  await withConnection(address, (connection) => connection.workflowService.describeNamespace({ namespace }))
  return true
}

/** The development server keeps finished workflows for a day; our history is these workflows. */
export async function keepHistoryFor(days: number, { address, namespace }: Where): Promise<void> {
  const { msToTs } = await import('@temporalio/common/lib/time.js')
  await withConnection(address, (connection) =>
    connection.workflowService.updateNamespace({
      namespace,
      config: { workflowExecutionRetentionTtl: msToTs(days * DAY_MS) },
    }),
  )
}

async function withConnection<T>(address: string, use: (connection: Connection) => Promise<T>): Promise<T> {
  const { Connection } = await import('@temporalio/client')
  const connection = await Connection.connect({ address, connectTimeout: 2_000 })
  try {
    return await use(connection)
  } finally {
    await connection.close()
  }
}
