// Runs whose side effect is counted: each calls a server of the test once, with an id of its own. Whatever dies
// meanwhile, the status that a run ends with must agree with what the server has seen.
import { Client, Connection } from '@temporalio/client'
import type { Run, RunRecord, RunStatus } from '../../domain/run.ts'
import type { ApiClient } from './api-client.ts'
import type { Errand } from './errand.ts'
import { eventually } from './eventually.ts'
import { startTarget, type TargetServer } from './target-server.ts'

/** What the code does after, or around, its call; and the error code of one that was let finish. */
const KINDS = {
  fast: { code: 'call()\nprint("done")', error: null },
  slow: { code: 'call()\ntime.sleep(3)\nprint("done")', error: null },
  late: { code: 'time.sleep(3)\ncall()', error: null },
  prints: { code: 'call()\nfor n in range(2_000): print("line", n, "x" * 40)', error: null },
  leavesFiles: {
    code: 'open("/tmp/out/before.txt", "w").write("b")\ncall()\nopen("/tmp/out/after.txt", "w").write("a" * 50_000)',
    error: null,
  },
  long: { code: 'call()\ntime.sleep(5)\nprint("done")', error: null },
  endless: { code: 'call()\ntime.sleep(19)', error: null },
  raises: { code: 'call()\nraise ValueError("as it should")', error: 'python_error' },
  eatsMemory: {
    code: 'call()\nheap = []\nwhile True: heap.append(bytearray(20_000_000))',
    error: 'out_of_memory',
  },
} as const
export type Kind = keyof typeof KINDS
const all = Object.keys(KINDS) as Kind[]
/** Those that end by themselves within some seconds. */
export const kinds = all.filter((kind) => !['long', 'endless'].includes(kind))

const codeOf = (kind: Kind, url: string): string => `import os, time, urllib.request
def call():
    address = '${url}/' + os.environ['ref']
    urllib.request.urlopen(urllib.request.Request(address, method='POST', data=b'1')).read()
${KINDS[kind].code}
`

export interface CountedRun {
  id: string
  kind: Kind
  ref: string
}

export interface CountedRuns {
  target: TargetServer
  /** Begins a run and answers when the API has taken it. */
  begin(kind: Kind): Promise<CountedRun>
  /** Resolves when it has ended; throws where it does not within `timeoutMs`. */
  ended(run: CountedRun, timeoutMs?: number): Promise<Run>
  /** How often the server has seen this run. */
  callsOf(run: CountedRun): number
  /** Resolves when the server has seen this run. */
  called(run: CountedRun): Promise<unknown>
  /** Every begun run, against the server's count and Temporal's record: what does not agree, in words. */
  untruths(): Promise<string[]>
  /** How many of all begun runs have each status, or error code where they failed. */
  tally(): Promise<Record<string, number>>
  close(): Promise<void>
}

const GURU = 'counted'

/** Actions of each kind in a guru of their own. `target` must be allowed by ERRAND_EGRESS_ALLOW. */
export async function countRuns(
  { temporalAddress }: Pick<Errand, 'temporalAddress'>,
  api: ApiClient,
  target: TargetServer,
): Promise<CountedRuns> {
  const actions = new Map<Kind, string>()
  await api.post('/gurus', { slug: GURU, action_limit: all.length + 1 })
  for (const kind of all) {
    const { id } = await api.post<{ id: string }>(`/${GURU}/actions`, {
      name: kind,
      trigger: 'When asked',
      type: 'python',
      parameters: [{ name: 'ref', type: 'string', description: 'What the server counts' }],
      python: { code: codeOf(kind, target.url) },
      timeout_seconds: 20,
    })
    actions.set(kind, id)
  }
  const begun: CountedRun[] = []
  const callsOf = ({ ref }: CountedRun) => target.calls.filter(({ path }) => path === `/${ref}`).length
  const read = ({ id }: CountedRun) => api.get<Run>(`/${GURU}/runs/${id}`)
  const connection = await Connection.connect({ address: temporalAddress })
  const temporal = new Client({ connection })

  return {
    target,
    async begin(kind) {
      const ref = `${kind}-${crypto.randomUUID()}`
      const run = await api.post<Run>(`/${GURU}/actions/${actions.get(kind)}/trigger`, {
        parameters: { ref },
      })
      const counted = { id: run.id, kind, ref }
      begun.push(counted)
      return counted
    },
    ended: (run, timeoutMs = 150_000) =>
      eventually(
        `run ${run.id} to end`,
        async () => {
          const seen = await read(run)
          return seen.finished_at !== null && seen
        },
        timeoutMs,
      ),
    callsOf,
    called: (run) => eventually(`${run.ref} to call`, async () => callsOf(run) > 0),
    async untruths() {
      const found = await Promise.all(
        begun.map(async (run) => {
          const seen = await read(run)
          const lies = [...lieOf(run, seen, callsOf(run)), ...(await disagreements(temporal, seen))]
          return lies.map((lie) => `${run.id} (${run.kind}): ${lie}; ${JSON.stringify(seen.error)}`)
        }),
      )
      const refs = new Set(begun.map(({ ref }) => `/${ref}`))
      const strangers = target.calls
        .filter(({ path }) => !refs.has(path))
        .map(({ path }) => `a call of ${path}`)
      return [...found.flat(), ...strangers]
    },
    async tally() {
      const counts: Record<string, number> = {}
      for (const { status, error } of await Promise.all(begun.map(read))) {
        const key = status === 'failed' ? (error?.code ?? status) : status
        counts[key] = (counts[key] ?? 0) + 1
      }
      return counts
    },
    close: () => connection.close(),
  }
}

/** What a status says of the calls that were made. */
function lieOf({ kind }: CountedRun, { status, error, artifacts, output }: Run, calls: number): string[] {
  const said = `${status} with ${calls} calls`
  if (status === 'interrupted') return calls <= 1 ? [] : [said]
  if (error?.code === 'engine_unavailable') return status === 'failed' && calls === 0 ? [] : [said]
  const expected: RunStatus = KINDS[kind].error ? 'failed' : 'succeeded'
  if (status !== expected || (error?.code ?? null) !== KINDS[kind].error || calls !== 1) return [said]
  if (kind === 'leavesFiles' && artifacts.map(({ name }) => name).join() !== 'after.txt,before.txt')
    return [`artifacts ${JSON.stringify(artifacts)}`]
  if (kind === 'prints' && !output?.endsWith(`line 1999 ${'x'.repeat(40)}\n`)) return ['its output is cut']
  return []
}

/** The workflow's own record: completed once, with that result, its Python begun once at most. */
async function disagreements(temporal: Client, run: Run): Promise<string[]> {
  const handle = temporal.workflow.getHandle(run.workflow_id)
  const [{ status, searchAttributes }, { events }] = await Promise.all([
    handle.describe(),
    handle.fetchHistory(),
  ])
  if (status.name !== 'COMPLETED') return [`its workflow is ${status.name}`]
  const result = (await handle.result()) as RunRecord
  const found: string[] = []
  if (result.status !== run.status || JSON.stringify(result.error) !== JSON.stringify(run.error))
    found.push(`Temporal says ${result.status} ${JSON.stringify(result.error)}, the API ${run.status}`)
  const outcome = searchAttributes.ErrandOutcome?.[0]
  if (outcome !== run.status)
    found.push(`its outcome attribute is ${String(outcome)}, its status ${run.status}`)
  const started = (events ?? []).filter(
    ({ activityTaskStartedEventAttributes }) => activityTaskStartedEventAttributes,
  )
  if (
    started.length > 1 ||
    started.some((event) => (event.activityTaskStartedEventAttributes?.attempt ?? 1) > 1)
  )
    found.push(`its Python was begun ${started.length} times`)
  return found
}

/** Counts calls, each with a short answer. */
export const startCounter = (): Promise<TargetServer> =>
  startTarget((_call, response) => void response.end('ok'))
