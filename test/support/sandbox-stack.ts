import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExecutionContext } from 'ava'
import { type ApiClient, apiClient } from './api-client.ts'
import { type CountedRuns, countRuns, kinds, startCounter } from './counted-runs.ts'
import { createEngineProxy, type EngineProxy } from './engine-proxy.ts'
import { type Errand, startErrand } from './errand.ts'
import type { OwnEngine } from './own-engine.ts'
import { type SandboxTraces, traceSandbox } from './sandbox-traces.ts'

export interface SandboxStack {
  errand: Errand
  api: ApiClient
  counted: CountedRuns
  traces: SandboxTraces
  /** Between this stack's worker and the machine's engine. */
  proxy: EngineProxy
}

export interface SandboxStackOptions {
  environment?: Record<string, string>
  /** Whether the worker finds the engine when it starts. */
  withEngine?: boolean
  /** In the place of the machine's; there is no proxy before it. */
  engine?: Pick<OwnEngine, 'docker' | 'host'>
}

/** The real stack with counted Python actions, on the machine's engine behind a socket that the test can cut. */
export async function startSandboxStack(
  t: ExecutionContext,
  { environment = {}, engine, withEngine = engine === undefined }: SandboxStackOptions = {},
): Promise<SandboxStack> {
  t.timeout(240_000)
  const folder = mkdtempSync(join(tmpdir(), 'errand-engine-'))
  const proxy = createEngineProxy(join(folder, 'engine.sock'))
  const traces = await traceSandbox(t, engine?.docker)
  const target = await startCounter()
  if (withEngine) await proxy.open()
  t.teardown(async () => {
    await proxy.cut()
    await target.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const errand = await startErrand({
    environment: {
      ...traces.environment,
      DOCKER_HOST: engine?.host ?? proxy.host,
      ERRAND_EGRESS_ALLOW: target.address,
      ...environment,
    },
  })
  t.teardown(errand.remove)
  const api = apiClient(errand.url, errand.adminKey)
  const counted = await countRuns(errand, api, target)
  t.teardown(counted.close)
  return { proxy, traces, errand, api, counted }
}

export function killWorker(errand: Errand): void {
  for (const pid of errand.workerPids()) process.kill(pid, 'SIGKILL')
}

/** Begins `count` runs of every kind, `atOnce` of them, and does something else once certain ones have called. */
export async function runAll(
  counted: CountedRuns,
  count: number,
  atOnce: number,
  onceCalled: Record<number, () => Promise<unknown>> = {},
): Promise<void> {
  let next = 0
  const lane = async () => {
    while (next < count) {
      const number = next++
      const run = await counted.begin(kinds[number % kinds.length] ?? 'fast')
      const then = onceCalled[number]
      if (then) await counted.called(run).then(then)
      await counted.ended(run)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}
