// The parts that API and worker need, each from the environment or started here; used by `npm start` and
// `npm test` alike.
import type Docker from 'dockerode'
import type { Configuration } from '../domain/configuration.ts'
import { checkEngine, type EngineFindings } from '../sandbox/engine-check.ts'
import { getEngine } from './engine/get-engine.ts'
import { inOneLine } from './errors.ts'
import type { Supervised } from './process/supervise.ts'
import { getProgram, type ProvisionContext } from './provision/get-program.ts'
import { type DatabaseKind, mongodbProgram } from './provision/mongodb.ts'
import { TEMPORAL_PROGRAM } from './provision/temporal.ts'
import { requireMongodb } from './servers/existing-mongodb.ts'
import { requireTemporal } from './servers/existing-temporal.ts'
import { existingDatabase, startMongodb } from './servers/mongodb.ts'
import { startTemporal } from './servers/temporal.ts'

export interface PartsContext extends ProvisionContext {
  settings: Configuration
  /** Absolute. */
  dataFolder: string
  ports: { temporal: number; temporalUi: number; mongodb: number }
  /** What decrypts for the embedded Temporal UI; null or missing where nothing is encrypted. */
  codecEndpoint?: string | null
  onStart?: (process: Supervised) => void
}

export interface TemporalPart {
  address: string
  namespace: string
  uiUrl: string | null
  process: Supervised | null
}

export async function temporalPart(context: PartsContext): Promise<TemporalPart> {
  const { settings, report } = context
  const namespace = settings.TEMPORAL_NAMESPACE ?? 'default'
  if (settings.TEMPORAL_ADDRESS) {
    const address = settings.TEMPORAL_ADDRESS
    await requireTemporal(address, namespace)
    report(`Temporal: ${address}, as TEMPORAL_ADDRESS says`)
    return { address, namespace, uiUrl: settings.TEMPORAL_UI_URL ?? null, process: null }
  }
  const program = await getProgram(TEMPORAL_PROGRAM, context)
  const server = await startTemporal({
    ...context,
    program: program.path,
    namespace,
    retentionDays: settings.ERRAND_RETENTION_DAYS,
  })
  report(`Temporal: ready, ${program.where}`)
  return { ...server, uiUrl: settings.TEMPORAL_UI_URL ?? server.uiUrl, namespace }
}

export interface MongodbPart {
  url: string
  process: Supervised | null
}

export async function mongodbPart(context: PartsContext): Promise<MongodbPart> {
  const { settings, dataFolder, report } = context
  if (settings.MONGODB_URL) {
    await requireMongodb(settings.MONGODB_URL)
    report('MongoDB: as MONGODB_URL says')
    return { url: settings.MONGODB_URL, process: null }
  }
  const program = await getProgram(mongodbProgram(existingDatabase(dataFolder)), context)
  const kind = program.kind as DatabaseKind
  const server = await startMongodb({ ...context, program: program.path, kind, port: context.ports.mongodb })
  report(`MongoDB: ready, ${kind} ${program.where}`)
  return server
}

export interface SandboxPart {
  docker: Docker
  host: string
  image: string
  /** What weakens the sandbox on this engine. */
  warnings: string[]
}

/** The engine and the image for Python actions, or why there are none: everything else works without. */
export async function sandboxPart(
  context: Omit<PartsContext, 'ports'> & { onLocalEngine?: (docker: Docker) => void },
): Promise<SandboxPart | { why: string }> {
  const { settings, report, signal } = context
  const engine = await getEngine(context)
  if (!('docker' in engine)) return engine
  report(`Container engine: ${engine.where}`)
  const { docker, host } = engine
  if (!settings.DOCKER_HOST) context.onLocalEngine?.(docker)
  const { problem, warnings } = await findings(docker, settings.SANDBOX_RUNTIME)
  if (problem) return { why: problem }
  for (const warning of warnings) report(`WARNING: ${warning}`)
  if (settings.ERRAND_SANDBOX_IMAGE) return { docker, host, image: settings.ERRAND_SANDBOX_IMAGE, warnings }
  try {
    const { ensureSandboxImage } = await import('../sandbox/image/build.ts')
    const image = await ensureSandboxImage({ docker, report: (line) => report(`Sandbox image: ${line}`) })
    report(`Sandbox image: ${image}`)
    return { docker, host, image, warnings }
  } catch (error) {
    signal.throwIfAborted()
    return { why: `the sandbox image could not be built: ${inOneLine(error)}` }
  }
}

async function findings(docker: Docker, runtime: string | undefined): Promise<EngineFindings> {
  try {
    return await checkEngine(docker, runtime)
  } catch (error) {
    return { problem: `the container engine does not say what it is: ${inOneLine(error)}`, warnings: [] }
  }
}
