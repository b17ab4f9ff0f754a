import { inOneLine, StackError } from '../errors.ts'

/** How long a Temporal that the environment names may take to answer. */
const ANSWER_WITHIN_MS = 10_000

/**
 * Checks the Temporal that the environment names; address, key and certificates as `@temporalio/envconfig`
 * reads them.
 * @throws {StackError} where it can't be reached or lacks the namespace
 */
export async function requireTemporal(address: string, namespace: string): Promise<void> {
  const [{ Connection }, { loadClientConnectConfig }] = await Promise.all([
    import('@temporalio/client'),
    import('@temporalio/envconfig'),
  ])
  let connection: Awaited<ReturnType<typeof Connection.connect>> | undefined
  try {
    const { connectionOptions } = loadClientConnectConfig()
    const connecting = Connection.connect({ ...connectionOptions, connectTimeout: ANSWER_WITHIN_MS })
    connection = await connecting
    await connection.workflowService.describeNamespace({ namespace })
  } catch (error) {
    throw new StackError(
      `TEMPORAL_ADDRESS: the Temporal at ${address} (namespace ${namespace}) cannot be used: ${inOneLine(error)}`,
      { cause: error },
    )
  } finally {
    await connection?.close()
  }
}
