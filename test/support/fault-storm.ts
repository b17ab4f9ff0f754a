// Runs of every kind while processes of the stack are killed at random times; afterwards the server that was called, the
// history and the sessions must tell the same story: nothing twice, nothing lost, no status untrue.
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, Connection } from '@temporalio/client'
import type { ExecutionContext } from 'ava'
import pLimit from 'p-limit'
import type { Action } from '../../domain/action.ts'
import type { AnswerRecord, Run } from '../../domain/run.ts'
import { type ApiClient, apiClient } from './api-client.ts'
import { type Errand, startErrand } from './errand.ts'
import { eventually } from './eventually.ts'
import { startTarget, type TargetServer } from './target-server.ts'

const GURU = 'storm'
const VICTIMS = ['worker', 'api', 'temporal', 'mongodb'] as const

export interface StormOptions {
  seed: number
  /** How long runs are begun. */
  durationMs: number
  /** Clients at once. */
  lanes: number
  /** Milliseconds between two kills: at least, at most. */
  calm: [number, number]
}

interface Kind {
  /** What the action calls: its calls change something, or only read. */
  method: 'GET' | 'POST'
  /** How long the service takes to answer. */
  slowMs?: number
  python?: boolean
  approval?: boolean
  question?: boolean
}

const KINDS = {
  get: { method: 'GET' },
  slow_get: { method: 'GET', slowMs: 2_500 },
  post: { method: 'POST' },
  slow_post: { method: 'POST', slowMs: 2_500 },
  python: { method: 'POST', python: true },
  approval: { method: 'POST', approval: true },
  question: { method: 'POST', question: true },
} satisfies Record<string, Kind>
type KindName = keyof typeof KINDS
const NAMES = Object.keys(KINDS) as KindName[]
const kindOf = (name: KindName): Kind => KINDS[name]

interface BegunRun {
  kind: KindName
  ref: number
  /** Its run; null where nobody was told of one. */
  id: string | null
  session: string | null
}

export interface StormReport {
  begun: number
  kills: Record<string, number>
  /** By kind: how many have each status, or error code where they failed; and the calls that the server has seen. */
  table: Record<string, Record<string, number>>
  schedule: { due: number; started: number; missed: number; skipped: number }
  /** What does not agree, in words. */
  untruths: string[]
}

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export async function faultStorm(t: ExecutionContext, options: StormOptions): Promise<StormReport> {
  const draw = random(options.seed)
  const target = await startTarget(async ({ path }, response) => {
    const { slowMs = 0 } = kindOf((path.split('/')[1] ?? '') as KindName) ?? {}
    await sleep(slowMs)
    response.end('done')
  })
  t.teardown(target.close)
  const errand = await startErrand({ environment: { ERRAND_EGRESS_ALLOW: target.address } })
  t.teardown(errand.remove)
  const api = apiClient(errand.url, errand.adminKey)
  const actions = await makeActions(api, target)
  const scheduledSince = Date.now()

  const begun: BegunRun[] = []
  const kills: Record<string, number> = {}
  const until = Date.now() + options.durationMs
  const storm = async () => {
    const [least, most] = options.calm
    for (let turn = 0; Date.now() < until; turn++) {
      await sleep(least + draw() * (most - least))
      // Each of them at least once, then whichever comes.
      const index = turn < VICTIMS.length ? turn : Math.floor(draw() * VICTIMS.length)
      const victim = VICTIMS[index] ?? 'worker'
      // One that has just died is back in a moment.
      await eventually(`${victim} to kill`, async () => kill(errand, victim))
      kills[victim] = (kills[victim] ?? 0) + 1
    }
  }
  const lane = async () => {
    while (Date.now() < until) {
      const kind = NAMES[begun.length % NAMES.length] ?? 'post'
      const run: BegunRun = { kind, ref: 100_000 + begun.length, id: null, session: null }
      begun.push(run)
      await begin(api, run, actions)
      await sleep(draw() * 500)
    }
  }
  await Promise.all([storm(), ...Array.from({ length: options.lanes }, lane)])
  await eventually('the stack to be whole', async () => isReady(errand), 120_000)
  const due = dueTimes(scheduledSince)
  // Not all at once: thousands of questions would be a storm of another kind.
  const limit = pLimit(READERS)
  const lies = await Promise.all(begun.map((run) => limit(() => lieOf(api, target, run))))
  const untruths = lies.flat()
  const schedule = await scheduleOf(api, target, actions.scheduled ?? '', due)
  untruths.push(...schedule.untruths, ...(await stuck(errand)))
  return {
    begun: begun.length,
    kills,
    table: await tableOf(api, target, begun),
    schedule: schedule.counts,
    untruths,
  }
}

function kill(errand: Errand, name: string): boolean {
  const pid = errand.pids()[name]
  try {
    return pid !== undefined && process.kill(pid, 'SIGKILL')
  } catch {
    // It has just died.
    return false
  }
}

const isReady = (errand: Errand): Promise<boolean> =>
  fetch(`${errand.url}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
    ({ status }) => status === 200,
    () => false,
  )

/** @returns their ids, by kind and `scheduled` */
async function makeActions(api: ApiClient, { url }: TargetServer): Promise<Record<string, string>> {
  await api.post('/gurus', { slug: GURU, action_limit: 50 })
  const ids: Record<string, string> = {}
  const make = async (name: string, action: object) => {
    const { id } = await api.post<Action>(`/${GURU}/actions`, { name, trigger: 'Never', ...action })
    ids[name] = id
  }
  const parameters = [{ name: 'ref', type: 'number', description: 'The number of the parcel' }]
  for (const name of NAMES) {
    const { method, python, approval, question } = kindOf(name)
    const code = `import os, time, urllib.request
urllib.request.urlopen(urllib.request.Request('${url}/${name}/' + os.environ['ref'], method='POST', data=b'1')).read()
time.sleep(1)
`
    await make(name, {
      parameters,
      trigger: question ? 'When the user wants a parcel returned' : 'Never',
      requires_approval: approval ?? false,
      ...(python
        ? { type: 'python', python: { code } }
        : { type: 'api_call', api_call: { method, url: `${url}/${name}/{ref}` }, timeout_seconds: 20 }),
    })
  }
  await make('scheduled', {
    type: 'api_call',
    api_call: { method: 'POST', url: `${url}/scheduled` },
    schedule: { enabled: true, cron: '* * * * *' },
  })
  return ids
}

const PATIENCE_MS = 180_000
const READERS = 6

/** As a client with an `Idempotency-Key` does: again and again, until it is told. */
async function persist<T>(
  api: ApiClient,
  method: string,
  path: string,
  body: object,
  key: string,
): Promise<T> {
  return eventually(
    `${method} ${path} to be answered`,
    async () => {
      const answer = await api.request<T>(method, path, body, { 'idempotency-key': key }).catch(() => null)
      return answer !== null && answer.status < 400 ? answer.body : null
    },
    PATIENCE_MS,
  )
}

async function begin(api: ApiClient, run: BegunRun, actions: Record<string, string>): Promise<void> {
  const { kind, ref } = run
  const key = `${kind}-${ref}`
  if (kindOf(kind).question) {
    const question = `please have parcel ${ref} returned`
    const answer = await persist<AnswerRecord>(api, 'POST', `/${GURU}/answer`, { question }, key)
    run.id = answer.actions[0]?.run_id ?? null
    run.session = answer.session_id
    return
  }
  const path = `/${GURU}/actions/${actions[kind]}/trigger`
  run.id = (await persist<Run>(api, 'POST', path, { parameters: { ref } }, key)).id
  if (kindOf(kind).approval) await approve(api, run.id)
}

/** A decision that arrives twice is a 409 the second time. */
async function approve(api: ApiClient, id: string): Promise<void> {
  await eventually(
    'the approval to arrive',
    async () => {
      const answer = await api.request('POST', `/${GURU}/runs/${id}/approve`).catch(() => null)
      if (answer && answer.status < 300) return true
      const run = await api.get<Run>(`/${GURU}/runs/${id}`).catch(() => null)
      return (
        run !== null && run.status !== 'awaiting_approval' && run.steps.some(({ name }) => name === 'approve')
      )
    },
    PATIENCE_MS,
  )
}

const callsOf = (target: TargetServer, { kind, ref }: BegunRun): number =>
  target.calls.filter(({ path }) => path === `/${kind}/${ref}`).length

async function endOf(api: ApiClient, id: string): Promise<Run> {
  let last: unknown = null
  try {
    return await eventually(
      'a run to end',
      async () => {
        const run = await api.get<Run>(`/${GURU}/runs/${id}`).catch((error) => String(error))
        last = run
        return typeof run !== 'string' && run.finished_at !== null && run
      },
      PATIENCE_MS,
    )
  } catch {
    throw new Error(`Run ${id} does not end: ${JSON.stringify(last)}`)
  }
}

async function lieOf(api: ApiClient, target: TargetServer, begun: BegunRun): Promise<string[]> {
  const { kind, ref, id, session } = begun
  const reads = kindOf(kind).method === 'GET'
  if (id === null) return [`${kind} ${ref} was accepted and has no run`]
  const { status, error } = await endOf(api, id)
  // Once it has ended it calls no more.
  const calls = callsOf(target, begun)
  const lies = !reads && calls > 1 ? [`${kind} ${ref} was sent ${calls} times`] : []
  const said = `${kind} ${ref} (${id}) is ${status} ${JSON.stringify(error)} with ${calls} calls`
  if (status === 'succeeded') {
    if (reads ? calls < 1 : calls !== 1) lies.push(said)
  } else if (status === 'failed' && error?.code === 'engine_unavailable') {
    if (calls > 0) lies.push(said)
  } else if (status !== 'interrupted') lies.push(said)
  if (session !== null) {
    const { messages } = await api.get<{ messages: { role: string; content: string }[] }>(
      `/${GURU}/sessions/${session}`,
    )
    if (messages.length !== 2) lies.push(`${said}, and its session has ${messages.length} messages`)
  }
  return lies
}

/** The full minutes since then. */
const dueTimes = (since: number): number => Math.floor(Date.now() / 60_000) - Math.floor(since / 60_000)

interface ScheduleView {
  runs_started: number
  runs_missed: number
  runs_skipped: number
}

/** Each due time has one run, or is counted as missed or skipped; each run has called once at most. */
async function scheduleOf(api: ApiClient, target: TargetServer, id: string, due: number) {
  const untruths: string[] = []
  const { runs_started, runs_missed, runs_skipped } = await api.get<ScheduleView>(
    `/${GURU}/actions/${id}/schedule`,
  )
  const { runs } = await api.get<{ runs: Run[] }>(`/${GURU}/runs?action_id=${id}&limit=100`)
  const ended = await Promise.all(runs.map((run) => endOf(api, run.id)))
  const times = new Set(ended.map(({ scheduled_for }) => scheduled_for))
  if (times.size !== ended.length) untruths.push('a due time has two runs')
  const calls = target.calls.filter(({ path }) => path === '/scheduled').length
  const succeeded = ended.filter(({ status }) => status === 'succeeded').length
  if (calls > ended.length || calls < succeeded)
    untruths.push(`${ended.length} scheduled runs, ${succeeded} succeeded, made ${calls} calls`)
  const accounted = runs_started + runs_missed + runs_skipped
  // Temporal counts a moment later.
  if (Math.abs(accounted - due) > 1) untruths.push(`${due} times were due, ${accounted} are accounted for`)
  return { counts: { due, started: runs_started, missed: runs_missed, skipped: runs_skipped }, untruths }
}

/** Workflows that still run although every run has ended. */
async function stuck({ temporalAddress }: Errand): Promise<string[]> {
  const connection = await Connection.connect({ address: temporalAddress })
  try {
    const { workflow } = new Client({ connection })
    const open = async () => {
      const ids: string[] = []
      // A schedule may just have begun one.
      for await (const { workflowId, startTime } of workflow.list({ query: "ExecutionStatus = 'Running'" }))
        if (Date.now() - startTime.getTime() > 30_000) ids.push(workflowId)
      return ids
    }
    await eventually('no workflow to run', async () => (await open()).length === 0, 60_000).catch(() => {})
    return (await open()).map((id) => `${id} still runs`)
  } finally {
    await connection.close()
  }
}

async function tableOf(
  api: ApiClient,
  target: TargetServer,
  begun: BegunRun[],
): Promise<StormReport['table']> {
  const table: StormReport['table'] = {}
  for (const run of begun) {
    const row = table[run.kind] ?? { runs: 0, calls: 0 }
    table[run.kind] = row
    const { status, error } = run.id === null ? { status: 'none', error: null } : await endOf(api, run.id)
    const column = status === 'failed' ? (error?.code ?? status) : status
    row[column] = (row[column] ?? 0) + 1
    row.runs = (row.runs ?? 0) + 1
    row.calls = (row.calls ?? 0) + callsOf(target, run)
  }
  return table
}
