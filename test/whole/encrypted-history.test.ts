/*
 * ERRAND_ENCRYPT_HISTORY against everything that `npm start` brings up: what the files of Temporal's database hold
 * of runs of every kind, what is read back of them, and what becomes of it all when encryption is switched on, off,
 * or a key is lost. The same search without encryption finds what was said, so that it can fail.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import test, { type ExecutionContext } from 'ava'
import type { AnswerRecord, Run } from '../../domain/run.ts'
import { historyKeyFile } from '../../encryption/history-key.ts'
import { type ApiClient, apiClient } from '../support/api-client.ts'
import { type Errand, startErrand } from '../support/errand.ts'
import { eventually } from '../support/eventually.ts'
import { filesWith } from '../support/find-bytes.ts'
import { sendJson, startTarget, type TargetServer } from '../support/target-server.ts'

const CANARIES = {
  question: 'show me the github profile of parametercanary9Ty4x',
  parameter: 'parametercanary9Ty4x',
  name: 'GitHub profile namecanary8Er3x',
  output: 'outputcanary1Ui5x',
  stdout: 'stdoutcanary4Df8x',
  raised: 'raisedcanary3As7x',
  code: 'codecanary6Hj1x',
}

const lookUp = (target: TargetServer, changes = {}): Record<string, unknown> => ({
  name: CANARIES.name,
  trigger: "When the user asks for a GitHub user's profile information",
  parameters: [
    {
      name: 'username',
      type: 'string',
      description: 'The GitHub login whose profile is asked for',
      required: true,
    },
  ],
  type: 'api_call',
  api_call: { method: 'GET', url: `${target.url}/accounts/{username}` },
  ...changes,
})

const python = (name: string, code: string): Record<string, unknown> => ({
  name,
  trigger: 'When asked to run it by hand',
  type: 'python',
  parameters: [],
  python: { code },
})

const startTargetServer = (t: ExecutionContext): Promise<TargetServer> =>
  startTarget((call, response) => {
    if (call.path.includes('missing')) return sendJson(response, { reason: CANARIES.raised }, 404)
    sendJson(response, { login: call.path.split('/').pop(), said: CANARIES.output })
  }).then((target) => {
    t.teardown(target.close)
    return target
  })

function newFolder(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'errand-encrypted-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function start(
  t: ExecutionContext,
  dataFolder: string,
  environment: Record<string, string>,
): Promise<{ errand: Errand; api: ApiClient }> {
  const errand = await startErrand({ dataFolder, environment })
  t.teardown(() => errand.stop())
  return { errand, api: apiClient(errand.url, errand.adminKey) }
}

/** A question, a run by hand, a test, one that fails, one in Python, one that is approved, and one on a schedule. */
async function runEverything(t: ExecutionContext, api: ApiClient, target: TargetServer): Promise<Run[]> {
  await api.post('/gurus', { slug: 'acme' })
  const action = await api.post<{ id: string }>('/acme/actions', lookUp(target))
  const answer = await api.post<AnswerRecord>('/acme/answer/', { question: CANARIES.question })
  t.like(answer.actions, [{ status: 'succeeded', parameters: { username: CANARIES.parameter } }])
  t.true(answer.content.includes(CANARIES.output))

  const trigger = (id: string, parameters = {}, headers = {}) =>
    api.post<Run>(`/acme/actions/${id}/trigger?wait=true`, { parameters }, headers)
  const key = { 'idempotency-key': 'once' }
  const byHand = await trigger(action.id, { username: CANARIES.parameter }, key)
  t.is((await trigger(action.id, { username: CANARIES.parameter }, key)).id, byHand.id)
  const failing = await trigger(action.id, { username: 'missing' })
  t.like(failing, { status: 'failed', error: { code: 'http_error' } })
  const tested = await api.post<Run>('/acme/actions/test', {
    action: lookUp(target, { description: CANARIES.code }),
    parameters: { username: CANARIES.parameter },
  })
  t.is(tested.status, 'succeeded')

  const code = `# ${CANARIES.code}\nprint('${CANARIES.stdout}')\nraise ValueError('${CANARIES.raised}')\n`
  const raising = await api.post<{ id: string }>('/acme/actions', python('Raises', code))
  const raised = await trigger(raising.id)
  t.like(raised, { status: 'failed', output: `${CANARIES.stdout}\n`, error: { code: 'python_error' } })
  t.true(raised.error?.message.includes(CANARIES.raised))

  const careful = await api.post<{ id: string }>(
    '/acme/actions',
    lookUp(target, { name: 'Careful one', requires_approval: true }),
  )
  const waiting = await trigger(careful.id, { username: CANARIES.parameter })
  t.is(waiting.status, 'awaiting_approval')
  await api.post(`/acme/runs/${waiting.id}/approve`)
  const approved = await eventually('the approved run to end', async () => {
    const run = await api.get<Run>(`/acme/runs/${waiting.id}`)
    return run.status === 'succeeded' && run
  })

  const nightly = await api.post<{ id: string }>(
    '/acme/actions',
    lookUp(target, {
      name: `Nightly ${CANARIES.name}`,
      schedule: { enabled: true, cron: '0 3 * * *', parameters: { username: CANARIES.parameter } },
    }),
  )
  const night = { from: '2026-01-05T00:00:00Z', to: '2026-01-05T12:00:00Z' }
  await api.post(`/acme/actions/${nightly.id}/schedule/backfill`, night)

  const { runs } = await eventually('all runs in the list', async () => {
    const page = await api.get<{ runs: Run[] }>('/acme/runs')
    return page.runs.length === 7 && page.runs.every((run) => run.finished_at) && page
  })
  for (const listed of runs) t.deepEqual(listed.warnings, [])
  t.is(runs.filter(({ action: { name } }) => name === CANARIES.name).length, 4)
  t.like(
    runs.find(({ id }) => id === failing.id),
    { parameters: { username: 'missing' }, error: { code: 'http_error' } },
  )
  t.true(runs.find(({ trigger: from }) => from === 'question')?.question?.includes(CANARIES.question))
  t.like(
    runs.find(({ trigger: from }) => from === 'schedule'),
    { status: 'succeeded', parameters: { username: CANARIES.parameter }, warnings: [] },
  )
  const read = await api.get<Run>(`/acme/runs/${byHand.id}`)
  t.true(read.output?.includes(CANARIES.output))
  return [read, raised, approved]
}

const inTemporal = async ({ dataFolder }: Errand): Promise<string[]> => {
  const found = await Promise.all(
    Object.entries(CANARIES).map(async ([name, canary]) => {
      const files = await Promise.all(
        ['temporal', 'logs'].map((part) => filesWith(join(dataFolder, part), canary)),
      )
      return files.flat().length > 0 ? [name] : []
    }),
  )
  return found.flat()
}

test('no file of Temporal holds a word of encrypted runs, which are read as ever; without encryption they hold all', async (t) => {
  const target = await startTargetServer(t)
  const folder = newFolder(t)
  const on = await start(t, folder, {
    ERRAND_EGRESS_ALLOW: target.address,
    ERRAND_ENCRYPT_HISTORY: 'true',
  })
  t.regex(on.errand.output(), /Decoding +http:\S+\/codec\/sign-in/)
  t.is(statSync(historyKeyFile(folder)).mode & 0o777, 0o600)
  await runEverything(t, on.api, target)
  t.deepEqual(await inTemporal(on.errand), [])
  await on.errand.stop()
  t.deepEqual(await inTemporal(on.errand), [])

  const off = await start(t, newFolder(t), { ERRAND_EGRESS_ALLOW: target.address })
  t.notRegex(off.errand.output(), /codec/)
  await runEverything(t, off.api, target)
  t.deepEqual((await inTemporal(off.errand)).sort(), Object.keys(CANARIES).sort())
})

const ROTATE = fileURLToPath(new URL('../../stack/rotate-history-key.ts', import.meta.url))

test('runs stay readable when encryption is switched on, rotated and off again, and say which key they lack', async (t) => {
  const target = await startTargetServer(t)
  const folder = newFolder(t)
  const ids: string[] = []
  const egress = { ERRAND_EGRESS_ALLOW: target.address }
  /** Starts, reads all earlier runs, makes one more, stops. */
  async function oneMore(environment: Record<string, string>): Promise<void> {
    const { errand, api } = await start(t, folder, { ...egress, ...environment })
    if (ids.length === 0) {
      await api.post('/gurus', { slug: 'acme' })
      await api.post('/acme/actions', lookUp(target))
    }
    for (const id of ids)
      t.true((await api.get<Run>(`/acme/runs/${id}`)).output?.includes(CANARIES.output), id)
    const { actions } = await api.get<{ actions: { id: string }[] }>('/acme/actions')
    const run = await api.post<Run>(`/acme/actions/${actions[0]?.id}/trigger?wait=true`, {
      parameters: { username: CANARIES.parameter },
    })
    t.is(run.status, 'succeeded')
    ids.push(run.id)
    await errand.stop()
  }
  await oneMore({})
  await oneMore({ ERRAND_ENCRYPT_HISTORY: 'true' })
  const environment = { PATH: process.env.PATH, ERRAND_DATA: folder }
  const { stdout } = await promisify(execFile)(process.execPath, [ROTATE], { env: environment })
  t.regex(stdout, /history\.key has a new first key, 2 in all/)
  t.is(statSync(historyKeyFile(folder)).mode & 0o777, 0o600)
  await oneMore({ ERRAND_ENCRYPT_HISTORY: 'true' })
  await oneMore({})

  const keys = readFileSync(historyKeyFile(folder), 'utf8').trim().split('\n')
  const older = keys.pop()
  writeFileSync(historyKeyFile(folder), keys.join('\n'))
  const { api } = await start(t, folder, { ...egress, ERRAND_ENCRYPT_HISTORY: 'true' })
  const lost = await api.request<{ type: string; detail: string }>('GET', `/acme/runs/${ids[1]}`)
  t.is(lost.status, 500)
  t.is(lost.body.type, 'urn:errand:problem:history_unreadable')
  t.regex(lost.body.detail, /history key '[0-9a-f]{16}', which is not here\. Restore that key/)
  t.false(JSON.stringify(lost.body).includes(older ?? ''))
  const { runs } = await api.get<{ runs: Run[] }>('/acme/runs')
  t.is(runs.length, 4)
  for (const run of runs)
    if (run.id === ids[1]) {
      t.like(run, { status: 'succeeded', trigger: 'manual', parameters: {} })
      t.regex(run.warnings[0] ?? '', /Restore that key/)
    } else t.like(run, { parameters: { username: CANARIES.parameter }, warnings: [] })
  t.is((await api.request('GET', `/acme/runs/${ids[0]}`)).status, 200)
  t.is((await api.request('GET', `/acme/runs/${ids[2]}`)).status, 200)

  writeFileSync(historyKeyFile(folder), [...keys, older, ''].join('\n'))
  await eventually('the restored key to be found', async () => {
    const { status } = await api.request('GET', `/acme/runs/${ids[1]}`)
    return status === 200
  })
})
