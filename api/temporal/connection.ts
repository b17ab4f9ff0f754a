import { Client, Connection, type WorkflowClientInterceptor } from '@temporalio/client'
import type { DataConverter } from '@temporalio/common'
import { loadClientConnectConfig } from '@temporalio/envconfig'

/** A call to Temporal that takes longer counts as "Temporal is away"; waiting for results has its own limits. */
const CALL_TIMEOUT_MS = 5_000

export interface TemporalClient {
  client: Client
  namespace: string
  /** Runs `work` with the usual deadline on each of its calls. */
  soon<T>(work: () => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** From the SDK's own environment variables. Connects at the first call, and again whenever that's needed. */
export function createTemporalClient(
  dataConverter: DataConverter,
  interceptors: WorkflowClientInterceptor[] = [],
): TemporalClient {
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig()
  const connection = Connection.lazy(connectionOptions)
  const client = new Client({
    connection,
    namespace,
    dataConverter,
    interceptors: { workflow: interceptors },
  })
  return {
    client,
    namespace,
    soon: (work) => connection.withDeadline(Date.now() + CALL_TIMEOUT_MS, work),
    close: () => connection.close(),
  }
}
