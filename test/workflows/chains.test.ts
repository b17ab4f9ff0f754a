/*
 * Actions of one question that take values from each other's results: what runs when, and what has to be approved
 * first. The real workflows on a real Temporal server; each test replays the history that it made.
 */
import { ApplicationFailure } from '@temporalio/activity'
import anyTest, { type ExecutionContext, type TestFn } from 'ava'
import type { Activities, FillInput, UnderstoodMatch } from '../../domain/activity-contract.ts'
import type { OutputReference } from '../../domain/language.ts'
import type { AnswerRecord } from '../../domain/run.ts'
import { ANSWER_WORKFLOW, type AnswerInput, FAILURES } from '../../domain/workflow-contract.ts'
import { eventually } from '../support/eventually.ts'
import { executed, plan, startWorkflowBench, type WorkflowBench } from '../support/workflow-bench.ts'

const test = anyTest as TestFn<{ bench: WorkflowBench }>

/** By the question, so that tests side by side don't meet. */
const understandings = new Map<string, UnderstoodMatch[]>()
const fillings: FillInput[] = []
const executions: { guru: string; name: string; parameters: unknown }[] = []
const recorded: Parameters<Activities['recordAnswer']>[0][] = []

test.before(async (t) => {
  const execute: Activities['callApi'] = async ({ guru, plan: { name }, parameters }) => {
    executions.push({ guru, name, parameters })
    if (name === 'fails')
      return { ...executed(''), output: null, error: { code: 'http_error', message: 'no' } }
    return executed(`output of ${name}`)
  }
  t.context.bench = await startWorkflowBench({
    callApi: execute,
    runPython: execute,
    understandQuestion: async ({ question }) => ({
      matches: understandings.get(question) ?? [],
      nearest: [],
      content: null,
      steps: [],
      usage: { model: 'm', calls: 1, input_tokens: 100, output_tokens: 10 },
    }),
    fillParameters: async (input) => {
      fillings.push(input)
      if (input.plan.name === 'unlucky')
        throw ApplicationFailure.create({ type: FAILURES.modelFailed, message: 'gone', nonRetryable: true })
      const found = input.open.filter(({ what }) => what !== 'nothing')
      return {
        parameters: Object.fromEntries(
          found.map(({ parameter }) => [parameter, `from ${input.outputs[0]?.text}`]),
        ),
        missing: input.open
          .filter(({ what }) => what === 'nothing')
          .map(({ parameter }) => ({ name: parameter, description: 'which one' })),
        steps: [],
        usage: { model: 'm', calls: 1, input_tokens: 20, output_tokens: 2 },
      }
    },
    recordAnswer: async (input) => {
      recorded.push(input)
    },
  })
})
test.after.always((t) => t.context.bench?.close())

const match = (name: string, from_outputs: OutputReference[] = [], more = {}): UnderstoodMatch => ({
  plan: plan({ id: name, name, ...more }),
  score: 1,
  parameters: from_outputs.length > 0 ? { fixed: 'by the first answer' } : { ref: '1' },
  missing: [],
  ...(from_outputs.length > 0 && { from_outputs }),
})
const from = (source: OutputReference['source'], what = 'its id'): OutputReference => ({
  parameter: 'ref',
  source,
  what,
})
const POST = { effect: 'side_effect' } as const

async function begin(
  t: ExecutionContext<{ bench: WorkflowBench }>,
  question: string,
  matches: UnderstoodMatch[],
) {
  understandings.set(question, matches)
  const input: AnswerInput = {
    guru: question,
    session_id: question,
    question,
    user: {},
    local_language: false,
  }
  const { workflowId, result } = await t.context.bench.start(ANSWER_WORKFLOW, input)
  return {
    workflowId,
    async answer(): Promise<AnswerRecord> {
      const answer = (await result()) as AnswerRecord
      await t.context.bench.replay(workflowId)
      return answer
    },
  }
}
const ran = (question: string) => executions.filter(({ guru }) => guru === question)

test('the result of one action becomes the parameter of the next, over three rounds', async (t) => {
  const question = 'three rounds'
  const { workflowId, answer } = await begin(t, question, [
    match('third', [from(1)]),
    match('second', [from(2)]),
    match('first'),
  ])
  const { actions, run, usage } = await answer()
  t.deepEqual(
    ran(question).map(({ name, parameters }) => [name, parameters]),
    [
      ['first', { ref: '1' }],
      ['second', { fixed: 'by the first answer', ref: 'from output of first' }],
      ['third', { fixed: 'by the first answer', ref: 'from output of second' }],
    ],
  )
  t.is(run?.action.name, 'first')
  t.deepEqual(
    actions.map(({ name, status, run_id, from_outputs }) => [name, status, run_id, from_outputs]),
    [
      ['third', 'succeeded', `${workflowId}.2`, ['ref']],
      ['second', 'succeeded', `${workflowId}.3`, ['ref']],
      ['first', 'succeeded', workflowId, undefined],
    ],
  )
  t.deepEqual(usage, { model: 'm', calls: 3, input_tokens: 140, output_tokens: 14 })
  t.deepEqual(run?.usage, { model: 'm', calls: 1, input_tokens: 100, output_tokens: 10 })
})

test('only the open parameters are asked for, with nothing but the outputs they come from', async (t) => {
  const question = 'one source'
  const { answer } = await begin(t, question, [match('source'), match('other'), match('taker', [from(0)])])
  await answer()
  const [filling] = fillings.filter(({ guru }) => guru === question)
  t.deepEqual(filling?.open, [{ parameter: 'ref', what: 'its id' }])
  t.deepEqual(filling?.outputs, [{ name: 'source', text: 'output of source' }])
  t.false(filling?.earlier_answers)
})

test('a side effect whose values come from an output waits for approval, although its action asks for none', async (t) => {
  const question = 'approval'
  const { workflowId, answer } = await begin(t, question, [match('reads'), match('writes', [from(0)], POST)])
  const child = t.context.bench.client.workflow.getHandle(`${workflowId}.2`)
  await eventually('the side effect to await approval', async () => {
    const run = await child.query<{ status: string } | null>('run').catch(() => null)
    return run?.status === 'awaiting_approval'
  })
  t.deepEqual(
    ran(question).map(({ name }) => name),
    ['reads'],
  )
  const held = await child.query<{ parameters: unknown; from_outputs: string[] }>('run')
  t.deepEqual(held.parameters, { fixed: 'by the first answer', ref: 'from output of reads' })
  t.deepEqual(held.from_outputs, ['ref'])
  await child.signal('approval', { approved: true, by: 'jo', at: new Date(0).toISOString() })
  const { actions } = await answer()
  t.deepEqual(
    actions.map(({ status }) => status),
    ['succeeded', 'succeeded'],
  )
})

test('a value that an output does not have is asked for, and its action waits for it in the session', async (t) => {
  const question = 'not found'
  const { answer } = await begin(t, question, [match('source'), match('taker', [from(0, 'nothing')])])
  const { actions, content } = await answer()
  t.like(actions[1], { status: 'needs_parameters', run_id: null, missing: ['ref'] })
  t.regex(content, /its id|nothing/)
  t.deepEqual(recorded.find(({ question: asked }) => asked === question)?.pending, [
    { action_id: 'taker', parameters: { fixed: 'by the first answer' }, missing: ['ref'] },
  ])
  t.deepEqual(
    ran(question).map(({ name }) => name),
    ['source'],
  )
})

test('a value from an output is not kept for later beside one that is missing: the user is asked for both', async (t) => {
  const question = 'half found'
  const half = [from(0), { parameter: 'other', source: 0, what: 'nothing' }]
  const { answer } = await begin(t, question, [match('source'), match('taker', half)])
  const { actions } = await answer()
  t.deepEqual(actions[1]?.missing, ['ref', 'other'])
  t.deepEqual(recorded.find(({ question: asked }) => asked === question)?.pending, [
    { action_id: 'taker', parameters: { fixed: 'by the first answer' }, missing: ['ref', 'other'] },
  ])
})

test('where the source fails, what takes its values is not run, and the answer says why', async (t) => {
  const question = 'failing source'
  const { answer } = await begin(t, question, [
    match('fails'),
    match('taker', [from(0)]),
    match('last', [from(1)]),
  ])
  const { actions, content } = await answer()
  t.deepEqual(
    actions.map(({ name, status }) => [name, status]),
    [
      ['fails', 'failed'],
      ['taker', 'needs_parameters'],
      ['last', 'needs_parameters'],
    ],
  )
  t.regex(content, /\*\*taker\*\* was not run: it needs a value from the result of \*\*fails\*\*/)
  t.is(fillings.filter(({ guru }) => guru === question).length, 0)
})

test('a model that fails while values are taken costs its action only', async (t) => {
  const question = 'failing model'
  const { answer } = await begin(t, question, [match('source'), match('unlucky', [from(0)])])
  const { actions } = await answer()
  t.deepEqual(
    actions.map(({ status, missing }) => [status, missing]),
    [
      ['succeeded', []],
      ['needs_parameters', ['ref']],
    ],
  )
})

test('an action that takes its values from earlier answers alone runs in the question’s own workflow', async (t) => {
  const question = 'earlier'
  const { workflowId, answer } = await begin(t, question, [match('taker', [from('earlier_answers')])])
  const { actions, run } = await answer()
  t.is(actions[0]?.run_id, workflowId)
  t.is(run?.action.name, 'taker')
  t.true(fillings.find(({ guru }) => guru === question)?.earlier_answers)
  t.deepEqual(run?.from_outputs, ['ref'])
})
