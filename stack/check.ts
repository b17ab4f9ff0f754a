import { resolve } from 'node:path'
import type { Configuration } from '../domain/configuration.ts'
import { checkEngine } from '../sandbox/engine-check.ts'
import { findEngine } from './engine/find-engine.ts'
import { canInstallEngine, engineAdvice, findDockerd } from './engine/install-engine.ts'
import { cacheFolder } from './provision/cache-folder.ts'
import { findOnPath, findProgram } from './provision/find-program.ts'
import { mongodbProgram } from './provision/mongodb.ts'
import { TEMPORAL_PROGRAM } from './provision/temporal.ts'
import type { ProgramPart } from './provision/ways.ts'
import { existingDatabase } from './servers/mongodb.ts'

/** What `npm start` would use for each part and why, one line each. Starts and gets nothing. */
export async function checkParts(settings: Configuration, environment: NodeJS.ProcessEnv): Promise<string[]> {
  const context = { cache: cacheFolder(environment), environment }
  const existing = existingDatabase(resolve(settings.ERRAND_DATA))
  const [temporal, mongodb, engine] = await Promise.all([
    settings.TEMPORAL_ADDRESS
      ? `${settings.TEMPORAL_ADDRESS}, named by TEMPORAL_ADDRESS`
      : describe(TEMPORAL_PROGRAM, context),
    settings.MONGODB_URL
      ? `${new URL(settings.MONGODB_URL).host}, named by MONGODB_URL`
      : describe(mongodbProgram(existing), context),
    describeEngine(environment, settings.SANDBOX_RUNTIME),
  ])
  const image = settings.ERRAND_SANDBOX_IMAGE
  return [
    `Temporal:         ${temporal}`,
    `MongoDB:          ${mongodb}${existing && !settings.MONGODB_URL ? `; the data folder holds a database of ${existing}` : ''}`,
    `Container engine: ${engine}`,
    `Sandbox image:    ${image ? `${image}, named by ERRAND_SANDBOX_IMAGE` : 'built by npm start when its inputs have no image yet'}`,
    `Language:         ${settings.ERRAND_MODEL ? `${settings.ERRAND_MODEL} at ${new URL(settings.ERRAND_MODEL_URL ?? '').origin}` : 'the built-in engine, since ERRAND_MODEL_URL is not set'}`,
    `Data:             ${resolve(settings.ERRAND_DATA)}`,
    `Cache:            ${context.cache}`,
  ]
}

async function describe(
  part: ProgramPart,
  context: { cache: string; environment: NodeJS.ProcessEnv },
): Promise<string> {
  const found = await findProgram(part, context)
  if (found) return `${found.kind}, ${found.where}`
  const go = findOnPath('go', context.environment)
  const labels = part.ways.map(({ label }) => label)
  return `not on PATH and not in the cache; npm start would try ${labels.join(', then ')}${go ? '' : ' (Go is not installed, so that cannot work)'}`
}

async function describeEngine(environment: NodeJS.ProcessEnv, runtime: string | undefined): Promise<string> {
  const engine = await findEngine(environment)
  if ('docker' in engine) {
    const { problem, warnings } = await checkEngine(engine.docker, runtime)
    return [engine.where, ...(problem ? [problem] : []), ...warnings].join('\n                  !! ')
  }
  if (environment.DOCKER_HOST) return engine.why
  if (!canInstallEngine())
    return `${engine.why}, so Python actions would end in engine_unavailable. ${engineAdvice()}`
  const installed = findDockerd(environment)
  return `${engine.why}; npm start would ${installed ? 'start dockerd' : 'install docker.io with apt-get and start dockerd'}`
}
