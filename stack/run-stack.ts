import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type Docker from 'dockerode'
import { CODEC_PATH } from '../domain/codec-path.ts'
import type { Configuration } from '../domain/configuration.ts'
import { historyKeyFile } from '../encryption/history-key.ts'
import { KeyFileError } from '../storage/key-files.ts'
import { ensureKeyPair } from '../storage/key-pair.ts'
import { apiPlan, type ChildrenContext, workerPlan } from './children.ts'
import { ensureDashboard } from './dashboard/ensure-dashboard.ts'
import { adminKey, claimDataFolder, prepareDataFolder } from './data/data-folder.ts'
import { ensureHistoryKey } from './data/history-key-file.ts'
import { rememberedPorts, requireFreePort } from './data/ports.ts'
import { readState, removeState } from './data/state-file.ts'
import { leaveDockerd } from './engine/shared-dockerd.ts'
import { StackError } from './errors.ts'
import { mongodbPart, sandboxPart, temporalPart } from './parts.ts'
import { stopLeftover } from './process/stop-leftover.ts'
import { supervise } from './process/supervise.ts'
import { together, untilAborted } from './process/together.ts'
import { waitUntilReady } from './process/wait-until.ts'
import { cacheFolder } from './provision/cache-folder.ts'
import { apiServes, createWorkerProbe, dashboardUrl } from './readiness.ts'
import type { Report } from './report.ts'
import { createRunning, type Running } from './running.ts'
import { signInLink } from './sign-in-link.ts'

export interface StackContext {
  settings: Configuration
  environment: NodeJS.ProcessEnv
  report: Report
  /** Aborts a start that is under way. */
  signal: AbortSignal
}

export interface Stack {
  url: string
  temporalUiUrl: string | null
  adminKey: string
  /** Signs a browser in as admin, once; null where it could not be made. */
  signInUrl: string | null
  /** Where to sign in to see encrypted histories in Temporal UI; null where nothing is encrypted. */
  codecSignInUrl: string | null
  /** Why Python actions don't work, null where they do. */
  withoutSandbox: string | null
  /** What weakens the sandbox on this engine. */
  sandboxWarnings: string[]
}

const CHILD_READY_WITHIN_MS = 120_000
/** A worker may be in the middle of an action, which it hands over or finishes. */
const CHILD_GRACE_MS = 15_000
const SERVER_GRACE_MS = 10_000

/**
 * Everything that `npm start` runs. `stop` may be called at any time, also during `start`; `kill` ends all
 * processes at once.
 */
export function createStack({ settings, environment, report, ...asked }: StackContext) {
  const failed = new AbortController()
  const signal = AbortSignal.any([asked.signal, failed.signal])
  const dataFolder = resolve(settings.ERRAND_DATA)
  const running = createRunning(dataFolder)
  const leaving: (() => Promise<void> | void)[] = []

  async function start(): Promise<Stack> {
    prepareDataFolder(dataFolder)
    leaving.push(claimDataFolder(dataFolder))
    await stopLeftovers(dataFolder, report)
    const ports = await rememberedPorts(dataFolder, ['api', 'temporal', 'temporalUi', 'mongodb', 'metrics'])
    const port = settings.ERRAND_PORT || ports.api
    await requireFreePort(settings.ERRAND_HOST, port)
    const url = dashboardUrl(settings.ERRAND_HOST, port)
    running.update({ url })
    const key = adminKey(dataFolder, settings.ERRAND_ADMIN_KEY)
    const cache = cacheFolder(environment)
    const codecEndpoint = await prepareHistory(settings, { dataFolder, url, report })
    const context = { settings, environment, report, signal, dataFolder, cache, ports, codecEndpoint }

    const onLocalEngine = (docker: Docker) => leaving.push(() => leaveEngine(context, docker))
    const [temporal, mongodb, sandbox, dashboard] = await together(
      [
        temporalPart({ ...context, onStart: running.started('temporal') }),
        mongodbPart({ ...context, onStart: running.started('mongodb') }),
        untilAborted(sandboxPart({ ...context, onLocalEngine }), signal),
        ensureDashboard(context),
        secretKeys(dataFolder, report),
      ] as const,
      () => failed.abort(),
    )
    signal.throwIfAborted()
    const usable = 'docker' in sandbox ? sandbox : null

    const plans: ChildrenContext = {
      environment,
      dataFolder,
      port,
      host: settings.ERRAND_HOST,
      adminKey: key,
      temporal: { ...temporal, embedded: temporal.process !== null },
      mongodbUrl: mongodb.url,
      dockerHost: usable?.host ?? null,
      sandboxImage: usable?.image ?? null,
      dashboard,
      metrics: {
        host: settings.ERRAND_METRICS_HOST,
        port: settings.ERRAND_METRICS_PORT ?? ports.metrics,
      },
    }
    running.update({
      temporal_address: temporal.address,
      temporal_namespace: temporal.namespace,
      temporal_ui_url: temporal.uiUrl,
      mongodb_url: mongodb.url,
      docker_host: plans.dockerHost,
      sandbox_image: plans.sandboxImage,
    })
    await startChildren(plans, { url, report, signal, running })
    const browserUrl = settings.ERRAND_PUBLIC_URL ?? url
    const signInUrl = await signInLink({ apiUrl: url, browserUrl }, key, report)
    running.update({ ready: true })
    return {
      url,
      temporalUiUrl: temporal.uiUrl,
      adminKey: key,
      signInUrl,
      codecSignInUrl: codecEndpoint && `${codecEndpoint}/sign-in`,
      withoutSandbox: 'why' in sandbox ? sandbox.why : null,
      sandboxWarnings: 'why' in sandbox ? [] : sandbox.warnings,
    }
  }

  return {
    start,
    /** In order: first what uses the servers, then the servers, then what they all stand on. */
    async stop(): Promise<void> {
      await Promise.all([running.stop('worker', CHILD_GRACE_MS), running.stop('api', CHILD_GRACE_MS)])
      await Promise.all([running.stop('temporal', SERVER_GRACE_MS), running.stop('mongodb', SERVER_GRACE_MS)])
      if (leaving.length > 0) removeState(dataFolder)
      for (const leave of leaving.splice(0).reverse()) await leave()
    },
    kill: running.kill,
  }
}

async function startChildren(
  plans: ChildrenContext,
  { url, report, signal, running }: { url: string; report: Report; signal: AbortSignal; running: Running },
): Promise<void> {
  const worker = supervise(workerPlan(plans), { report, onStart: running.started('worker') })
  const api = supervise(apiPlan(plans), { report, onStart: running.started('api') })
  const patience = { timeoutMs: CHILD_READY_WITHIN_MS, signal }
  const probe = createWorkerProbe(plans.temporal)
  try {
    await Promise.all([
      waitUntilReady(api, () => apiServes(url), patience).then(() => report('API: ready')),
      waitUntilReady(worker, probe.polls, patience).then(() => report('Worker: ready')),
    ])
  } finally {
    await probe.close()
  }
}

async function secretKeys(dataFolder: string, report: Report): Promise<void> {
  try {
    for (const warning of await ensureKeyPair(dataFolder)) report(`WARNING: ${warning}`)
  } catch (error) {
    throw error instanceof KeyFileError ? new StackError(error.message, { cause: error }) : error
  }
}

/**
 * Makes the key of an encrypted history where that is to be.
 * @returns where Temporal UI has payloads decoded; null where there is nothing that could be encrypted
 */
async function prepareHistory(
  settings: Configuration,
  { dataFolder, url, report }: { dataFolder: string; url: string; report: Report },
): Promise<string | null> {
  const { ERRAND_ENCRYPT_HISTORY, ERRAND_HISTORY_KEY, ERRAND_PUBLIC_URL, TEMPORAL_UI_URL } = settings
  if (ERRAND_ENCRYPT_HISTORY && !ERRAND_HISTORY_KEY) await ensureHistoryKey(dataFolder, report)
  if (!ERRAND_HISTORY_KEY && !existsSync(historyKeyFile(dataFolder))) return null
  // A UI that is opened elsewhere than here asks there as well.
  const host = (TEMPORAL_UI_URL && ERRAND_PUBLIC_URL) || url
  return `${host.replace(/\/+$/, '')}${CODEC_PATH}`
}

/** Of an earlier start that was killed: they would hold the ports and the databases. */
async function stopLeftovers(dataFolder: string, report: Report): Promise<void> {
  const processes = Object.entries(readState(dataFolder)?.processes ?? {})
  await Promise.all(
    processes.map(async ([name, identity]) => {
      if (await stopLeftover(identity))
        report(`Stopped the ${name} of an earlier start (process ${identity.pid})`)
    }),
  )
}

async function leaveEngine(
  { cache, report }: { cache: string; report: Report },
  docker: Docker,
): Promise<void> {
  try {
    if (await leaveDockerd(cache, docker)) report('Stopped dockerd')
  } catch (error) {
    report(`dockerd was left running: ${(error as Error).message}`)
  }
}
