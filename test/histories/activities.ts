// What the recorded runs' activities do: named by the action, so that a scenario says it in its input.
import { setTimeout as sleep } from 'node:timers/promises'
import { ApplicationFailure, CancelledFailure, Context } from '@temporalio/activity'
import type {
  Activities,
  FilledParameters,
  UnderstoodMatch,
  UnderstoodQuestion,
} from '../../domain/activity-contract.ts'
import { failedExecution } from '../../domain/execution.ts'
import type { OutputReference } from '../../domain/language.ts'
import { type ExecuteResult, FAILURES, type PlannedAction } from '../../domain/workflow-contract.ts'
import { executed, plan } from '../support/workflow-bench.ts'

const attempt = () => Context.current().info.attempt
/** Attempts that a workflow makes itself are new activities: counted here, by run. */
const begun = new Map<string, number>()
const countOf = (): number => {
  const { workflowId } = Context.current().info.workflowExecution ?? {}
  const count = (begun.get(`${workflowId}`) ?? 0) + 1
  begun.set(`${workflowId}`, count)
  return count
}

/** Without a heartbeat, until long after contact is lost for Temporal. */
const silence = () => sleep(30_000, undefined, { signal: Context.current().cancellationSignal })

async function beatUntilCancelled(): Promise<never> {
  const context = Context.current()
  const beat = setInterval(() => context.heartbeat('It waits.'), 300)
  try {
    return await context.cancelled
  } finally {
    clearInterval(beat)
  }
}

const failWith = (type: string, nonRetryable = true): never => {
  throw ApplicationFailure.create({ type, message: 'on purpose', nonRetryable })
}

/** How an action executes, by its name. Any other succeeds. */
const EXECUTIONS: Record<string, () => Promise<ExecuteResult>> = {
  fails: async () => failedExecution('http_error', 'The server answered 500.'),
  raises: async () => failedExecution('python_error', 'ValueError: no (line 1)'),
  'times out': async () => failedExecution('timeout', 'No answer within 5 s.'),
  'loses contact': async () => {
    await silence()
    return executed('too late')
  },
  'loses contact once': async () => {
    if (attempt() === 1) await silence()
    return executed('the second time')
  },
  'cannot begin once': async () => (countOf() === 1 ? failWith(FAILURES.notStarted) : executed('begun')),
  'cannot begin': async () => failWith(FAILURES.notStarted),
  'lacks a key once': async () =>
    countOf() === 1 ? failWith(FAILURES.unreadableHistory) : executed('with the key'),
  'fails with the platform': async () => failWith('Fault', false),
  waits: beatUntilCancelled,
  'waits and warns': async () => {
    try {
      return await beatUntilCancelled()
    } catch (error) {
      if (!(error instanceof CancelledFailure)) throw error
      throw new CancelledFailure('It was cancelled.', ['One file could not be kept.'])
    }
  },
  'leaves files': async () => ({
    ...executed('with files'),
    artifacts: [{ name: 'a.png', content_type: 'image/png', size_bytes: 3 }],
    warnings: ['No room for b.png.'],
    network: [],
    response: null,
  }),
}

const match = (changes: Partial<PlannedAction>, rest: Partial<UnderstoodMatch> = {}): UnderstoodMatch => ({
  plan: plan(changes),
  score: 0.9,
  parameters: { ref: 'r1' },
  missing: [],
  ...rest,
})
const POST = { effect: 'side_effect' } as const
const PYTHON = { type: 'python', effect: 'side_effect' } as const
/** Its one parameter is to come from an output. */
const taking = (source: OutputReference['source'], what = 'its id'): Partial<UnderstoodMatch> => ({
  parameters: {},
  from_outputs: [{ parameter: 'ref', source, what }],
})
const missing = [{ name: 'ref', description: 'Which one' }]

/** What a question is understood as, by its text. */
const QUESTIONS: Record<string, UnderstoodMatch[]> = {
  nothing: [],
  one: [match({ name: 'works' })],
  'words come slowly': [match({ name: 'works' })],
  'one post': [match({ name: 'posts', ...POST })],
  'one python': [match({ name: 'leaves files', ...PYTHON })],
  'model fails later': [match({ name: 'works' })],
  failing: [match({ name: 'fails' })],
  several: [
    match({ id: 'a1', name: 'works' }),
    match({ id: 'a2', name: 'posts', ...POST }),
    match({ id: 'a3', name: 'fails', ...PYTHON }),
  ],
  'one is missing': [match({ name: 'works' }, { parameters: {}, missing })],
  'some are missing': [
    match({ id: 'a1', name: 'asks' }, { parameters: {}, missing }),
    match({ id: 'a2', name: 'works' }),
    match({ id: 'a3', name: 'posts', ...POST }),
  ],
  approval: [match({ name: 'posts', ...POST, requires_approval: true })],
  'brief approval': [match({ name: 'posts', ...POST, requires_approval: true, approval_timeout_seconds: 1 })],
  'approval of two': [
    match({ id: 'a1', name: 'posts', ...POST, requires_approval: true }),
    match({ id: 'a2', name: 'posts too', ...POST, requires_approval: true }),
  ],
  waiting: [match({ name: 'waits', ...POST, timeout_seconds: 60 })],
  'waiting child': [
    match({ id: 'a1', name: 'works' }),
    match({ id: 'a2', name: 'waits', ...POST, timeout_seconds: 60 }),
  ],
  interrupted: [match({ name: 'loses contact', ...POST })],
  chain: [
    match({ id: 'a1', name: 'works' }),
    match({ id: 'a2', name: 'works too' }, taking(0)),
    match({ id: 'a3', name: 'works as well' }, taking(1)),
  ],
  'chain to a post': [
    match({ id: 'a1', name: 'works' }),
    match({ id: 'a2', name: 'posts', ...POST }, taking(0)),
  ],
  'chain without a value': [
    match({ id: 'a1', name: 'works' }),
    match({ id: 'a2', name: 'works too' }, taking(0, 'nothing')),
  ],
  'chain from a failure': [
    match({ id: 'a1', name: 'fails' }),
    match({ id: 'a2', name: 'works too' }, taking(0)),
  ],
  'chain without a model': [
    match({ id: 'a1', name: 'works' }),
    match({ id: 'a2', name: 'works too' }, taking(0, 'no model')),
  ],
  'from earlier answers': [match({ name: 'works' }, taking('earlier_answers'))],
}

function understood(question: string): UnderstoodQuestion {
  const matches = QUESTIONS[question]
  if (!matches) throw ApplicationFailure.nonRetryable(`No recorded run asks '${question}'.`)
  const nearest = matches.length === 0 ? ['Nearest one'] : []
  const step = {
    name: 'detect',
    started_at: new Date(0).toISOString(),
    duration_ms: 1,
    status: 'succeeded',
  } as const
  return { matches, nearest, content: null, steps: [step] }
}

const execute = async ({ plan: { name } }: { plan: PlannedAction }): Promise<ExecuteResult> =>
  (await EXECUTIONS[name]?.()) ?? executed(`ran ${name}`)

export const recordedActivities: Activities = {
  understandQuestion: async ({ question }) => {
    if (question === 'model fails') return failWith(FAILURES.modelFailed)
    if (question === 'slow') {
      await silence()
      return understood('one')
    }
    if (question === 'private')
      return { ...understood('one'), pii: [{ tokens: ['[email-1]'], sealed: 'c2VhbGVk' }] }
    return understood(question)
  },
  fillParameters: async ({ open }): Promise<FilledParameters> => {
    const wants = (what: string): boolean => open.some((one) => one.what === what)
    if (wants('no model')) return failWith(FAILURES.modelFailed)
    const missing = open.map(({ parameter }) => ({ name: parameter, description: '' }))
    if (wants('nothing')) return { parameters: {}, missing, steps: [] }
    return { parameters: { ref: 'found' }, missing: [], steps: [] }
  },
  callApi: execute,
  runPython: execute,
  interpretResult: async ({ run, question }) => {
    if (question === 'words come slowly') await sleep(2_000)
    if (question === 'model fails later') return { answer: 'x', model_problem: 'No model.', steps: [] }
    return { answer: `It says: ${run.output ?? run.error?.message}`, model_problem: null, steps: [] }
  },
  checkCode: async (code) => (code === 'bad' ? [{ line: 1, column: 1, message: 'It is bad.' }] : []),
  recordAnswer: async () => {},
  deliverRun: async ({ delivery }) => {
    if (delivery.url.includes('gone.')) return failWith('refused')
    if (delivery.url.includes('back.') && attempt() === 1) return failWith('refused', false)
  },
}
