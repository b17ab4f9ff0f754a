import { Client, Connection } from '@temporalio/client'
import { type ApiClient, apiClient } from '../test/support/api-client.ts'
import { startChild } from './child.ts'
import { ADMIN_KEY, startErrandProcess } from './errand-process.ts'
import type { CleanUp, Progress } from './subject.ts'

export const GURU = 'bench'

/** What is measured, and what it is measured against. */
export interface World {
  /** Answers 500 bytes of JSON that name the Octocat. */
  targetUrl: string
  /** Of the API. */
  url: string
  adminKey: string
  /** Every process of Errand, by name. */
  pids: Record<string, number>
  /** As admin; the guru `bench` is there. */
  api: ApiClient
  /** Of the Temporal server that Errand runs on, where a worker of bare workflows runs too. */
  temporal: Client
  sandbox: SandboxPlace | null
}

export interface SandboxPlace {
  dockerHost: string
  image: string
  /** Of Errand's worker, whose own containers wait there. */
  workerPid: number | undefined
}

export async function createWorld(means: {
  progress: Progress
  cleanUp: CleanUp
  encryptHistory: boolean
}): Promise<World> {
  const { progress, cleanUp } = means
  progress('starting the target and Errand')
  const target = startChild<number>('target.ts')
  cleanUp(target.stop)
  const port = await target.ready
  const errand = await startErrandProcess(`127.0.0.1:${port}`, means)
  const address = errand.temporal_address ?? ''
  progress('starting a worker of bare workflows')
  const bare = startChild('bare/worker.ts', { TEMPORAL_ADDRESS: address })
  cleanUp(bare.stop)
  await bare.ready
  const connection = await Connection.connect({ address })
  cleanUp(() => connection.close())
  const api = apiClient(errand.url, ADMIN_KEY)
  await api.post('/gurus', { slug: GURU })
  const { docker_host: dockerHost, sandbox_image: image } = errand
  return {
    targetUrl: `http://127.0.0.1:${port}`,
    url: errand.url,
    adminKey: ADMIN_KEY,
    pids: Object.fromEntries(Object.entries(errand.processes).map(([name, { pid }]) => [name, pid])),
    api,
    temporal: new Client({ connection, namespace: errand.temporal_namespace }),
    sandbox: dockerHost && image ? { dockerHost, image, workerPid: errand.processes.worker?.pid } : null,
  }
}
