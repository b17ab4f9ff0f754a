// `npm run record-histories -- NAME`: plays every scenario with the present workflows on a Temporal of its own, and
// keeps the histories in test/histories/NAME for `test/workflows/recorded-histories.test.ts`.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ScheduleOverlapPolicy, type WorkflowHandle } from '@temporalio/client'
import { readConfiguration } from '../../domain/configuration.ts'
import {
  INVOKE_WORKFLOW,
  type InvokeInput,
  runAttributes,
  runMemo,
  TASK_QUEUE,
} from '../../domain/workflow-contract.ts'
import { prepareDataFolder } from '../../stack/data/data-folder.ts'
import { rememberedPorts } from '../../stack/data/ports.ts'
import { temporalPart } from '../../stack/parts.ts'
import type { Supervised } from '../../stack/process/supervise.ts'
import { cacheFolder } from '../../stack/provision/cache-folder.ts'
import { createReport } from '../../stack/report.ts'
import { eventually } from '../support/eventually.ts'
import { startWorkflowBench, type WorkflowBench } from '../support/workflow-bench.ts'
import { recordedActivities } from './activities.ts'
import { historyToText } from './history-text.ts'
import { SCENARIOS, type Scenario } from './scenarios.ts'

/** What the waits inside of one workflow take at most. */
const PATIENCE_MS = 240_000

const report = createReport((text) => process.stdout.write(text))

/** What every start carries, as the API gives it. */
const startOptions = ({ type, input }: Scenario) =>
  type === INVOKE_WORKFLOW
    ? { searchAttributes: runAttributes(input as InvokeInput), memo: { ...runMemo(input as InvokeInput) } }
    : {}

async function begin({ client }: WorkflowBench, scenario: Scenario): Promise<WorkflowHandle> {
  const { name, type, input, scheduled = 0 } = scenario
  const common = {
    args: [input],
    taskQueue: TASK_QUEUE,
    workflowId: `acme.${name}`,
    ...startOptions(scenario),
  }
  if (scheduled === 0) return await client.workflow.start(type, common)
  const schedule = await client.schedule.create({
    scheduleId: name,
    spec: {},
    action: { ...common, type: 'startWorkflow', workflowType: type },
  })
  let handle: WorkflowHandle | undefined
  for (let started = 1; started <= scheduled; started++) {
    await handle?.result()
    await eventually('the schedule to see that', async () => {
      const { info } = await schedule.describe()
      // Runs of one second would have one id.
      const last = info.recentActions.at(-1)?.takenAt.getTime() ?? 0
      return info.runningActions.length === 0 && Date.now() >= last + 1_000
    })
    // Where runs may overlap, as by default here, none is given the result of the one before.
    await schedule.trigger(ScheduleOverlapPolicy.SKIP)
    handle = await eventually(`start ${started} of ${name}`, async () => {
      const { info } = await schedule.describe()
      const last = info.numActionsTaken === started ? info.recentActions.at(-1) : null
      if (!last) return null
      const { workflowId, firstExecutionRunId } = last.action.workflow
      return client.workflow.getHandle(workflowId, firstExecutionRunId)
    })
  }
  await schedule.delete()
  if (!handle) throw new Error(`${name} was not started.`)
  return handle
}

/** Until it has ended, however it does. */
const ended = (handle: WorkflowHandle) =>
  eventually(
    `${handle.workflowId} to end`,
    async () => (await handle.describe()).status.name !== 'RUNNING',
    PATIENCE_MS,
  )

async function play(bench: WorkflowBench, scenario: Scenario, folder: string): Promise<void> {
  const { name, children = [], underWay } = scenario
  const handle = await begin(bench, scenario)
  const { workflowId } = handle
  const child = (position: number) => bench.client.workflow.getHandle(`${workflowId}.${position}`)
  await scenario.meanwhile?.(handle, child)
  if (!underWay) await ended(handle)
  const keep = async (kept: WorkflowHandle, file: string) =>
    writeFileSync(join(folder, `${file}.json`), `${historyToText(await kept.fetchHistory())}\n`)
  await keep(handle, name)
  for (const position of children) await keep(child(position), `${name}.child-${position}`)
  if (underWay) await handle.terminate('recorded')
  report(name)
}

async function record(folder: string): Promise<void> {
  const [bench, withoutSandbox] = await Promise.all([
    startWorkflowBench(recordedActivities),
    startWorkflowBench(recordedActivities, 'light'),
  ])
  try {
    // All of them to their end: what one fails with would else be hidden by what its end does to the others.
    const played = await Promise.allSettled(
      SCENARIOS.map((scenario) => play(scenario.withoutSandbox ? withoutSandbox : bench, scenario, folder)),
    )
    const failed = played.find(({ status }) => status === 'rejected')
    if (failed?.status === 'rejected') throw failed.reason
  } finally {
    await Promise.all([bench.close(), withoutSandbox.close()])
  }
}

async function main(name: string): Promise<void> {
  const folder = fileURLToPath(new URL(`${name}/`, import.meta.url))
  // Never into an older one: those are what is promised to be replayed.
  mkdirSync(folder)
  const dataFolder = mkdtempSync(join(tmpdir(), 'errand-record-'))
  const servers: Supervised[] = []
  try {
    prepareDataFolder(dataFolder)
    const temporal = await temporalPart({
      cache: cacheFolder(process.env),
      environment: process.env,
      report,
      signal: new AbortController().signal,
      dataFolder,
      settings: readConfiguration({}),
      ports: await rememberedPorts(dataFolder, ['temporal', 'temporalUi', 'mongodb']),
      onStart: (server) => servers.push(server),
    })
    process.env.ERRAND_INTERNAL_TEST_TEMPORAL = temporal.address
    await record(folder)
  } finally {
    await Promise.all(servers.map((server) => server.stop(10_000)))
    rmSync(dataFolder, { recursive: true, force: true })
  }
}

const [name = ''] = process.argv.slice(2)
if (/^[\w.-]*\w$/.test(name)) {
  await main(name)
  process.exit(0)
}
console.error('Usage: npm run record-histories -- NAME    makes test/histories/NAME')
process.exitCode = 2
