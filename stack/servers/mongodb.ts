import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Supervised, supervise } from '../process/supervise.ts'
import { waitUntilReady } from '../process/wait-until.ts'
import { endedWithParent } from '../process/with-parent.ts'
import type { DatabaseKind } from '../provision/mongodb.ts'
import { answersPing } from './existing-mongodb.ts'
import { serverEnvironment } from './server-environment.ts'

export interface MongodbServer {
  /** With the database's name. */
  url: string
  process: Supervised
}

export interface MongodbServerOptions {
  program: string
  kind: DatabaseKind
  /** Absolute; a folder named after the kind holds the data, `logs/` the log. */
  dataFolder: string
  port: number
  environment: NodeJS.ProcessEnv
  report: (line: string) => void
  onStart?: (process: Supervised) => void
  signal: AbortSignal
}

const LOOPBACK = '127.0.0.1'
/** A mongod that was killed replays its journal first. */
const READY_WITHIN_MS = 60_000

/** @returns which server made the database in the data folder, null where there is none yet */
export function existingDatabase(dataFolder: string): DatabaseKind | null {
  const kinds = ['mongod', 'ferretdb'] as const
  return kinds.find((kind) => filesIn(join(dataFolder, kind)).length > 0) ?? null
}

/** Starts the embedded MongoDB (or FerretDB in its place) and waits until it answers. */
export async function startMongodb(options: MongodbServerOptions): Promise<MongodbServer> {
  const { program, kind, dataFolder, port, environment, report, onStart, signal } = options
  const folder = join(dataFolder, kind)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const args =
    kind === 'mongod'
      ? ['--bind_ip', LOOPBACK, '--port', String(port), '--dbpath', folder, '--nounixsocket']
      : ['-listen', `${LOOPBACK}:${port}`, '-dir', folder]
  const process = supervise(
    {
      name: 'MongoDB',
      ...endedWithParent(program, args),
      env: serverEnvironment(environment),
      cwd: folder,
      logFile: join(dataFolder, 'logs', 'mongodb.log'),
    },
    { report, onStart },
  )
  const url = `mongodb://${LOOPBACK}:${port}/errand`
  try {
    await waitUntilReady(process, () => answersPing(url, 2_000), { timeoutMs: READY_WITHIN_MS, signal })
  } catch (error) {
    await process.stop(10_000)
    throw error
  }
  return { url, process }
}

const filesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : [])
