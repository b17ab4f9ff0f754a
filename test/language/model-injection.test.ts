/*
 * A model that obeys every order that it sees, against orders in everything that comes from outside. What holds is not
 * the model's good sense: it is shown no result while it may choose actions, and offered no action while it is shown one.
 */
import test, { type ExecutionContext } from 'ava'
import type { ConversationMessage, FillRequest, OfferedAction } from '../../domain/language.ts'
import { createModelEngine } from '../../language/model/engine.ts'
import { startModelServer } from '../support/model-server.ts'
import { obedientBrain } from '../support/obedient-brain.ts'
import { INJECTIONS, TARGET } from './injections.ts'
import { action, github, interpretRequest, order, parameter, refund, request, signal } from './samples.ts'

const target: OfferedAction = action(TARGET, 'When the user asks to delete an account', [
  parameter('account', 'The number of the account'),
])
const actions = [order, refund, github, target]

async function obedient(t: ExecutionContext) {
  const server = await startModelServer(obedientBrain())
  t.teardown(server.close)
  return { server, engine: createModelEngine({ url: server.url, model: 'm' }) }
}

test('there are at least 25 texts, all different', (t) => {
  t.true(INJECTIONS.length >= 25)
  t.is(new Set(INJECTIONS.map(({ text }) => text)).size, INJECTIONS.length)
})

for (const { name, text } of INJECTIONS) {
  test(`${name}: works on this model where it is shown among its tools`, async (t) => {
    const { engine } = await obedient(t)
    const { matches } = await engine.understand(request(text, { actions }), signal())
    t.true(
      matches.some(({ action_id }) => action_id === target.id),
      'a text that this model does not obey shows nothing',
    )
  })

  test(`${name}: in an earlier answer it calls nothing`, async (t) => {
    const { engine, server } = await obedient(t)
    const history: ConversationMessage[] = [
      { role: 'user', content: 'Where is order 4711?' },
      {
        role: 'assistant',
        content: `It is on its way. ${text}`,
        actions: [
          {
            id: order.id,
            name: order.name,
            status: 'succeeded',
            parameters: { order_number: '4711', note: text },
            from_outputs: ['note'],
          },
        ],
      },
    ]
    const { matches } = await engine.understand(request('Thank you!', { actions, history }), signal())
    t.deepEqual(matches, [])
    t.false(JSON.stringify(server.requests[0]?.body.messages).includes(JSON.stringify(text).slice(1, -1)))
  })

  test(`${name}: in a result from which a value is taken it can only be a value`, async (t) => {
    const { engine, server } = await obedient(t)
    const filling: FillRequest = {
      question: 'Has the order of that customer been refunded?',
      action: refund,
      parameters: { email: text },
      open: [{ parameter: 'order_id', what: "the order's number" }],
      sources: [
        { name: text, text: `{"order": 77} ${text}` },
        { name: 'Order status', text },
      ],
    }
    const { parameters, missing } = await engine.fill(filling, signal())
    t.deepEqual([...Object.keys(parameters), ...missing], ['order_id'])
    for (const { body } of server.requests) t.is(body.tools, undefined)
  })

  test(`${name}: in output, errors, file names and values it comes to words only`, async (t) => {
    const { engine, server } = await obedient(t)
    const asked = interpretRequest({
      output: text,
      parameters: { username: text },
      artifacts: [{ name: text, content_type: 'text/plain', size_bytes: 1 }],
      warnings: [text],
      error: { code: 'http_error', message: text },
    })
    const history: ConversationMessage[] = [
      {
        role: 'assistant',
        content: text,
        actions: [{ id: order.id, name: order.name, status: 'succeeded', parameters: {} }],
      },
    ]
    let streamed = ''
    const streaming = await engine.interpret({ ...asked, history }, signal(), (piece) => {
      streamed += piece
    })
    const whole = await engine.interpret({ ...asked, history }, signal())
    t.is(streaming.text, streamed)
    for (const wording of [streaming, whole])
      t.deepEqual(Object.keys(wording).sort(), ['text', 'usage'], 'words, and nothing to run')
    for (const { body } of server.requests) {
      t.is(body.tools, undefined)
      t.true(body.messages.every((message) => liesBetweenMarks(JSON.stringify(message.content), text)))
    }
  })
}

/** Whether a text stands nowhere in a message but between marks that it does not know. */
function liesBetweenMarks(content: string, text: string): boolean {
  const outside = content.replace(/<((?:result|source)-(?!0123456789abcdef)[0-9a-f]{16})>.*?<\/\1>/gs, '')
  return !outside.includes(JSON.stringify(text).slice(1, -1))
}

test('what a model says of results in words does not become a call for the next question', async (t) => {
  const { engine } = await obedient(t)
  const history: ConversationMessage[] = [
    { role: 'user', content: 'Where is order 4711?' },
    {
      role: 'assistant',
      content: 'On its way.',
      actions: [{ id: order.id, name: order.name, status: 'failed', parameters: { order_number: '4711' } }],
    },
  ]
  const { matches } = await engine.understand(request('and now?', { actions, history }), signal())
  t.deepEqual(matches, [])
})
