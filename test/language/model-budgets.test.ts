/*
 * What a request may take at most, whatever a guru, a user or an action puts into it.
 */
import test from 'ava'
import { createModelEngine } from '../../language/model/engine.ts'
import { TOOLS_CHARACTERS } from '../../language/model/tools.ts'
import { keepEnds } from '../../language/model/truncate.ts'
import { startModelServer } from '../support/model-server.ts'
import { action, interpretRequest, parameter, request, signal } from './samples.ts'

const huge = (text: string, bytes = 500_000): string => text.repeat(Math.ceil(bytes / text.length))

test('of a long session the newest messages are sent', async (t) => {
  const server = await startModelServer([{ text: 'Fine.' }])
  t.teardown(server.close)
  const engine = createModelEngine({ url: server.url, model: 'm' })
  const history = Array.from({ length: 40 }, (_, index) => ({
    role: index % 2 === 0 ? ('user' as const) : ('assistant' as const),
    content: `message-${index} ${huge('x', 3_000)}`,
  }))
  await engine.understand(request('hi', { history, actions: [] }), signal())
  const sent = JSON.stringify(server.requests[0]?.body.messages)
  t.true(sent.includes('message-39 ') && sent.includes('message-34 '))
  t.false(sent.includes('message-10 '))
  t.true(sent.length < 40_000)
})

test('long descriptions are cut so that all tools fit, and the words to choose from stay', async (t) => {
  const server = await startModelServer([{ text: 'Fine.' }])
  t.teardown(server.close)
  const engine = createModelEngine({ url: server.url, model: 'm' })
  const actions = Array.from({ length: 20 }, (_, index) =>
    action(
      `Report ${index}`,
      huge('When asked. ', 1_000),
      Array.from({ length: 5 }, (_, at) =>
        parameter(`p${'_'.repeat(at)}`, `One of: red, green. ${huge('More. ', 900)}`),
      ),
      huge('Much. ', 1_900),
    ),
  )
  await engine.understand(request('report 7', { actions }), signal())
  const tools = server.requests[0]?.body.tools ?? []
  t.is(tools.length, 20)
  t.true(JSON.stringify(tools).length < TOOLS_CHARACTERS + 20 * 200)
  t.deepEqual(tools[7]?.function.parameters?.properties?.p?.enum, ['red', 'green', null])
})

test('where even cut descriptions do not fit, the farthest actions are left out', async (t) => {
  const server = await startModelServer([{ text: 'Fine.' }])
  t.teardown(server.close)
  const engine = createModelEngine({ url: server.url, model: 'm' })
  const letters = (index: number): string =>
    [...String(index)].map((digit) => 'abcdefghij'[Number(digit)]).join('')
  const actions = Array.from({ length: 30 }, (_, index) =>
    action(
      `Report ${index}`,
      `When asked for report ${index}`,
      Array.from({ length: 30 }, (_, at) => parameter(`p_${letters(at)}`, huge('More. ', 900))),
    ),
  )
  await engine.understand(request('report 23', { actions }), signal())
  const tools = server.requests[0]?.body.tools ?? []
  t.true(tools.length > 0 && tools.length < 20)
  t.true(tools.some(({ function: { name } }) => name === 'Report_23'))
  t.true(JSON.stringify(tools).length < TOOLS_CHARACTERS + 20 * 200)
})

test('no request is larger than its budget, whatever is in it', async (t) => {
  const server = await startModelServer([{ text: '{}' }])
  t.teardown(server.close)
  const engine = createModelEngine({ url: server.url, model: 'm' })
  const big = huge('é漢😀')
  const history = [
    { role: 'user' as const, content: big },
    {
      role: 'assistant' as const,
      content: big,
      actions: [{ id: 'a', name: 'A', status: 'succeeded', parameters: { a: big } }],
    },
  ]
  await engine.understand(request(big, { history, user: { note: big }, instructions: big }), signal())
  await engine.interpret(
    {
      ...interpretRequest({
        output: big,
        parameters: { a: big },
        warnings: [big],
        artifacts: [{ name: big, content_type: 'x', size_bytes: 1 }],
        error: { code: 'http_error', message: big },
      }),
      question: big,
      history,
      instructions: big,
    },
    signal(),
  )
  await engine.fill(
    {
      question: big,
      action: action('A', 'x', [parameter('a')]),
      parameters: { b: big },
      open: [{ parameter: 'a', what: 'x' }],
      sources: Array.from({ length: 5 }, () => ({ name: big, text: big })),
    },
    signal(),
  )
  t.true(server.requests.length >= 3)
  for (const { body } of server.requests) {
    const bytes = Buffer.byteLength(JSON.stringify(body))
    t.true(bytes < 120_000, `${bytes} bytes`)
    t.true((body.max_tokens ?? 0) > 0)
  }
})

test('outputs keep their head and their tail', (t) => {
  const kept = keepEnds(`HEAD${huge('x')}TAIL`)
  t.true(kept.startsWith('HEAD') && kept.endsWith('TAIL'))
})
