import type { Connection } from '@temporalio/client'
import { TASK_QUEUE } from '../domain/workflow-contract.ts'

/** @returns true when the API says that it can serve: GET /readyz is 200 */
export async function apiServes(url: string): Promise<boolean> {
  const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) })
  await response.body?.cancel()
  return response.status === 200
}

export interface WorkerProbe {
  /** @returns true when a worker asks the task queue for work */
  polls(): Promise<boolean>
  close(): Promise<void>
}

/** Asks over one connection, however often it is asked: making one is most of the work. */
export function createWorkerProbe({
  address,
  namespace,
}: {
  address: string
  namespace: string
}): WorkerProbe {
  let connecting: Promise<Connection> | null = null
  return {
    async polls() {
      connecting ??= connect(address)
      const connection = await connecting.catch((error) => {
        connecting = null
        throw error
      })
      const { pollers } = await connection.workflowService.describeTaskQueue({
        namespace,
        taskQueue: { name: TASK_QUEUE },
        taskQueueType: 1,
      })
      return (pollers ?? []).length > 0
    },
    async close() {
      const connection = await connecting?.catch(() => null)
      await connection?.close()
    },
  }
}

async function connect(address: string): Promise<Connection> {
  const [{ Connection }, { loadClientConnectConfig }] = await Promise.all([
    import('@temporalio/client'),
    import('@temporalio/envconfig'),
  ])
  // The environment's own credentials belong to the address that it names.
  return Connection.connect(
    process.env.TEMPORAL_ADDRESS ? loadClientConnectConfig().connectionOptions : { address },
  )
}

/** The address of the dashboard as a browser on this machine can open it. */
export function dashboardUrl(host: string, port: number): string {
  const everywhere = ['0.0.0.0', '::', '[::]'].includes(host)
  const name = everywhere ? '127.0.0.1' : host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
  return `http://${name}:${port}`
}
