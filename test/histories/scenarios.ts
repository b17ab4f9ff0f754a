// Every kind of run there is, each as the start of a workflow and what happens to it: what `record.ts` plays.
import type { WorkflowHandle } from '@temporalio/client'
import { actionInputSchema } from '../../domain/action.ts'
import type { RunRecord } from '../../domain/run.ts'
import type { Delivery } from '../../domain/schedule.ts'
import {
  ANSWER_WORKFLOW,
  type AnswerInput,
  CHECK_WORKFLOW,
  DELIVERY_WORKFLOW,
  INVOKE_WORKFLOW,
  type InvokeInput,
  MATCH_WORKFLOW,
  type PlannedAction,
} from '../../domain/workflow-contract.ts'
import { profileAction } from '../support/actions.ts'
import { eventually } from '../support/eventually.ts'
import { finishedRun } from '../support/finished-run.ts'
import { invocation, plan } from '../support/workflow-bench.ts'

export interface Scenario {
  /** The name of its file. */
  name: string
  type: string
  input: unknown
  /** Started by a schedule, this many times: the last run is recorded. */
  scheduled?: number
  /** Where there is no worker with a sandbox. */
  withoutSandbox?: boolean
  /** What somebody does while it runs. */
  meanwhile?: (handle: WorkflowHandle, child: (position: number) => WorkflowHandle) => Promise<unknown>
  /** Recorded once `meanwhile` is done, although it has not ended. */
  underWay?: boolean
  /** Positions of the children to record as well. */
  children?: number[]
}

const POST = { effect: 'side_effect' } as const
const PYTHON = { type: 'python', effect: 'side_effect' } as const
/** Long enough for Temporal to see that contact is lost, which takes 12 s. */
const PATIENT = { timeout_seconds: 60 }

const invoke = (
  name: string,
  changes: Partial<PlannedAction>,
  more: Partial<Scenario> & { input?: Partial<InvokeInput> } = {},
): Scenario => ({
  ...more,
  name: `invoke-${name}`,
  type: INVOKE_WORKFLOW,
  input: invocation({ ...more.input, plan: plan(changes) }),
})

const ask = (
  name: string,
  question: string,
  more: Omit<Partial<Scenario>, 'input'> & { input?: Partial<AnswerInput> } = {},
): Scenario => ({
  ...more,
  name: `answer-${name}`,
  type: ANSWER_WORKFLOW,
  input: {
    guru: 'acme',
    session_id: 's1',
    question,
    user: { email: 'jo@example.com' },
    local_language: true,
    ...more.input,
  },
})
const withModel = { input: { local_language: false } }

const awaitsApproval = (handle: WorkflowHandle) =>
  eventually('it to await approval', async () => {
    const run = await handle.query<RunRecord | null>('run')
    return run?.status === 'awaiting_approval'
  })
const executes = (handle: WorkflowHandle) =>
  eventually('its execution to begin', async () => {
    const { raw } = await handle.describe()
    return raw.pendingActivities?.some(({ state }) => state === 2)
  })
const words = (handle: WorkflowHandle) =>
  eventually('the wording to begin', async () => {
    const { raw } = await handle.describe()
    return raw.pendingActivities?.some(({ activityType }) => activityType?.name === 'interpretResult')
  })
const pauses = (handle: WorkflowHandle) =>
  eventually('it to pause', async () => {
    const { events } = await handle.fetchHistory()
    return events?.some(({ timerStartedEventAttributes }) => timerStartedEventAttributes)
  })
const isThere = (handle: WorkflowHandle) =>
  eventually('it to be there', () =>
    handle.describe().then(
      () => true,
      () => false,
    ),
  )
const decide = (approved: boolean, comment?: string) => async (handle: WorkflowHandle) => {
  await awaitsApproval(handle)
  await handle.signal('approval', {
    approved,
    by: 'jo',
    at: new Date(0).toISOString(),
    ...(comment && { comment }),
  })
}
const cancelRun = (handle: WorkflowHandle) => handle.signal('cancelRun')

const INVOCATIONS: Scenario[] = [
  invoke('get', { name: 'works' }),
  invoke('get-fails', { name: 'fails' }),
  invoke('get-times-out', { name: 'times out' }),
  invoke('get-fault-of-the-platform', { name: 'fails with the platform' }),
  invoke('get-contact-lost-once', { name: 'loses contact once', ...PATIENT }),
  invoke('get-not-started-once', { name: 'cannot begin once' }),
  invoke('post', { name: 'posts', ...POST }),
  invoke('post-fails', { name: 'fails', ...POST }),
  invoke('post-interrupted', { name: 'loses contact', ...POST, ...PATIENT }),
  invoke('post-fault-of-the-platform', { name: 'fails with the platform', ...POST }),
  invoke('post-not-started-once', { name: 'cannot begin once', ...POST }),
  invoke('post-key-missing-once', { name: 'lacks a key once', ...POST }),
  invoke('python', { name: 'prints', ...PYTHON }),
  invoke('python-leaves-files', { name: 'leaves files', ...PYTHON }),
  invoke('python-raises', { name: 'raises', ...PYTHON }),
  invoke('python-times-out', { name: 'times out', ...PYTHON }),
  invoke('python-interrupted', { name: 'loses contact', ...PYTHON, ...PATIENT }),
  invoke('python-not-started-once', { name: 'cannot begin once', ...PYTHON }),
  invoke('python-no-sandbox', { name: 'prints', ...PYTHON }, { withoutSandbox: true }),
  invoke('scheduled', { name: 'posts', ...POST }, { scheduled: 1, input: { trigger: 'schedule' } }),
  invoke('by-mcp', { name: 'posts', ...POST }, { input: { trigger: 'mcp' } }),
  invoke(
    'draft',
    { id: null, version: null, name: 'posts', ...POST },
    { input: { trigger: 'test', draft: actionInputSchema.parse(profileAction('http://api.example')) } },
  ),
  invoke(
    'private',
    { name: 'posts', ...POST },
    { input: { pii: [{ tokens: ['[email-1]'], sealed: 'c2U=' }] } },
  ),
  invoke('with-question', { name: 'posts', ...POST }, { input: { trigger: 'question', question: 'one' } }),
  invoke(
    'with-question-and-model',
    { name: 'works' },
    { input: { trigger: 'question', question: 'one', local_language: false } },
  ),
  invoke('approved', { name: 'posts', ...POST, requires_approval: true }, { meanwhile: decide(true) }),
  invoke('rejected', { name: 'posts', ...POST, requires_approval: true }, { meanwhile: decide(false) }),
]

const CANCELLED: Scenario[] = [
  invoke(
    'get-cancelled',
    { name: 'waits', ...PATIENT },
    { meanwhile: async (run) => executes(run).then(() => cancelRun(run)) },
  ),
  invoke(
    'python-cancelled',
    { name: 'waits and warns', ...PYTHON, ...PATIENT },
    { meanwhile: async (run) => executes(run).then(() => cancelRun(run)) },
  ),
  invoke(
    'cancelled-awaiting-approval',
    { name: 'posts', ...POST, requires_approval: true },
    { meanwhile: async (run) => awaitsApproval(run).then(() => cancelRun(run)) },
  ),
  invoke(
    'cancelled-in-a-pause',
    { name: 'cannot begin', ...POST },
    { meanwhile: async (run) => pauses(run).then(() => cancelRun(run)) },
  ),
  invoke(
    'workflow-cancelled',
    { name: 'waits', ...POST, ...PATIENT },
    { meanwhile: async (run) => executes(run).then(() => run.cancel()) },
  ),
  invoke(
    'workflow-cancelled-awaiting-approval',
    { name: 'posts', ...POST, requires_approval: true },
    { meanwhile: async (run) => awaitsApproval(run).then(() => run.cancel()) },
  ),
  invoke(
    'workflow-terminated',
    { name: 'waits', ...POST, ...PATIENT },
    { meanwhile: async (run) => executes(run).then(() => run.terminate('by hand')) },
  ),
]

const QUESTIONS: Scenario[] = [
  ask('no-match', 'nothing'),
  ask('no-match-with-model', 'nothing', withModel),
  ask('one', 'one'),
  ask('one-with-model', 'one', withModel),
  ask('one-post', 'one post'),
  ask('one-python', 'one python'),
  ask('failing', 'failing'),
  ask('interrupted', 'interrupted'),
  ask('private', 'private'),
  ask('private-with-model', 'private', withModel),
  ask('several', 'several', { children: [2, 3] }),
  ask('several-with-model', 'several', { ...withModel, children: [2, 3] }),
  ask('needs-parameters', 'one is missing'),
  ask('some-need-parameters', 'some are missing', { children: [2] }),
  ask('model-fails', 'model fails', withModel),
  ask('model-fails-later', 'model fails later', withModel),
  ask('model-slow', 'slow', withModel),
  ask('streamed', 'words come slowly', {
    input: { local_language: false, stream: true },
    meanwhile: async (run) => {
      await words(run)
      for (const [index, text] of [
        [0, 'It '],
        [3, 'says: '],
      ])
        await run.signal('delta', { attempt: 1, index, text })
    },
  }),
  ask('chain', 'chain', { ...withModel, children: [2, 3] }),
  ask('chain-to-a-post', 'chain to a post', {
    ...withModel,
    meanwhile: (_, child) => isThere(child(2)).then(() => decide(true)(child(2))),
    children: [2],
  }),
  ask('chain-without-a-value', 'chain without a value', withModel),
  ask('chain-from-a-failure', 'chain from a failure', withModel),
  ask('chain-without-a-model', 'chain without a model', withModel),
  ask('from-earlier-answers', 'from earlier answers', withModel),
  ask('approved', 'approval', { meanwhile: decide(true) }),
  ask('rejected', 'approval', { meanwhile: decide(false) }),
  ask('run-cancelled', 'waiting', { meanwhile: async (run) => executes(run).then(() => cancelRun(run)) }),
  ask('cancelled', 'waiting', { meanwhile: async (run) => executes(run).then(() => run.cancel()) }),
  ask('child-cancelled', 'waiting child', {
    meanwhile: (_, child) =>
      isThere(child(2))
        .then(() => executes(child(2)))
        .then(() => cancelRun(child(2))),
    children: [2],
  }),
  ask('child-ended-by-hand', 'waiting child', {
    meanwhile: (_, child) =>
      isThere(child(2))
        .then(() => executes(child(2)))
        .then(() => child(2).terminate('by hand')),
  }),
  ask('child-cancelled-by-hand', 'waiting child', {
    meanwhile: (_, child) =>
      isThere(child(2))
        .then(() => executes(child(2)))
        .then(() => child(2).cancel()),
    children: [2],
  }),
]

const OTHERS: Scenario[] = [
  {
    name: 'match',
    type: MATCH_WORKFLOW,
    input: { guru: 'acme', session_id: null, question: 'several', user: {}, local_language: true },
  },
  {
    name: 'match-with-model',
    type: MATCH_WORKFLOW,
    input: {
      guru: 'acme',
      session_id: 's1',
      question: 'one is missing',
      user: {},
      local_language: false,
      tokens: ['[email-1]'],
    },
  },
  { name: 'check-code', type: CHECK_WORKFLOW, input: 'print(1)' },
  { name: 'check-code-bad', type: CHECK_WORKFLOW, input: 'bad' },
]

const UNDER_WAY: Scenario[] = [
  invoke(
    'awaiting-approval',
    { name: 'posts', ...POST, requires_approval: true },
    { meanwhile: awaitsApproval, underWay: true },
  ),
  invoke(
    'approved-executing',
    { name: 'waits', ...POST, ...PATIENT, requires_approval: true },
    { meanwhile: async (run) => decide(true)(run).then(() => executes(run)), underWay: true },
  ),
  invoke('get-executing', { name: 'waits', ...PATIENT }, { meanwhile: executes, underWay: true }),
  invoke('post-executing', { name: 'waits', ...POST, ...PATIENT }, { meanwhile: executes, underWay: true }),
  invoke(
    'python-executing',
    { name: 'waits', ...PYTHON, ...PATIENT },
    { meanwhile: executes, underWay: true },
  ),
  invoke('pausing', { name: 'cannot begin', ...POST }, { meanwhile: pauses, underWay: true }),
  ask('awaiting-approval', 'approval', { meanwhile: awaitsApproval, underWay: true }),
  ask('children-awaiting-approval', 'approval of two', {
    meanwhile: (run, child) =>
      awaitsApproval(run)
        .then(() => isThere(child(2)))
        .then(() => awaitsApproval(child(2))),
    underWay: true,
    children: [2],
  }),
  ask('executing', 'waiting', { meanwhile: executes, underWay: true }),
  ask('child-executing', 'waiting child', {
    meanwhile: (_, child) => isThere(child(2)).then(() => executes(child(2))),
    underWay: true,
    children: [2],
  }),
  ask('understanding', 'slow', { ...withModel, meanwhile: executes, underWay: true }),
]

const delivered = (
  name: string,
  when: Delivery['when'],
  scheduled: number,
  changes: Partial<PlannedAction> = {},
) =>
  invoke(
    `delivered-${name}`,
    { name: 'works', ...changes },
    {
      scheduled,
      input: {
        trigger: 'schedule',
        delivery: { url: 'https://hooks.example/{HOOK}', secret: 'HOOK_KEY', when },
      },
    },
  )
const deliver = (name: string, url: string): Scenario => ({
  name: `deliver-${name}`,
  type: DELIVERY_WORKFLOW,
  input: { guru: 'acme', delivery: { url, secret: 'HOOK_KEY' }, run: finishedRun() },
})
const BRIEF = { ...POST, requires_approval: true, approval_timeout_seconds: 1 }

const SINCE_SCHEDULES: Scenario[] = [
  delivered('always', 'always', 1),
  delivered('on-failure', 'failure', 1, { name: 'fails' }),
  delivered('on-failure-not-due', 'failure', 1),
  delivered('on-change-first', 'change', 1),
  delivered('on-change-not-due', 'change', 2),
  {
    ...delivered('cancelled', 'always', 1, { name: 'waits', ...POST, ...PATIENT }),
    meanwhile: async (run) => executes(run).then(() => run.cancel()),
  },
  invoke(
    'rejected-with-comment',
    { name: 'posts', ...BRIEF, approval_timeout_seconds: 86_400 },
    { meanwhile: decide(false, 'Not today.') },
  ),
  invoke('rerun', { name: 'posts', ...POST }, { input: { rerun_of: 'acme.invoke-post' } }),
  invoke('approval-expired', { name: 'posts', ...BRIEF }),
  ask('approval-expired', 'brief approval'),
  deliver('taken', 'https://hooks.example/a'),
  deliver('refused', 'https://gone.example/a'),
  deliver('taken-the-second-time', 'https://back.example/a'),
]

export const SCENARIOS = [
  ...SINCE_SCHEDULES,
  ...INVOCATIONS,
  ...CANCELLED,
  ...QUESTIONS,
  ...OTHERS,
  ...UNDER_WAY,
]
