/*
 * What docs/operations.md tells operators to do: a copy of the data folder is a backup, a recorded run replays, workers
 * share the work by role, and Temporal alone says how a run stands.
 */
import { execFile, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Client, Connection } from '@temporalio/client'
import test, { type ExecutionContext } from 'ava'
import type { Action } from '../../domain/action.ts'
import type { Run } from '../../domain/run.ts'
import { readState } from '../../stack/data/state-file.ts'
import { type ApiClient, apiClient } from '../support/api-client.ts'
import { type Errand, startErrand } from '../support/errand.ts'
import { eventually } from '../support/eventually.ts'
import { sendJson, startTarget } from '../support/target-server.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

async function setUp(t: ExecutionContext) {
  t.timeout(240_000)
  const target = await startTarget((_call, response) => sendJson(response, { ok: true }))
  t.teardown(target.close)
  const environment = { ERRAND_EGRESS_ALLOW: target.address }
  const errand = await startErrand({ environment })
  t.teardown(errand.remove)
  const api = apiClient(errand.url, errand.adminKey)
  await api.post('/gurus', { slug: 'acme' })
  await api.put('/acme/secrets/TOKEN', { value: 'a-token-of-the-shop' })
  const action = (name: string, extra: object = {}) =>
    api.post<Action>('/acme/actions', {
      name,
      trigger: 'When asked',
      type: 'api_call',
      api_call: { method: 'POST', url: `${target.url}/${name}`, headers: { authorization: '{TOKEN}' } },
      ...extra,
    })
  return { target, environment, errand, api, action }
}

const trigger = (api: ApiClient, { id }: { id: string }) =>
  api.post<Run>(`/acme/actions/${id}/trigger?wait=true`)

async function clientOf(t: ExecutionContext, { temporalAddress }: Errand): Promise<Client> {
  const connection = await Connection.connect({ address: temporalAddress })
  t.teardown(() => connection.close())
  return new Client({ connection })
}

test.serial(
  'a copy of the data folder is a backup: actions, secrets, schedules and history are there again',
  async (t) => {
    const { target, environment, errand, api, action } = await setUp(t)
    const scheduled = await action('nightly', { schedule: { enabled: true, cron: '0 3 * * *' } })
    const run = await trigger(api, scheduled)
    t.is(run.status, 'succeeded')
    await errand.stop()
    const folder = mkdtempSync(join(tmpdir(), 'errand-backup-'))
    t.teardown(() => rmSync(folder, { recursive: true, force: true }))
    const copy = join(folder, 'copy')
    cpSync(errand.dataFolder, copy, { recursive: true })
    await errand.remove()

    const restored = await startErrand({ environment, dataFolder: copy })
    t.teardown(restored.remove)
    const again = apiClient(restored.url, restored.adminKey)
    t.like(await again.get<Run>(`/acme/runs/${run.id}`), { status: 'succeeded', output: run.output })
    t.is((await again.get<Action>(`/acme/actions/${scheduled.id}`)).next_run_at, scheduled.next_run_at)
    t.is((await trigger(again, scheduled)).status, 'succeeded')
    t.is(target.calls.at(-1)?.headers.authorization, 'a-token-of-the-shop')
  },
)

test.serial('npm run replay says of a recorded run whether the code decides the same again', async (t) => {
  const { errand, api, action } = await setUp(t)
  const run = await trigger(api, await action('once'))
  const { stdout } = await promisify(execFile)(process.execPath, ['stack/replay.ts', run.id], {
    cwd: root,
    env: { ...process.env, ERRAND_DATA: errand.dataFolder, TEMPORAL_ADDRESS: errand.temporalAddress },
  })
  t.regex(stdout, /^It replays: \d+ events, the same decisions\.\n$/)
})

for (const [file, code, says] of [
  ['v1/answer-several.json', 0, /^It replays: \d+ events/],
  ['record.ts', 2, /is no history/],
] as const)
  test.serial(`npm run replay --file takes a history from a file: ${file}`, async (t) => {
    const path = join(root, 'test/histories', file)
    const ended = await promisify(execFile)(process.execPath, ['stack/replay.ts', '--file', path], {
      cwd: root,
    }).then(
      ({ stdout }) => ({ code: 0, said: stdout }),
      ({ code: failed, stderr }) => ({ code: failed, said: stderr }),
    )
    t.is(ended.code, code)
    t.regex(ended.said, says)
  })

test.serial('Temporal alone says how a run stands: attributes, summary, current details', async (t) => {
  const { errand, api, action } = await setUp(t)
  const run = await trigger(api, await action('refund'))
  const handle = (await clientOf(t, errand)).workflow.getHandle(run.workflow_id)
  const { searchAttributes } = await handle.describe()
  t.like(searchAttributes, {
    ErrandGuru: ['acme'],
    ErrandTrigger: ['manual'],
    ErrandOutcome: ['succeeded'],
  })
  const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata')
  t.regex(currentDetails, /^\*\*succeeded\*\* · refund, version 1 · manual\n\n- execute: succeeded, \d+ ms\n/)
})

test.serial('workers share the work by role', async (t) => {
  t.timeout(240_000)
  const target = await startTarget((_call, response) => sendJson(response, { ok: true }))
  t.teardown(target.close)
  const dataFolder = mkdtempSync(join(tmpdir(), 'errand-roles-'))
  const starting = startErrand({
    dataFolder,
    environment: { ERRAND_WORKER_ROLE: 'light', ERRAND_EGRESS_ALLOW: target.address },
  })
  // The stack is not ready as long as nobody is there for Python.
  const state = await eventually('the servers', async () => {
    const found = readState(dataFolder)
    return found?.mongodb_url && found.temporal_address ? found : null
  })
  const sandbox = spawn(process.execPath, ['worker/main.ts'], {
    cwd: root,
    env: {
      ...process.env,
      ERRAND_DATA: dataFolder,
      ERRAND_WORKER_ROLE: 'sandbox',
      TEMPORAL_ADDRESS: state.temporal_address ?? '',
      MONGODB_URL: state.mongodb_url ?? '',
      ERRAND_SANDBOX_IMAGE: process.env.ERRAND_INTERNAL_TEST_IMAGE ?? '',
    },
    stdio: 'ignore',
  })
  t.teardown(() => sandbox.kill('SIGTERM'))
  const errand = await starting
  t.teardown(errand.remove)
  const api = apiClient(errand.url, errand.adminKey)
  await api.post('/gurus', { slug: 'acme' })
  const make = (name: string, what: object) =>
    api.post<Action>('/acme/actions', { name, trigger: 'When asked', ...what })
  const call = await trigger(
    api,
    await make('call', { type: 'api_call', api_call: { method: 'POST', url: target.url } }),
  )
  const python = await trigger(
    api,
    await make('python', { type: 'python', python: { code: 'print(6 * 7)' } }),
  )
  t.is(call.status, 'succeeded')
  t.like(python, { status: 'succeeded', output: '42\n' })
  const { workflow } = await clientOf(t, errand)
  const pidOf = async ({ workflow_id }: Run): Promise<number> => {
    const { events } = await workflow.getHandle(workflow_id).fetchHistory()
    const started = events?.find((event) => event.activityTaskStartedEventAttributes)
    return Number.parseInt(started?.activityTaskStartedEventAttributes?.identity ?? '', 10)
  }
  t.is(await pidOf(call), errand.workerPids()[0] ?? -1)
  t.is(await pidOf(python), sandbox.pid ?? -1)
})
