/*
 * Gurus, keys, secrets, runs, questions and templates by the real command, against the whole stack.
 */
import { spawnSync } from 'node:child_process'
import anyTest, { type TestFn } from 'ava'
import type { Run } from '../../domain/run.ts'
import { commandsOn, folderOf } from '../support/commands-on-stack.ts'
import { eventually } from '../support/eventually.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = (anyTest as TestFn<StackContext>).serial
withStack(anyTest as TestFn<StackContext>, ({ path }, response) =>
  path === '/broken'
    ? sendJson(response, { error: 'broken' }, 500)
    : sendJson(response, { order: 1042, status: 'shipped' }),
)

const orderStatus = (target: string) => ({
  name: 'Order status',
  trigger: 'When the user asks where an order is, or about its status',
  parameters: [{ name: 'order_id', type: 'number', description: 'The number of the order' }],
  type: 'api_call',
  api_call: { url: `${target}/orders/{order_id}` },
  usage_instructions: 'Give the status',
})

test('makes a guru and a key of its own, which is all that standard output holds', async (t) => {
  const { errand, with: run } = commandsOn(t.context)
  const made = await errand('gurus', 'create', 'shop', '--name', 'The shop', '--action-limit', '7')
  t.is(made.code, 0, made.stderr)
  t.regex((await errand('gurus', 'list')).stdout, /^SLUG +NAME +ACTIONS[\s\S]*shop +The shop +0\/7/)
  const { stdout } = await errand('keys', 'create', 'shop', '--name', 'ci', '--role', 'chat')
  t.regex(stdout, /^errand_[\w-]+\n$/)
  const key = stdout.trim()
  const listed = await errand('keys', 'list', 'shop')
  t.regex(listed.stdout, /ci +chat/)
  t.notRegex(listed.stdout, new RegExp(key))

  const asChat = { environment: { ERRAND_KEY: key } }
  const refused = await run(asChat, 'actions', 'list', 'shop')
  t.is(refused.code, 1)
  t.regex(refused.stderr, /Error: A chat key can only ask questions/)
  t.notRegex(refused.stderr, new RegExp(key))
  const [, id = ''] = /\n(\S+) +ci/.exec(listed.stdout) ?? []
  t.is((await errand('keys', 'revoke', 'shop', id)).code, 0)
  t.regex((await run(asChat, 'actions', 'list', 'shop')).stderr, /not known/)
})

test('deletes a guru only when told so', async (t) => {
  const { errand } = commandsOn(t.context)
  await errand('gurus', 'create', 'short-lived')
  const refused = await errand('gurus', 'delete', 'short-lived')
  t.is(refused.code, 1)
  t.regex(refused.stderr, /--yes/)
  t.is((await errand('gurus', 'delete', 'short-lived', '--yes')).code, 0)
  t.regex((await errand('gurus', 'delete', 'short-lived', '--yes')).stderr, /does not exist/)
})

test('shows what the API finds wrong, with the path of each', async (t) => {
  const { errand } = commandsOn(t.context)
  const { code, stderr } = await errand('gurus', 'create', 'Not A Slug', '--action-limit', '0')
  t.is(code, 1)
  t.regex(stderr, /^Error: .+\n {2}slug: .+\n {2}action_limit: /)
})

test('takes a secret from standard input, shows where it may go, and never its value', async (t) => {
  const { newGuru } = t.context
  const { errand, with: run } = commandsOn(t.context)
  const guru = await newGuru()
  const set = await run(
    { input: 'sk-value-4711\n' },
    'secrets',
    'set',
    guru,
    'STRIPE_KEY',
    '--allowed-host',
    'api.stripe.com',
  )
  t.is(set.code, 0, set.stderr)
  const listed = await errand('secrets', 'list', guru)
  t.regex(listed.stdout, /STRIPE_KEY +yes +api\.stripe\.com/)
  const json = await errand('secrets', 'list', guru, '--json')
  for (const { stdout, stderr } of [set, listed, json]) t.notRegex(stdout + stderr, /sk-value-4711/)
  t.is((await errand('secrets', 'delete', guru, 'STRIPE_KEY', '--yes')).code, 0)

  const empty = await run({ input: '\n' }, 'secrets', 'set', guru, 'STRIPE_KEY')
  t.regex(empty.stderr, /empty\. Nothing was changed/)
})

test('refuses a secret as an argument without repeating it', async (t) => {
  const { newGuru } = t.context
  const { errand } = commandsOn(t.context)
  const guru = await newGuru()
  for (const args of [['sk-value-4711'], ['--value', 'sk-value-4711'], ['--value=sk-value-4711']]) {
    const { code, stdout, stderr } = await errand('secrets', 'set', guru, 'STRIPE_KEY', ...args)
    t.is(code, 1)
    t.notRegex(stdout + stderr, /sk-value-4711/)
  }
})

test('a secret typed at a terminal is not shown there', async (t) => {
  const { errand, newGuru } = t.context
  const guru = await newGuru()
  // Python's pty stands for a terminal and its user.
  const typed = spawnSync(
    'python3',
    ['-c', TYPE_AT_PROMPT, process.execPath, 'cli/main.ts', 'secrets', 'set', guru, 'TYPED'],
    { encoding: 'utf8', env: { ...process.env, ERRAND_DATA: errand.dataFolder } },
  )
  t.is(typed.status, 0, typed.stdout + typed.stderr)
  t.regex(typed.stdout, /Value of TYPED \(not shown\)/)
  t.regex(typed.stdout, /Set TYPED/)
  t.notRegex(typed.stdout, /typed-value-4711/)
})
const TYPE_AT_PROMPT = `
import os, pty, sys
seen = b''
def read(fd):
    global seen
    data = os.read(fd, 1024)
    before, seen = seen, seen + data
    if b'not shown' in seen and b'not shown' not in before:
        os.write(fd, b'typed-value-4711\\n')
    return data
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:], read)))
`

test('runs an action by hand, and lists and shows its run', async (t) => {
  const { api, target, newGuru } = t.context
  const { errand, json } = commandsOn(t.context)
  const guru = await newGuru()
  await api.post(`/${guru}/actions`, orderStatus(target.url))
  await api.post(`/${guru}/actions`, {
    ...{ name: 'Broken', trigger: 'Never', type: 'api_call' },
    api_call: { method: 'POST', url: `${target.url}/broken` },
  })
  const run = await json<Run>(
    'actions',
    'trigger',
    guru,
    'order status',
    '--parameter',
    'order_id=1042',
    '--wait',
  )
  t.like(run, { status: 'succeeded', parameters: { order_id: 1042 } })
  const failed = await errand('actions', 'trigger', guru, 'Broken', '--wait')
  t.is(failed.code, 3)
  t.regex(failed.stdout, /Error +http_error: /)

  const wrong = await errand('actions', 'trigger', guru, 'Order status', '--parameter', 'order_id=many')
  t.is(wrong.code, 1)
  t.regex(wrong.stderr, /order_id must be a number, not 'many'/)
  t.regex(
    (await errand('actions', 'trigger', guru, 'Nothing')).stderr,
    /has no action 'Nothing'. It has 'Order status', 'Broken'/,
  )

  await eventually('both runs in the list', async () => {
    const { stdout } = await errand('runs', 'list', guru)
    return /succeeded +Order status/.test(stdout) && /failed +Broken/.test(stdout)
  })
  t.notRegex((await errand('runs', 'list', guru, '--status', 'failed')).stdout, /Order status/)
  const shown = await errand('runs', 'show', guru, run.id)
  t.regex(shown.stdout, /Parameters +\{"order_id":1042\}[\s\S]*Output\n\{"order":1042,"status":"shipped"\}/)
})

test('an action that was disabled does not run, until it is enabled', async (t) => {
  const { api, target, newGuru } = t.context
  const { errand } = commandsOn(t.context)
  const guru = await newGuru()
  await api.post(`/${guru}/actions`, orderStatus(target.url))
  t.is((await errand('actions', 'disable', guru, 'Order status')).code, 0)
  const refused = await errand('actions', 'trigger', guru, 'Order status', '--parameter', 'order_id=1')
  t.is(refused.code, 1)
  t.is((await errand('actions', 'enable', guru, 'Order status')).code, 0)
  t.regex((await errand('actions', 'list', guru)).stdout, /Order status +api_call +3 +yes/)
})

test('follows runs as they start and end, and stops at Ctrl-C', async (t) => {
  const { api, target, newGuru } = t.context
  const { begin, errand } = commandsOn(t.context)
  const guru = await newGuru()
  await api.post(`/${guru}/actions`, orderStatus(target.url))
  await errand('actions', 'trigger', guru, 'Order status', '--parameter', 'order_id=1', '--wait')
  await eventually('the first run in the list', async () =>
    /Order status/.test((await errand('runs', 'list', guru)).stdout),
  )
  const tail = begin('runs', 'tail', guru, '--json')
  t.teardown(() => tail.child.kill('SIGKILL'))
  const told = () =>
    tail
      .stdout()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Run)
  await eventually('the run of before', async () =>
    told().some(({ parameters }) => parameters.order_id === 1),
  )
  for (const order of [2, 3])
    await errand('actions', 'trigger', guru, 'Order status', '--parameter', `order_id=${order}`, '--wait')
  const ended = (order: number) =>
    told().filter((run) => run.parameters.order_id === order && run.status === 'succeeded')
  await eventually('both new runs', async () => ended(2).length > 0 && ended(3).length > 0)
  // With a later one, there were more looks; none told of these again.
  await errand('actions', 'trigger', guru, 'Order status', '--parameter', 'order_id=4', '--wait')
  await eventually('the last run', async () => ended(4).length > 0)
  t.deepEqual(
    [1, 2, 3].map((order) => ended(order).length),
    [1, 1, 1],
  )
  tail.child.kill('SIGINT')
  t.is((await tail.ended).code, 0)
})

test('streams an answer, and goes on with its session', async (t) => {
  const { api, target, newGuru } = t.context
  const { errand, with: run, json } = commandsOn(t.context)
  const guru = await newGuru()
  await api.post(`/${guru}/actions`, orderStatus(target.url))
  const asked = await errand('ask', guru, 'What is the status of my order?')
  t.is(asked.code, 0, asked.stderr)
  const [, session = ''] = /Session (\S+)/.exec(asked.stderr) ?? []
  const answer = await json<{ content: string; actions: { parameters: object }[] }>(
    ...['ask', guru, 'It is 1042', '--session', session],
  )
  t.regex(answer.content, /shipped/)
  t.deepEqual(answer.actions[0]?.parameters, { order_id: 1042 })
  const piped = await run({ input: 'What is the status of order 1042?\n' }, 'ask', guru)
  t.regex(piped.stdout, /shipped/)
  t.is((await errand('ask', 'nobody', 'Hello?')).code, 1)
})

test('shows templates as files for apply', async (t) => {
  const { newGuru } = t.context
  const { errand, json } = commandsOn(t.context)
  const guru = await newGuru()
  t.regex((await errand('templates', 'list')).stdout, /refund-status +\S+/)
  const shown = await errand('templates', 'show', 'refund-status')
  const folder = folderOf(t, { 'refund.yaml': shown.stdout })
  const applied = await errand('actions', 'apply', guru, folder)
  t.is(applied.code, 0, applied.stderr)
  t.regex(applied.stdout, /stays disabled until there is/)
  t.regex((await errand('actions', 'plan', guru, folder)).stdout, /No changes/)
  const { action } = await json<{ action: { name: string } }>('templates', 'show', 'refund-status')
  t.regex(shown.stdout, new RegExp(`name: ${action.name}`))
  t.regex((await errand('templates', 'show', 'nothing')).stderr, /There is no template 'nothing'\. There is /)
})
