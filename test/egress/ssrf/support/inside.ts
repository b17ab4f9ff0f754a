// Runs inside the namespace: the servers, the name server, and Errand's own code, which gets one job at a time.
import { MockActivityEnvironment } from '@temporalio/testing'
import { ZodError } from 'zod'
import { createEgressPolicy, type EgressPolicy } from '../../../../egress/policy.ts'
import type { ForwardProxy } from '../../../../egress/proxy.ts'
import { createGate } from '../../../../sandbox/gate/gate.ts'
import { startActivityBench } from '../../../support/activity-bench.ts'
import { type Case, type Outcome, placesOf, type Unguarded } from './case.ts'
import { startCountingServer } from './counting-server.ts'
import { askGate } from './gate-client.ts'
import { assertNoWayOut, connectionAttempts } from './kernel.ts'
import { startNameServer } from './name-server.ts'
import { callPlainly, checkThenConnect, resolveAndConnect } from './unguarded.ts'
import { PROXY } from './zone.ts'

export interface Job {
  through: 'call' | 'gate'
  what: Case
  /** Null: the product as it is. */
  unguarded: Unguarded | null
}

const NEVER = new Promise<never>(() => {})

type Ended = Pick<Outcome, 'code' | 'message'>

assertNoWayOut(process.env.SSRF_OUTSIDE)
const seen = await startCountingServer(() => notice())
const names = await startNameServer()
const dialled: string[] = []
let notice = () => {}
let policy: EgressPolicy = createEgressPolicy({ allow: [] })
const egress: EgressPolicy = { connect: (...request) => policy.connect(...request) }
// The process ends with its test, and everything with it.
const bench = await startActivityBench({ teardown: () => {} }, { policy: egress })
const gate = createGate(egress)

async function perform({ through, what, unguarded }: Job): Promise<Outcome> {
  names.reset()
  for (const list of [seen.connections, seen.requests, dialled]) list.length = 0
  policy = policyOf(what, unguarded)
  const arrived = unguarded ? whenArrived(what.leadsTo) : NEVER
  const before = connectionAttempts()
  let ended: Ended = { code: null, message: null }
  for (let count = 0; count < (what.times ?? 1); count++)
    ended = await once({ through, what, unguarded }, arrived)
  const attempts = connectionAttempts() - before
  return { ...ended, attempts, dialled: [...dialled], ...(await allSeen(attempts)) }
}

function policyOf({ allow = [], proxy }: Case, unguarded: Unguarded | null): EgressPolicy {
  if (unguarded === null) return createEgressPolicy({ allow, proxy: proxy && proxyThat(proxy) })
  return unguarded === 'checks-then-connects' ? checkThenConnect(allow, note) : resolveAndConnect(note)
}

const proxyThat = (does: NonNullable<Case['proxy']>): ForwardProxy => ({
  for: () => new URL(PROXY),
  resolves: does === 'gets-names',
})

function note(place: string): void {
  dialled.push(place)
  notice()
}

const once = ({ through, what, unguarded }: Job, arrived: Promise<void>): Promise<Ended> => {
  if (unguarded === 'plain-client') return plainly(what, arrived)
  return through === 'gate'
    ? askGate(gate, what.url, unguarded ? [] : (what.secretHosts ?? []), arrived)
    : call(what, unguarded !== null, arrived)
}

async function call(
  { url, parameters = {}, headers = {}, secretHosts }: Case,
  isUnguarded: boolean,
  arrived: Promise<void>,
): Promise<Ended> {
  if (secretHosts) await bench.secret('TOKEN', 'tok_0123456789abcdef', isUnguarded ? [] : secretHosts)
  const environment = new MockActivityEnvironment({
    workflowExecution: { workflowId: `ssrf-${calls++}`, runId: 'r' },
  })
  void arrived.then(() => environment.cancel())
  const action = {
    api_call: { url, headers: secretHosts ? { ...headers, 'X-Carries': '{TOKEN}' } : headers },
    parameters: Object.keys(parameters).map((name) => ({ name, type: 'string', description: 'x' })),
    timeout_seconds: 20,
  }
  try {
    const { error } = await bench.call(action, { parameters, environment })
    return { code: error?.code ?? null, message: error?.message ?? null }
  } catch (error) {
    const code = error instanceof ZodError ? 'refused_on_save' : 'thrown'
    return { code, message: String(error) }
  }
}
let calls = 0

/** What a client asks of the gate is read as the URL that it is about. */
const urlOf = ({ url }: Case): string => url.replace(/^GET /, '').replace(/^CONNECT (.*)$/, 'http://$1/')

async function plainly(what: Case, arrived: Promise<void>): Promise<Ended> {
  try {
    await Promise.race([callPlainly(urlOf(what), what.parameters ?? {}, note), arrived])
    return { code: null, message: null }
  } catch (error) {
    return { code: 'thrown', message: String(error) }
  }
}

/** Resolves at a place that gives no answer, so that nothing is tried again: no TLS is spoken here. */
function whenArrived(place: string | null): Promise<void> {
  if (place === null || !/^dialled |:443$/.test(place)) return NEVER
  return new Promise((resolve) => {
    notice = () => {
      if (placesOf({ ...seen, dialled }).includes(place)) resolve()
    }
  })
}

/** What servers have seen: the kernel may know of a connection a moment before the server does. */
async function allSeen(attempts: number): Promise<Pick<Outcome, 'connections' | 'requests'>> {
  for (let turn = 0; turn < 50 && seen.connections.length < attempts; turn++)
    await new Promise((resolve) => setTimeout(resolve, 10))
  return { connections: [...seen.connections], requests: [...seen.requests] }
}

let last: Promise<unknown> = Promise.resolve()
process.on('message', ({ id, job }: { id: number; job: Job }) => {
  last = last.then(async () => process.send?.({ id, outcome: await perform(job) }))
})
process.on('disconnect', () => process.exit())
process.send?.({ ready: true })
