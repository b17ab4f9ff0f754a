/*
 * Actions as files: plan, apply, export, import. The commands are the real ones, against the whole stack.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import anyTest, { type TestFn } from 'ava'
import type { Action } from '../../domain/action.ts'
import { commandsOn, folderOf } from '../support/commands-on-stack.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = (anyTest as TestFn<StackContext>).serial
withStack(anyTest as TestFn<StackContext>, (_call, response) => sendJson(response, { ok: true }))

const ORDER = `name: Order status
trigger: When the user asks where an order is
parameters:
  - { name: order_id, type: number, description: The number of the order }
type: api_call
api_call:
  url: https://shop.example/orders/{order_id}
  headers: { Authorization: "Bearer {SHOP_TOKEN}" }
secrets: [SHOP_TOKEN]
`
const GREETING = `name: Greeting
trigger: When the user asks for a greeting
type: python
python:
  code: |
    import os
    print('hello')
    print('world')
`
const PAIR = JSON.stringify([
  { name: 'First of two', trigger: 'Never', type: 'api_call', api_call: { url: 'https://one.example/' } },
  { name: 'Second of two', trigger: 'Never', type: 'api_call', api_call: { url: 'https://two.example/' } },
])

interface PlanJson {
  changes: { action: string; name: string; fields?: { path: string }[] }[]
  unchanged: number
  not_in_files: { name: string }[]
}

test('makes a guru have the actions of a folder, and the second time changes nothing', async (t) => {
  const { api, newGuru } = t.context
  const { errand, json } = commandsOn(t.context)
  const guru = await newGuru()
  const folder = folderOf(t, {
    'order.yaml': ORDER,
    'pair.json': PAIR,
    'notes.txt': 'no action',
    '.hidden.yaml': '{',
  })
  mkdirSync(join(folder, 'python'))
  writeFileSync(join(folder, 'python', 'greeting.yml'), GREETING)

  const plan = await errand('actions', 'plan', guru, folder, '--detailed-exitcode')
  t.is(plan.code, 2, plan.stderr)
  t.regex(plan.stdout, /\+ create Order status \(.*order\.yaml\)/)
  t.regex(plan.stdout, /4 to create, 0 to change, 0 to delete, 0 unchanged/)
  t.regex(plan.stdout, /'Order status' stays disabled until there is SHOP_TOKEN/)
  t.deepEqual((await api.get<{ actions: Action[] }>(`/${guru}/actions`)).actions, [])

  const applied = await errand('actions', 'apply', guru, folder)
  t.is(applied.code, 0, applied.stderr)
  const list = async () => (await api.get<{ actions: Action[] }>(`/${guru}/actions`)).actions
  const made = await list()
  t.deepEqual(made.map(({ name }) => name).sort(), [
    'First of two',
    'Greeting',
    'Order status',
    'Second of two',
  ])

  const again = await json<PlanJson>('actions', 'apply', guru, folder)
  t.deepEqual(again.changes, [])
  t.is(again.unchanged, 4)
  t.deepEqual(
    (await list()).map(({ version }) => version),
    [1, 1, 1, 1],
  )
  t.is((await errand('actions', 'plan', guru, folder, '--detailed-exitcode')).code, 0)
})

test('an action that waited for its secret is enabled by the next apply, once', async (t) => {
  const { api, newGuru } = t.context
  const { errand, with: run, json } = commandsOn(t.context)
  const guru = await newGuru()
  const folder = folderOf(t, { 'order.yaml': ORDER })
  await errand('actions', 'apply', guru, folder)
  const read = async () => (await api.get<{ actions: Action[] }>(`/${guru}/actions`)).actions[0]
  t.is((await read())?.enabled, false)
  t.is((await run({ input: 'token-value-4711\n' }, 'secrets', 'set', guru, 'SHOP_TOKEN')).code, 0)
  const { changes } = await json<PlanJson>('actions', 'apply', guru, folder)
  t.deepEqual(
    changes[0]?.fields?.map(({ path }) => path),
    ['enabled'],
  )
  t.is((await read())?.enabled, true)
  t.deepEqual((await json<PlanJson>('actions', 'apply', guru, folder)).changes, [])
})

test('shows what changes, line by line in code, and changes that alone', async (t) => {
  const { api, newGuru } = t.context
  const { errand } = commandsOn(t.context)
  const guru = await newGuru()
  const folder = folderOf(t, { 'greeting.yaml': GREETING, 'pair.json': PAIR })
  await errand('actions', 'apply', guru, folder)
  const changed = GREETING.replace("print('world')", "print('moon')").replace('a greeting', 'a good morning')
  writeFileSync(join(folder, 'greeting.yaml'), changed)
  const plan = await errand('actions', 'plan', guru, folder)
  t.is(plan.code, 0)
  t.regex(plan.stdout, /~ change Greeting/)
  t.regex(
    plan.stdout,
    /trigger: "When the user asks for a greeting" → "When the user asks for a good morning"/,
  )
  t.regex(plan.stdout, /python\.code:\n[\s\S]*-print\('world'\)\n\s+\+print\('moon'\)/)
  t.notRegex(plan.stdout, /-import os/)
  t.is((await errand('actions', 'apply', guru, folder)).code, 0)
  const { actions } = await api.get<{ actions: Action[] }>(`/${guru}/actions`)
  t.deepEqual(Object.fromEntries(actions.map(({ name, version }) => [name, version])), {
    Greeting: 2,
    'First of two': 1,
    'Second of two': 1,
  })
})

test('deletes what is not in the files with --prune only, and keeps the history of what was renamed', async (t) => {
  const { api, newGuru } = t.context
  const { errand, json } = commandsOn(t.context)
  const guru = await newGuru()
  const folder = folderOf(t, { 'greeting.yaml': GREETING, 'pair.json': PAIR })
  await errand('actions', 'apply', guru, folder)
  const before = (await api.get<{ actions: Action[] }>(`/${guru}/actions`)).actions
  const idOf = (name: string) => before.find((action) => action.name === name)?.id

  rmSync(join(folder, 'pair.json'))
  writeFileSync(join(folder, 'greeting.yaml'), GREETING.replace('name: Greeting', 'name: Welcome'))
  const kept = await json<PlanJson>('actions', 'plan', guru, folder)
  t.deepEqual(
    kept.changes.map(({ action }) => action),
    ['create'],
  )
  t.deepEqual(kept.not_in_files.map(({ name }) => name).sort(), ['First of two', 'Greeting', 'Second of two'])

  const plan = await errand('actions', 'plan', guru, folder, '--prune')
  t.regex(plan.stdout, /~ rename Greeting to Welcome/)
  t.regex(plan.stdout, /- delete First of two/)
  t.is((await errand('actions', 'apply', guru, folder, '--prune')).code, 0)
  const { actions } = await api.get<{ actions: Action[] }>(`/${guru}/actions`)
  t.deepEqual(
    actions.map(({ id, name, version }) => ({ id, name, version })),
    [{ id: idOf('Greeting') ?? '', name: 'Welcome', version: 2 }],
  )
})

test('finds an action by the id in its file, whatever its name is now, and names that move in a chain', async (t) => {
  const { api, newGuru } = t.context
  const { errand } = commandsOn(t.context)
  const guru = await newGuru()
  const plain = (name: string) => ({
    name,
    trigger: 'Never',
    type: 'api_call',
    api_call: { url: 'https://a.example/' },
  })
  const one = await api.post<Action>(`/${guru}/actions`, plain('One'))
  const two = await api.post<Action>(`/${guru}/actions`, plain('Two'))
  const chain = [
    { ...plain('Two'), id: one.id },
    { ...plain('Three'), id: two.id },
  ]
  const folder = folderOf(t, { 'chain.json': JSON.stringify(chain) })
  const applied = await errand('actions', 'apply', guru, folder)
  t.is(applied.code, 0, applied.stderr)
  const { actions } = await api.get<{ actions: Action[] }>(`/${guru}/actions`)
  t.deepEqual(Object.fromEntries(actions.map(({ id, name }) => [id, name])), {
    [one.id]: 'Two',
    [two.id]: 'Three',
  })

  const circle = [
    { ...plain('Three'), id: one.id },
    { ...plain('Two'), id: two.id },
  ]
  writeFileSync(join(folder, 'chain.json'), JSON.stringify(circle))
  const refused = await errand('actions', 'apply', guru, folder)
  t.is(refused.code, 1)
  t.regex(refused.stderr, /take each other's names/)
})

test('changes nothing where any file is wrong, and names every problem with its file', async (t) => {
  const { api, newGuru } = t.context
  const { errand } = commandsOn(t.context)
  const guru = await newGuru()
  const wrong = folderOf(t, {
    'a-good.yaml': GREETING,
    'b-type.yaml': 'name: X\ntrigger: Never\ntype: shell\n',
    'c-unknown.yaml': ORDER.replace('secrets: [SHOP_TOKEN]', 'timeout_seconds: 0'),
    'd-twice.yaml': GREETING.replace('name: Greeting', 'name: GREETING'),
    'e-scalar.yaml': 'just words',
  })
  const { code, stderr } = await errand('actions', 'apply', guru, wrong)
  t.is(code, 1)
  t.regex(stderr, /b-type\.yaml: type: /)
  t.regex(stderr, /c-unknown\.yaml: timeout_seconds: /)
  t.regex(stderr, /d-twice\.yaml: name: 'GREETING' is also the name of the action in .*a-good\.yaml/)
  t.regex(stderr, /e-scalar\.yaml: /)

  const unreadable = folderOf(t, { 'a.yaml': GREETING, 'b.yaml': 'name: [', 'c.json': '{"name":' })
  const second = await errand('actions', 'apply', guru, unreadable)
  t.is(second.code, 1)
  t.regex(second.stderr, /b\.yaml: is not valid YAML/)
  t.regex(second.stderr, /c\.json: is not valid JSON/)

  const placeholder = folderOf(t, {
    'a.yaml': GREETING,
    'b.yaml': ORDER.replace('secrets: [SHOP_TOKEN]\n', ''),
  })
  const third = await errand('actions', 'apply', guru, placeholder)
  t.is(third.code, 1)
  t.regex(
    third.stderr,
    /b\.yaml: api_call\.headers\.Authorization: \{SHOP_TOKEN\} is neither a parameter nor a secret/,
  )

  t.deepEqual((await api.get<{ actions: Action[] }>(`/${guru}/actions`)).actions, [])
})

test('refuses what would be more actions than the guru may have, before it makes any', async (t) => {
  const { api, newGuru } = t.context
  const { errand } = commandsOn(t.context)
  const guru = await newGuru({ action_limit: 2 })
  const folder = folderOf(t, { 'pair.json': PAIR, 'greeting.yaml': GREETING })
  const { code, stderr } = await errand('actions', 'apply', guru, folder)
  t.is(code, 1)
  t.regex(stderr, /would be 3 actions, and this guru may have 2/)
  t.deepEqual((await api.get<{ actions: Action[] }>(`/${guru}/actions`)).actions, [])
  // What is pruned makes room.
  await errand('actions', 'apply', guru, join(folder, 'pair.json'))
  const pruned = await errand('actions', 'apply', guru, join(folder, 'greeting.yaml'), '--prune')
  t.is(pruned.code, 0, pruned.stderr)
})

test('has the server check everything before the first change: code that it refuses changes nothing', async (t) => {
  const { api, newGuru } = t.context
  const { errand } = commandsOn(t.context)
  const guru = await newGuru()
  // Only the sandbox can tell that the code is forbidden.
  const forbidden = GREETING.replace("print('hello')", "os.system('id')").replace('Greeting', 'Hostile')
  const folder = folderOf(t, { 'a.yaml': GREETING, 'b.yaml': forbidden })
  for (const command of ['plan', 'apply']) {
    const refused = await errand('actions', command, guru, folder)
    t.is(refused.code, 1)
    t.regex(refused.stderr, /b\.yaml: python\.code/)
  }
  t.deepEqual((await api.get<{ actions: Action[] }>(`/${guru}/actions`)).actions, [])
})

test('imports all or nothing, and reports what became of each', async (t) => {
  const { api, newGuru } = t.context
  const { errand } = commandsOn(t.context)
  const guru = await newGuru()
  const folder = folderOf(t, { 'greeting.yaml': GREETING, 'pair.json': PAIR })
  const imported = await errand('actions', 'import', guru, folder)
  t.is(imported.code, 0, imported.stderr)
  t.regex(imported.stdout, /Greeting +1 +created +yes/)
  const again = await errand('actions', 'import', guru, join(folder, 'greeting.yaml'))
  t.is(again.code, 1)
  t.regex(again.stderr, /Nothing was changed\.\n.*greeting\.yaml: name: is taken/)
  writeFileSync(join(folder, 'new.yaml'), ORDER)
  t.is((await errand('actions', 'import', guru, folder)).code, 1)
  t.is((await api.get<{ used: number }>(`/${guru}/actions`)).used, 3)
  const skipped = await errand('actions', 'import', guru, folder, '--on-conflict', 'skip')
  t.regex(skipped.stdout, /Order status +1 +created +The secret SHOP_TOKEN does not exist/)
})

test('exports what applies elsewhere without a change, and never a value of a secret', async (t) => {
  const { newGuru } = t.context
  const { errand, with: run, json } = commandsOn(t.context)
  const [from, to] = [await newGuru(), await newGuru()]
  await errand('actions', 'apply', from, folderOf(t, { 'a.yaml': ORDER, 'b.yaml': GREETING, 'c.json': PAIR }))
  await run({ input: 'token-value-4711' }, 'secrets', 'set', from, 'SHOP_TOKEN')
  await errand('actions', 'enable', from, 'order STATUS')
  const folder = folderOf(t)
  const exported = await errand('actions', 'export', from, folder)
  t.is(exported.code, 0, exported.stderr)
  t.deepEqual(readdirSync(folder).sort(), [
    'first-of-two.yaml',
    'greeting.yaml',
    'order-status.yaml',
    'second-of-two.yaml',
  ])
  const text = readFileSync(join(folder, 'order-status.yaml'), 'utf8')
  t.notRegex(text, /token-value-4711|^(id|guru|version|created_at):/m)
  t.regex(text, /SHOP_TOKEN/)

  t.deepEqual((await json<PlanJson>('actions', 'plan', from, folder)).changes, [])
  t.is((await errand('actions', 'apply', to, folder)).code, 0)
  t.deepEqual((await json<PlanJson>('actions', 'plan', to, folder)).changes, [])

  t.is((await errand('actions', 'export', from, folder)).code, 0)
  writeFileSync(join(folder, 'greeting.yaml'), '# mine\n')
  const refused = await errand('actions', 'export', from, folder)
  t.is(refused.code, 1)
  t.is(readFileSync(join(folder, 'greeting.yaml'), 'utf8'), '# mine\n')
  t.is((await errand('actions', 'export', from, folder, '--force')).code, 0)
  t.regex(readFileSync(join(folder, 'greeting.yaml'), 'utf8'), /^name: Greeting/)
})

test('a name leads an export to no other folder, and a link leads an apply to none', async (t) => {
  const { api, newGuru } = t.context
  const { errand } = commandsOn(t.context)
  const guru = await newGuru()
  await api.post(`/${guru}/actions`, {
    name: '../../escaped/Öl',
    trigger: 'Never',
    type: 'api_call',
    api_call: { url: 'https://a.example/' },
  })
  const folder = folderOf(t)
  t.is((await errand('actions', 'export', guru, join(folder, 'actions'))).code, 0)
  t.deepEqual(readdirSync(join(folder, 'actions')), ['escaped-ol.yaml'])
  t.false(existsSync(join(folder, 'escaped')))

  const outside = folderOf(t, { 'greeting.yaml': GREETING })
  symlinkSync(outside, join(folder, 'actions', 'linked'))
  symlinkSync(join(outside, 'greeting.yaml'), join(folder, 'actions', 'greeting.yaml'))
  const plan = await errand('actions', 'plan', guru, join(folder, 'actions'))
  t.regex(plan.stdout, /No changes: 1 as they should be/)
})
