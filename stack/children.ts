import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ProcessPlan } from './process/supervise.ts'

/** What API and worker are told, over the caller's environment. */
export interface ChildrenContext {
  environment: NodeJS.ProcessEnv
  dataFolder: string
  host: string
  port: number
  adminKey: string
  temporal: { address: string; namespace: string; uiUrl: string | null; embedded: boolean }
  mongodbUrl: string
  dockerHost: string | null
  sandboxImage: string | null
  /** Folder of its built files. */
  dashboard: string | null
  /** Where the worker tells of itself. */
  metrics: { host: string; port: number }
}

const CHECKOUT = fileURLToPath(new URL('..', import.meta.url))
const LEAVE_WITH_PARENT = new URL('process/leave-with-parent.ts', import.meta.url).href

/** Holds no admin key: a worker runs what users wrote and has no use for it. */
export const workerPlan = (context: ChildrenContext): ProcessPlan =>
  plan('worker', context, {
    ...without(shared(context), ['ERRAND_ADMIN_KEY']),
    ERRAND_METRICS_HOST: context.metrics.host,
    ERRAND_METRICS_PORT: String(context.metrics.port),
  })

/** Holds no model key: only workers talk to the model. */
export const apiPlan = (context: ChildrenContext): ProcessPlan =>
  plan('api', context, {
    ...without(shared(context), ['ERRAND_MODEL_KEY']),
    ERRAND_ADMIN_KEY: context.adminKey,
    ...(context.dashboard ? { ERRAND_INTERNAL_DASHBOARD: context.dashboard } : {}),
    ERRAND_METRICS_WORKERS: [localAddress(context.metrics), context.environment.ERRAND_METRICS_WORKERS]
      .filter(Boolean)
      .join(','),
  })

/** A worker that listens on every address is reached on this machine's own. */
const localAddress = ({ host, port }: ChildrenContext['metrics']): string =>
  `${['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host}:${port}`

function plan(name: 'api' | 'worker', { dataFolder }: ChildrenContext, env: NodeJS.ProcessEnv): ProcessPlan {
  return {
    name: name === 'api' ? 'The API' : 'The worker',
    command: process.execPath,
    args: ['--import', LEAVE_WITH_PARENT, join(CHECKOUT, name, 'main.ts')],
    env,
    cwd: CHECKOUT,
    logFile: join(dataFolder, 'logs', `${name}.log`),
    channel: true,
  }
}

function shared({ environment, temporal, ...context }: ChildrenContext): NodeJS.ProcessEnv {
  // Credentials of another Temporal would be offered to the embedded one, over TLS, which it has not.
  const foreign = temporal.embedded
    ? Object.keys(environment).filter((name) => /^TEMPORAL_(API_KEY|TLS|PROFILE|GRPC_META)/.test(name))
    : []
  return {
    ...without(environment, foreign),
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    ...(temporal.uiUrl ? { TEMPORAL_UI_URL: temporal.uiUrl } : {}),
    MONGODB_URL: context.mongodbUrl,
    ERRAND_DATA: context.dataFolder,
    ERRAND_PORT: String(context.port),
    ERRAND_HOST: context.host,
    ...(context.dockerHost ? { DOCKER_HOST: context.dockerHost } : {}),
    ...(context.sandboxImage ? { ERRAND_SANDBOX_IMAGE: context.sandboxImage } : {}),
  }
}

const without = (environment: NodeJS.ProcessEnv, names: string[]): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !names.includes(name)))
