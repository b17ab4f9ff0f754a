import { randomUUID } from 'node:crypto'
import { Client, Connection } from '@temporalio/client'
import { Worker } from '@temporalio/worker'
import { pino } from 'pino'
import type { Activities } from '../../domain/activity-contract.ts'
import type { ExecuteResult, InvokeInput, PlannedAction } from '../../domain/workflow-contract.ts'
import { TASK_QUEUE } from '../../domain/workflow-contract.ts'
import type { HistoryEncryption } from '../../encryption/history-encryption.ts'
import { cacheFolderOf } from '../../worker/cache-folder.ts'
import { createWorkers } from '../../worker/create-workers.ts'
import { installLogger } from '../../worker/logger.ts'
import { workflowBundle } from '../../worker/workflow-bundle.ts'
import { newNamespace } from './namespace.ts'

/** The real workflows on a real Temporal server, with activities that the test writes. */
export interface WorkflowBench {
  client: Client
  start(type: string, input: unknown): Promise<{ workflowId: string; result(): Promise<unknown> }>
  /** Replays the workflow's recorded history against the present code; throws where they differ. */
  replay(workflowId: string): Promise<void>
  close(): Promise<void>
}

const nothing = async (): Promise<never> => {
  throw new Error('This test has no such activity.')
}
const NO_ACTIVITIES: Activities = {
  understandQuestion: nothing,
  fillParameters: nothing,
  callApi: nothing,
  runPython: nothing,
  checkCode: nothing,
  interpretResult: async ({ run }) => ({ answer: `It says: ${run.output}`, model_problem: null, steps: [] }),
  recordAnswer: async () => {},
  deliverRun: nothing,
}

/** Once in a process, however many benches it has. */
let isLoggerInstalled = false
function installSilentLogger(): void {
  if (!isLoggerInstalled) installLogger(pino({ level: 'silent' }))
  isLoggerInstalled = true
}

export async function startWorkflowBench(
  activities: Partial<Activities>,
  role: 'all' | 'light' = 'all',
  encryption: Pick<HistoryEncryption, 'dataConverter'> = { dataConverter: {} },
): Promise<WorkflowBench> {
  installSilentLogger()
  const address = process.env.ERRAND_INTERNAL_TEST_TEMPORAL
  if (!address)
    throw new Error('Run the tests with `npm test`: it starts the Temporal server that this test needs.')
  const connection = await Connection.connect({ address })
  const namespace = await newNamespace(connection, address)
  const bundle = await workflowBundle(cacheFolderOf(process.env), encryption)
  const workers = await createWorkers({
    connectionOptions: { address },
    namespace,
    workflowBundle: bundle,
    dataConverter: encryption.dataConverter,
    activities: { ...NO_ACTIVITIES, ...activities },
    sandboxes: 4,
    role,
  })
  const running = workers.run()
  const client = new Client({ connection, namespace, dataConverter: encryption.dataConverter })
  return {
    client,
    async start(type, input) {
      const handle = await client.workflow.start(type, {
        args: [input],
        taskQueue: TASK_QUEUE,
        workflowId: `test.${randomUUID()}`,
      })
      return { workflowId: handle.workflowId, result: () => handle.result() }
    },
    async replay(workflowId) {
      const history = await client.workflow.getHandle(workflowId).fetchHistory()
      await Worker.runReplayHistory(
        { workflowBundle: bundle, dataConverter: encryption.dataConverter },
        history,
        workflowId,
      )
    },
    async close() {
      workers.shutdown()
      await running
      await connection.close()
    },
  }
}

export const plan = (changes: Partial<PlannedAction> = {}): PlannedAction => ({
  id: 'a1',
  name: 'Test action',
  version: 1,
  type: 'api_call',
  effect: 'read',
  timeout_seconds: 5,
  requires_approval: false,
  ...changes,
})

export const invocation = (changes: Partial<InvokeInput> = {}): InvokeInput => ({
  guru: 'acme',
  plan: plan(),
  trigger: 'manual',
  parameters: {},
  question: null,
  draft: null,
  local_language: true,
  ...changes,
})

export const executed = (output: string): ExecuteResult => ({
  output,
  output_truncated: false,
  stderr: null,
  artifacts: [],
  warnings: [],
  error: null,
  steps: [{ name: 'execute', started_at: new Date(0).toISOString(), duration_ms: 1, status: 'succeeded' }],
})
