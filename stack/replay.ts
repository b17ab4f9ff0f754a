// `npm run replay -- ID`: carries a run's recorded workflow out again with the present code, without any effect.
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker'
import { ConfigurationError, readConfiguration } from '../domain/configuration.ts'
import { openHistoryEncryption } from '../encryption/history-encryption.ts'
import { workflowBundle } from '../worker/workflow-bundle.ts'
import { readState } from './data/state-file.ts'
import { inOneLine, StackError } from './errors.ts'
import { type History, historyFromText } from './history-json.ts'
import { cacheFolder } from './provision/cache-folder.ts'

const HELP = `Carries a run's recorded workflow out again with the present code. Nothing is called, sent or changed.

Usage: npm run replay -- ID           a run of the running stack, or of the Temporal that TEMPORAL_ADDRESS names
       npm run replay -- --file FILE  a history from: temporal workflow show -w ID --output json

Ends with 0 where the code makes the same decisions again, with 1 and the first difference where it does not.`

async function main(): Promise<number> {
  const { id, file } = readArguments()
  if (id === undefined && file === undefined) {
    console.log(HELP)
    return 0
  }
  const configuration = readConfiguration(process.env)
  const encryption = await openHistoryEncryption(configuration)
  const history = file ? await readHistory(file) : await fetchHistory(configuration.ERRAND_DATA, id ?? '')
  Runtime.install({ logger: new DefaultLogger('ERROR', () => {}) })
  const bundle = await workflowBundle(cacheFolder(process.env), encryption)
  try {
    await Worker.runReplayHistory(
      { workflowBundle: bundle, dataConverter: encryption.dataConverter },
      history,
      // Children and deliveries are named after it.
      id ?? history.events?.[0]?.workflowExecutionStartedEventAttributes?.workflowId ?? 'history',
    )
  } catch (error) {
    console.error(`It does not replay: ${inOneLine(error)}`)
    return 1
  }
  console.log(`It replays: ${history.events?.length ?? 0} events, the same decisions.`)
  return 0
}

/** @throws {StackError} */
function readArguments(): { id?: string; file?: string } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { file: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    })
    if (values.help) return {}
    if (positionals.length + (values.file ? 1 : 0) > 1) throw new Error('Name one run, or one file.')
    return { id: positionals[0], file: values.file }
  } catch (error) {
    throw new StackError(`${(error as Error).message}\n\n${HELP}`, { cause: error })
  }
}

async function readHistory(file: string): Promise<History> {
  try {
    return historyFromText(await readFile(file, 'utf8'))
  } catch (error) {
    throw new StackError(`${file} is no history: ${inOneLine(error)}`, { cause: error })
  }
}

async function fetchHistory(dataFolder: string, id: string): Promise<History> {
  const [{ Client, Connection }, { loadClientConnectConfig }] = await Promise.all([
    import('@temporalio/client'),
    import('@temporalio/envconfig'),
  ])
  const { connectionOptions, namespace } = loadClientConnectConfig()
  const state = readState(resolve(dataFolder))
  const address = process.env.TEMPORAL_ADDRESS ?? state?.temporal_address
  if (!address) throw new StackError('There is no Temporal to ask: start Errand, or set TEMPORAL_ADDRESS.')
  const connection = await Connection.connect({ ...connectionOptions, address }).catch((error) => {
    throw new StackError(`The Temporal at ${address} can't be reached: ${inOneLine(error)}`, { cause: error })
  })
  try {
    const client = new Client({ connection, namespace: namespace ?? state?.temporal_namespace ?? 'default' })
    return await client.workflow.getHandle(id).fetchHistory()
  } catch (error) {
    throw new StackError(`The history of '${id}' can't be read: ${inOneLine(error)}`, { cause: error })
  } finally {
    await connection.close()
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof ConfigurationError) && !(error instanceof StackError)) throw error
  console.error(error.message)
  process.exitCode = 2
}
