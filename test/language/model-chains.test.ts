/*
 * One action's result as another's parameter: said in the first answer of the model, before it has seen any result.
 */
import test, { type ExecutionContext } from 'ava'
import type { Match, UnderstandRequest } from '../../domain/language.ts'
import { createModelEngine } from '../../language/model/engine.ts'
import { type ModelCallReply, startModelServer } from '../support/model-server.ts'
import { action, parameter, request, signal } from './samples.ts'

const step = (name: string) =>
  action(name, `When the user asks for ${name}`, [
    parameter('id', 'The id'),
    parameter('note', 'A note', { required: false, default: 'none given' }),
  ])
const actions = ['Alpha', 'Beta', 'Gamma', 'Delta', 'Epsilon'].map(step)

const from = (tool: string, parameter = 'id', what = 'the id') => ({ parameter, tool, what })
const call = (
  name: string,
  given: Record<string, unknown> = {},
  ...references: object[]
): ModelCallReply => ({
  name,
  arguments: { ...given, from_results_1: references.length > 0 ? references : null },
})

async function matchesOf(
  t: ExecutionContext,
  calls: ModelCallReply[],
  rest: Partial<UnderstandRequest> = {},
): Promise<Match[]> {
  const server = await startModelServer([{ calls }])
  t.teardown(server.close)
  const engine = createModelEngine({ url: server.url, model: 'm' })
  const { matches } = await engine.understand(request('do it', { actions, ...rest }), signal())
  t.is(server.requests.length, 1, 'references are nothing to mend')
  return matches
}

const earlier: Partial<UnderstandRequest> = {
  history: [
    { role: 'user', content: 'my orders?' },
    {
      role: 'assistant',
      content: '1 and 2',
      actions: [{ id: 'alpha', name: 'Alpha', status: 'succeeded', parameters: { id: '7' } }],
    },
  ],
}

test('a parameter from the result of another call is in from_outputs and not missing', async (t) => {
  const matches = await matchesOf(t, [call('Beta', {}, from('Alpha')), call('Alpha', { id: '7' })])
  t.deepEqual(matches, [
    {
      action_id: 'beta',
      score: 1,
      parameters: { note: 'none given' },
      missing: [],
      from_outputs: [{ parameter: 'id', source: 1, what: 'the id' }],
    },
    { action_id: 'alpha', score: 1, parameters: { id: '7', note: 'none given' }, missing: [] },
  ])
})

test('three actions in a row are the most', async (t) => {
  const matches = await matchesOf(t, [
    call('Alpha', { id: '7' }),
    call('Beta', {}, from('Alpha')),
    call('Gamma', {}, from('Beta')),
    call('Delta', {}, from('Gamma')),
    call('Epsilon', {}, from('Delta')),
  ])
  t.deepEqual(
    matches.map(({ from_outputs, missing }) => [from_outputs?.[0]?.source ?? null, missing]),
    [
      [null, []],
      [0, []],
      [1, []],
      [null, ['id']],
      [3, []],
    ],
  )
})

test('circles and references to itself are dropped, and their parameters are missing', async (t) => {
  const matches = await matchesOf(t, [
    call('Alpha', {}, from('Beta')),
    call('Beta', {}, from('Alpha')),
    call('Gamma', {}, from('Gamma')),
    call('Delta', {}, from('Beta')),
  ])
  t.deepEqual(
    matches.map(({ from_outputs, missing }) => [from_outputs?.[0]?.source ?? null, missing]),
    [
      [null, ['id']],
      [null, ['id']],
      [null, ['id']],
      [1, []],
    ],
  )
})

for (const tool of ['Epsilon', 'Nothing', '', 'earlier_answers'])
  test(`a reference to '${tool}', which is not there, is dropped`, async (t) => {
    const [match] = await matchesOf(t, [call('Alpha', {}, from(tool))])
    t.deepEqual(match?.missing, ['id'])
    t.is(match?.from_outputs, undefined)
  })

test('a value that is given wins over a reference', async (t) => {
  const matches = await matchesOf(t, [call('Alpha', { id: '7' }), call('Beta', { id: '8' }, from('Alpha'))])
  t.is(matches[1]?.parameters.id, '8')
  t.is(matches[1]?.from_outputs, undefined)
})

for (const stand of ['{{Alpha.id}}', '<id>', '$Alpha.id', '[from Alpha]', 'the id', 'Alpha'])
  test(`'${stand}' in the place of a value from a result is no value`, async (t) => {
    const matches = await matchesOf(t, [
      call('Alpha', { id: '7' }),
      call('Beta', { id: stand }, from('Alpha')),
    ])
    t.is(matches[1]?.parameters.id, undefined)
    t.is(matches[1]?.from_outputs?.[0]?.source, 0)
  })

test('a follow-up takes a value from earlier answers', async (t) => {
  const [match] = await matchesOf(
    t,
    [call('Beta', {}, from('earlier_answers', 'id', 'the second order'))],
    earlier,
  )
  t.deepEqual(match?.from_outputs, [{ parameter: 'id', source: 'earlier_answers', what: 'the second order' }])
  t.deepEqual(match?.missing, [])
})

test('an optional parameter from a result has no default in its place; one whose reference is dropped has', async (t) => {
  const matches = await matchesOf(t, [
    call('Alpha', { id: '7' }),
    call('Beta', { id: '8' }, from('Alpha', 'note')),
    call('Gamma', { id: '9' }, from('Nothing', 'note')),
  ])
  t.deepEqual(matches[1]?.parameters, { id: '8' })
  t.deepEqual(matches[2]?.parameters, { id: '9', note: 'none given' })
})

test('of a tool that is called twice each call can be meant', async (t) => {
  const matches = await matchesOf(t, [
    call('Alpha', { id: '1' }),
    call('Alpha', { id: '2' }),
    call('Beta', {}, from('Alpha#2')),
    call('Gamma', {}, from('Alpha')),
  ])
  t.deepEqual(
    matches.map(({ from_outputs }) => from_outputs?.[0]?.source),
    [undefined, undefined, 1, 0],
  )
})

test('references that are no references are left out', async (t) => {
  const junk = ['x', null, 5, { parameter: 'other', tool: 'Alpha' }, { parameter: 'id' }, { tool: 'Alpha' }]
  for (const references of [junk, 'Alpha', 7, {}]) {
    const matches = await matchesOf(t, [
      call('Alpha', { id: '7' }),
      { name: 'Beta', arguments: { from_results_1: references } },
    ])
    t.is(matches[1]?.from_outputs, undefined)
    t.deepEqual(matches[1]?.missing, ['id'])
  }
})

test('the name of the property can be no name of a parameter, and is offered only where there is a source', async (t) => {
  const server = await startModelServer([{ text: 'Fine.' }])
  t.teardown(server.close)
  const engine = createModelEngine({ url: server.url, model: 'm' })
  await engine.understand(request('do it', { actions }), signal())
  await engine.understand(request('do it', { actions: actions.slice(0, 1) }), signal())
  await engine.understand(request('do it', { actions: actions.slice(0, 1), ...earlier }), signal())
  const offered = server.requests.map(({ body }) =>
    Object.keys(body.tools?.[0]?.function.parameters?.properties ?? {}),
  )
  t.deepEqual(offered, [
    ['id', 'note', 'from_results_1'],
    ['id', 'note'],
    ['id', 'note', 'from_results_1'],
  ])
  t.notRegex('from_results_1', /^[A-Za-z_]+$/)
})
