import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MockActivityEnvironment } from '@temporalio/testing'
import type { ExecutionContext } from 'ava'
import { type Logger, pino } from 'pino'
import { createActivities } from '../../activities/index.ts'
import { type ActionInput, actionInputSchema } from '../../domain/action.ts'
import type { Activities } from '../../domain/activity-contract.ts'
import type { PiiInput } from '../../domain/pii/settings.ts'
import { type ExecuteResult, planOf } from '../../domain/workflow-contract.ts'
import { type Dial, dialTcp } from '../../egress/dial.ts'
import { createEgressPolicy, type EgressPolicy, type EgressPolicyOptions } from '../../egress/policy.ts'
import { createBuiltinEngine } from '../../language/builtin/engine.ts'
import type { Sandbox } from '../../sandbox/sandbox.ts'
import { createCatalogue } from '../../storage/catalogue.ts'
import type { Storage } from '../../storage/connection.ts'
import { createGuru } from '../../storage/gurus.ts'
import { ensureKeyPair } from '../../storage/key-pair.ts'
import { createOpener, createSealer } from '../../storage/secret-box.ts'
import { putSecret } from '../../storage/secrets.ts'
import { openTestStorage } from './test-storage.ts'

export interface ActivityBench {
  /** Puts a secret into the guru, masked unless told otherwise. */
  secret(name: string, value: string, allowedHosts?: string[], mask?: boolean): Promise<void>
  /** Executes an unsaved action, an API Call unless it says otherwise, as its activity does. */
  call(action: Record<string, unknown>, options?: CallOptions): Promise<ExecuteResult>
  activities: Activities
  storage: Storage
}

export interface CallOptions {
  parameters?: Record<string, string | number | boolean>
  workflowId?: string
  /** What the tokens in the parameters stand for, as the API seals it. */
  personal?: Record<string, string>
  environment?: MockActivityEnvironment
}

let runs = 0

/** Even with the policy broken, no packet of a test leaves the machine. */
const dialLoopback: Dial = (target, ...rest) => {
  if (!target.address.startsWith('127.')) throw new Error(`A test was about to connect to ${target.address}.`)
  return dialTcp(target, ...rest)
}

export interface BenchOptions extends Partial<EgressPolicyOptions> {
  /** Where the activities log; nowhere by default. */
  log?: Logger
  /** For Python; without it there is no container engine. */
  sandbox?: Sandbox
  /** In the place of the product's. */
  policy?: EgressPolicy
  /** How the guru treats personal data. */
  pii?: PiiInput
}

/** The real activities on a real database, with an egress policy that allows `allow`. */
export async function startActivityBench(
  t: Pick<ExecutionContext, 'teardown'>,
  allowed: string[] | BenchOptions,
): Promise<ActivityBench> {
  const {
    sandbox = null,
    policy,
    pii,
    log = pino({ level: 'silent' }),
    ...egress
  } = Array.isArray(allowed) ? { allow: allowed } : allowed
  const folder = await mkdtemp(join(tmpdir(), 'errand-activities-'))
  t.teardown(() => rm(folder, { recursive: true }))
  await ensureKeyPair(folder)
  const storage = await openTestStorage(t)
  await createGuru(storage, { slug: 'acme', description: '', instructions: '', pii }, 10)
  const sealer = await createSealer(folder)
  const activities = createActivities({
    storage,
    catalogue: createCatalogue(storage),
    opener: await createOpener(folder),
    language: createBuiltinEngine(),
    egress: policy ?? createEgressPolicy({ allow: [], dial: dialLoopback, ...egress }),
    sandbox: () => sandbox,
    log,
  })
  return {
    activities,
    storage,
    async secret(name, value, allowed_hosts = [], mask = true) {
      await putSecret(storage, sealer, 'acme', name, { value, mask, allowed_hosts }, 'test')
    },
    async call(action, { parameters = {}, workflowId = `run-${runs++}`, environment, personal } = {}) {
      const draft: ActionInput = actionInputSchema.parse({
        name: 'Call',
        trigger: 'x',
        type: 'api_call',
        ...action,
      })
      const plan = planOf(draft, { id: null, version: null })
      const context =
        environment ?? new MockActivityEnvironment({ workflowExecution: { workflowId, runId: 'r' } })
      const perform = plan.type === 'python' ? activities.runPython : activities.callApi
      const box = personal && {
        tokens: Object.keys(personal),
        sealed: sealer.seal(JSON.stringify(personal)),
      }
      const input = { guru: 'acme', plan, draft, parameters, ...(box && { pii: [box] }) }
      return (await context.run(perform, input)) as ExecuteResult
    },
  }
}
