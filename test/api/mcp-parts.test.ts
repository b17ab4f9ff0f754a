/*
 * The parts of MCP that need no server: names, pages, what is read of an output.
 */
import test from 'ava'
import fc from 'fast-check'
import { actionOfTool, listTools, PAGE_SIZE } from '../../api/mcp/list-tools.ts'
import { readOutput } from '../../api/mcp/read-output.ts'
import { artifactUri, readUri, runUri } from '../../api/mcp/resource-uris.ts'
import { toolNameOf } from '../../api/mcp/tool-names.ts'
import { actionInputSchema } from '../../domain/action.ts'
import type { ActionDocument } from '../../storage/models.ts'
import '../support/property-seed.ts'

const definition = actionInputSchema.parse({
  name: 'x',
  trigger: 'x',
  type: 'api_call',
  api_call: { method: 'GET', url: 'https://api.example' },
})

const actionOf = (name: string, _id: string, created = 0): ActionDocument => ({
  _id,
  guru: 'acme',
  version: 1,
  definition: { ...definition, name },
  slot: '',
  disabled_reason: null,
  created_at: new Date(created),
  updated_at: new Date(created),
})

const nameOf = (name: string): string => toolNameOf(actionOf(name, '3f9k2m1xqa77'))

test('a plain name is written as tools are, any other gets a part of its id', (t) => {
  t.is(nameOf('Order status'), 'order_status')
  t.is(nameOf('E-mail look-up 2'), 'e-mail_look-up_2')
  t.is(nameOf('Größe prüfen'), 'grosse_prufen--3f9k2m1xqa')
  t.is(nameOf('order_status'), 'order_status--3f9k2m1xqa')
  t.is(nameOf('注文'), 'action--3f9k2m1xqa')
  t.is(nameOf('x'.repeat(64)), 'x'.repeat(64))
  t.is(nameOf('x'.repeat(65)), `${'x'.repeat(52)}--3f9k2m1xqa`)
})

test('every name is legal, and no two actions share one', (t) => {
  const names = fc.uniqueArray(
    fc.oneof(
      fc.string({ minLength: 1, maxLength: 80, unit: 'grapheme' }),
      fc.stringMatching(/^[aA][ _-][bB]$/),
    ),
    {
      selector: (name) => name.trim().toLowerCase(),
      maxLength: 40,
    },
  )
  fc.assert(
    fc.property(names, (given) => {
      const tools = given.map((name, index) =>
        toolNameOf(actionOf(name.trim(), `${'0'.repeat(8)}${10 + index}`)),
      )
      return tools.every((tool) => /^[a-z0-9_-]{1,64}$/.test(tool)) && new Set(tools).size === tools.length
    }),
  )
  t.pass()
})

test('thousands of tools come in pages, and none is lost where others come and go', (t) => {
  const idOf = (index: number): string => `id${String(index).padStart(6, '0')}`
  // Several are made in one millisecond.
  let actions = Array.from({ length: 2 * PAGE_SIZE + 5 }, (_, index) =>
    actionOf(`action ${index}`, idOf(index), Math.floor(index / 7)),
  )
  const first = listTools(actions, undefined)
  t.is(first.tools.length, PAGE_SIZE)
  // The one that the cursor names is gone, and another has come.
  actions = [...actions.filter((_, index) => index !== PAGE_SIZE - 1), actionOf('latest', 'zz', 10_000)]
  const second = listTools(actions, first.nextCursor)
  const third = listTools(actions, second.nextCursor)
  t.is(third.nextCursor, undefined)
  const names = [first, second, third].flatMap(({ tools }) => tools.map(({ name }) => name))
  t.is(new Set(names).size, names.length)
  t.deepEqual(names.slice(PAGE_SIZE), actions.slice(PAGE_SIZE - 1).map(toolNameOf))
  for (const cursor of [
    '',
    'x',
    Buffer.from('1.').toString('base64url'),
    Buffer.from('1e9.a').toString('base64url'),
  ])
    t.throws(() => listTools(actions, cursor), { message: /nextCursor/ })
})

test('a disabled action is no tool', (t) => {
  const action = actionOf('Order status', 'a')
  t.is(actionOfTool([action], 'order_status'), action)
  const disabled = { ...action, definition: { ...action.definition, enabled: false } }
  t.is(actionOfTool([disabled], 'order_status'), undefined)
  t.deepEqual(listTools([disabled], undefined), { tools: [] })
})

test('an output is data where it is JSON, and no number of it changes', (t) => {
  t.deepEqual(readOutput('{"a":[1,2.5,-3]}'), { a: [1, 2.5, -3] })
  t.deepEqual(readOutput('[12345678901234567890,9007199254740991,1e20,1e400]'), [
    '12345678901234567890',
    9007199254740991,
    1e20,
    '1e400',
  ])
  t.is(readOutput('plain text'), 'plain text')
  for (const depth of [150, 3_000, 30_000]) {
    const deep = '['.repeat(depth) + ']'.repeat(depth)
    t.is(readOutput(deep), deep)
  }
  t.is(readOutput(''), '')
  const polluted = readOutput('{"__proto__":{"admin":true}}')
  t.is(JSON.stringify(polluted), '{"__proto__":{"admin":true}}')
  t.is(({} as { admin?: boolean }).admin, undefined)
})

test('a URI names a run or a file of one, and nothing else', (t) => {
  t.deepEqual(readUri(runUri('acme.mcp.1')), { id: 'acme.mcp.1', file: null })
  t.deepEqual(readUri(artifactUri('acme.mcp.1', 'a b/ä.png')), { id: 'acme.mcp.1', file: 'a b/ä.png' })
  for (const uri of [
    'errand://runs/',
    'errand://runs/a/b',
    'errand://runs/%',
    'file:///etc/passwd',
    'x errand://runs/a',
  ])
    t.is(readUri(uri), null, uri)
})
