import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { SEARCH_ATTRIBUTES } from '../../domain/workflow-contract.ts'
import { type Supervised, supervise } from '../process/supervise.ts'
import { waitUntilReady } from '../process/wait-until.ts'
import { endedWithParent } from '../process/with-parent.ts'
import { serverEnvironment } from './server-environment.ts'
import { answersOnNamespace, keepHistoryFor } from './temporal-namespace.ts'

export interface TemporalServer {
  address: string
  uiUrl: string
  process: Supervised
}

export interface TemporalServerOptions {
  program: string
  /** Absolute; its `temporal/` holds the database, its `logs/` the log. */
  dataFolder: string
  namespace: string
  ports: { temporal: number; temporalUi: number }
  retentionDays: number
  /** Errand's own, that the UI asks to decode payloads. */
  codecEndpoint?: string | null
  environment: NodeJS.ProcessEnv
  report: (line: string) => void
  onStart?: (process: Supervised) => void
  signal: AbortSignal
}

const LOOPBACK = '127.0.0.1'
/** The first start makes the schema. Seconds here, but disks differ. */
const READY_WITHIN_MS = 90_000

/** Starts the embedded Temporal server and waits until it serves the namespace. */
export async function startTemporal(options: TemporalServerOptions): Promise<TemporalServer> {
  const { program, dataFolder, namespace, ports, environment, report, onStart, signal } = options
  const folder = join(dataFolder, 'temporal')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const address = `${LOOPBACK}:${ports.temporal}`
  const process = supervise(
    {
      name: 'Temporal',
      ...endedWithParent(program, serverArguments(join(folder, 'temporal.sqlite'), options)),
      // The server would ask a host on the internet for its newest version.
      env: { ...serverEnvironment(environment), TEMPORAL_VERSION_CHECK_DISABLED: '1' },
      cwd: folder,
      logFile: join(dataFolder, 'logs', 'temporal.log'),
    },
    { report, onStart },
  )
  try {
    await waitUntilReady(process, () => answersOnNamespace(address, namespace), {
      timeoutMs: READY_WITHIN_MS,
      signal,
    })
    await keepHistoryFor(options.retentionDays, { address, namespace })
  } catch (error) {
    await process.stop(10_000)
    throw error
  }
  return { address, uiUrl: `http://${LOOPBACK}:${ports.temporalUi}`, process }
}

function serverArguments(
  database: string,
  { namespace, ports, codecEndpoint }: TemporalServerOptions,
): string[] {
  const attributes = Object.values(SEARCH_ATTRIBUTES)
  return [
    ...['server', 'start-dev', '--ip', LOOPBACK, '--namespace', namespace],
    ...['--port', String(ports.temporal), '--ui-port', String(ports.temporalUi), '--db-filename', database],
    // The default of 20 a second makes every hop of a workflow wait 50 ms.
    ...['--dynamic-config-value', 'history.transferProcessorMaxPollRPS=2000'],
    // One server needs no more; with the default of four, a burst now and then left a task lying for 2 s.
    ...['--dynamic-config-value', 'matching.numTaskqueueReadPartitions=1'],
    ...['--dynamic-config-value', 'matching.numTaskqueueWritePartitions=1'],
    // The default is 100 lists of runs a second: those beyond it were refused, and tried again 1 to 2 s later.
    ...['--dynamic-config-value', 'frontend.namespaceRPS.visibility=2000'],
    // Loses nothing at a power cut; `normal` would be 6 to 12 ms faster per workflow.
    ...['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=full'],
    ...(codecEndpoint ? ['--ui-codec-endpoint', codecEndpoint] : []),
    ...attributes.flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
    ...['--log-level', 'warn'],
  ]
}
