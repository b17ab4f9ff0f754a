import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Connection } from '@temporalio/client'
import type { ExecutionContext } from 'ava'
import getPort from 'get-port'
import { type ApiClient, apiClient } from './api-client.ts'
import { eventually } from './eventually.ts'
import { newNamespace } from './namespace.ts'
import { traceSandbox } from './sandbox-traces.ts'
import { testDatabase } from './test-storage.ts'

const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url))
const ADMIN_KEY = 'admin-key-of-separate-processes'

export interface Part {
  child: ChildProcess
  output(): string
  /** @returns the exit code, null where a signal ended it */
  end(signal: NodeJS.Signals): Promise<number | null>
}

export interface SeparateProcesses {
  url: string
  api: ApiClient
  /** The API's data folder, which has what the API gets in production and nothing else. */
  apiFolder: string
  startApi(): Part
  startWorker(role: 'light' | 'sandbox', environment?: Record<string, string>): Part
  /** Runs the health check of a part, as the engine does in its container. */
  healthCheck(what: 'api' | 'worker', role?: string): number | null
  ready(): Promise<{ status: number; checks: Record<string, string> }>
}

/**
 * API and workers as they are in production: a process each, which share a Temporal, a database and keys in folders of
 * their own. Nothing is started yet.
 */
export async function separateProcesses(
  t: ExecutionContext,
  environment: Record<string, string>,
): Promise<SeparateProcesses> {
  const address = process.env.ERRAND_INTERNAL_TEST_TEMPORAL
  if (!address) throw new Error('Run the tests with `npm test`: it starts the Temporal that this test needs.')
  const connection = await Connection.connect({ address })
  t.teardown(() => connection.close())
  const [{ url: mongodbUrl }, namespace, traces, port] = await Promise.all([
    testDatabase(t),
    newNamespace(connection, address),
    traceSandbox(t),
    getPort(),
  ])
  const folder = mkdtempSync(join(tmpdir(), 'errand-separate-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const [workerFolder, apiFolder] = [join(folder, 'worker'), join(folder, 'api')]
  const shared = {
    ...withoutForeign(process.env),
    ...environment,
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    MONGODB_URL: mongodbUrl,
  }
  execFileSync(process.execPath, ['stack/production/prepare-keys.ts', apiFolder], {
    cwd: CHECKOUT,
    env: { ...shared, ERRAND_DATA: workerFolder },
  })
  const start = (program: string, own: Record<string, string>): Part =>
    startPart(t, program, { ...shared, ...own })
  const url = `http://127.0.0.1:${port}`
  const ofApi = { ERRAND_DATA: apiFolder, ERRAND_ADMIN_KEY: ADMIN_KEY, ERRAND_PORT: String(port) }
  return {
    url,
    api: apiClient(url, ADMIN_KEY),
    apiFolder,
    startApi: () => start('api/main.ts', ofApi),
    startWorker: (role, own = {}) =>
      start('worker/main.ts', {
        ERRAND_DATA: workerFolder,
        ERRAND_WORKER_ROLE: role,
        ...(role === 'sandbox' ? traces.environment : {}),
        ...own,
      }),
    healthCheck(what, role = '') {
      const child = ['stack/production/healthcheck.ts', what]
      try {
        const own = what === 'api' ? ofApi : { ERRAND_WORKER_ROLE: role }
        execFileSync(process.execPath, child, { cwd: CHECKOUT, env: { ...shared, ...own }, stdio: 'pipe' })
        return 0
      } catch (error) {
        return (error as { status: number | null }).status
      }
    },
    async ready() {
      const response = await fetch(`${url}/readyz`)
      const { checks } = (await response.json()) as { checks: Record<string, string> }
      return { status: response.status, checks }
    },
  }
}

function startPart(t: ExecutionContext, program: string, environment: NodeJS.ProcessEnv): Part {
  const child = spawn(process.execPath, [program], { cwd: CHECKOUT, env: environment, stdio: 'pipe' })
  let output = ''
  const collect = (chunk: Buffer) => {
    output += chunk
  }
  child.stdout?.on('data', collect)
  child.stderr?.on('data', collect)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal)
    return ended
  }
  t.teardown(() => (child.exitCode === null && child.signalCode === null ? end('SIGKILL') : null))
  return { child, output: () => output, end }
}

/** @throws {Error} with what the part has printed, where it does not begin to work */
export const working = (part: Part): Promise<boolean> =>
  eventually(
    'the worker to begin',
    async () => {
      if (part.child.exitCode !== null) throw new Error(part.output())
      return part.output().includes('"msg":"working"')
    },
    60_000,
  )

function withoutForeign(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = /^(ERRAND_(?!CACHE)|TEMPORAL_|MONGODB_URL)/
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !foreign.test(name)))
}
