// Which runs are delivered, which secrets that takes, and what is wrong with a delivery before it is saved.
import test from 'ava'
import { deliveryProblems } from '../../domain/delivery.ts'
import { isDeliveryDue } from '../../domain/delivery-due.ts'
import { withMissingSecrets } from '../../domain/missing-secrets.ts'
import { RUN_STATUSES } from '../../domain/run.ts'
import { secretsForExecution, secretsUsedBy } from '../../domain/secret-use.ts'
import { draft, parseAction, pythonDraft } from './make-action.ts'

const delivery = (changes = {}) => ({
  schedule: { delivery: { url: 'https://hooks.example.com/x/{HOOK}', secret: 'SIGNING', ...changes } },
})
const problems = (action: Record<string, unknown>, secrets: string[]) =>
  deliveryProblems(parseAction(action), secrets).map(({ path, message }) => `${path}: ${message}`)

test('every run is delivered, or those that did not succeed, or those that differ from the one before', (t) => {
  for (const status of RUN_STATUSES) {
    const run = { status, output: 'a' }
    t.true(isDeliveryDue('always', run, run), status)
    t.is(isDeliveryDue('failure', run, run), status !== 'succeeded', status)
    t.false(isDeliveryDue('change', run, { ...run, answer: 'another' }), status)
  }
  const run = { status: 'succeeded', output: 'a' } as const
  t.true(isDeliveryDue('change', run, { ...run, output: 'b' }))
  t.true(isDeliveryDue('change', run, { ...run, status: 'failed' }))
  t.true(isDeliveryDue('change', { ...run, output: null }, run))
  for (const none of [undefined, null, 'text', {}]) t.true(isDeliveryDue('change', run, none))
})

test('a delivery needs the secrets in its URL and the one that signs', (t) => {
  const action = parseAction(draft(delivery()))
  t.deepEqual(secretsUsedBy(action, []), ['HOOK', 'SIGNING'])
  t.deepEqual(secretsUsedBy(parseAction(draft()), []), [])
})

test('an action that an older version stored has no delivery', (t) => {
  const { delivery: _, ...older } = parseAction(draft()).schedule
  t.deepEqual(secretsUsedBy({ ...parseAction(draft()), schedule: older as never }, []), [])
})

test('an execution is not given what only its delivery needs, though the action declares it', (t) => {
  const existing = ['HOOK', 'SIGNING', 'TOKEN', 'OTHER']
  const api = parseAction(
    draft({
      ...delivery(),
      secrets: ['SIGNING', 'HOOK', 'OTHER'],
      api_call: { url: 'https://a.test/', headers: { Authorization: '{TOKEN}' } },
    }),
  )
  t.deepEqual(secretsForExecution(api, existing), ['OTHER', 'TOKEN'])
  const python = parseAction(
    pythonDraft({ ...delivery(), secrets: ['SIGNING', 'OTHER'], python: { code: 'print("TOKEN")' } }),
  )
  t.deepEqual(secretsForExecution(python, existing), ['OTHER', 'TOKEN'])
  t.deepEqual(secretsUsedBy(python, existing), ['HOOK', 'OTHER', 'SIGNING', 'TOKEN'])
})

test('an execution is given a secret of its delivery that it names itself', (t) => {
  const action = parseAction(draft({ ...delivery(), api_call: { url: 'https://a.test/{HOOK}' } }))
  t.deepEqual(secretsForExecution(action, []), ['HOOK'])
})

test('an action whose delivery misses a secret can be saved again, and its execution is still not given it', (t) => {
  const saved = withMissingSecrets(
    { definition: parseAction(pythonDraft(delivery())), disabled_reason: null },
    ['SIGNING'],
  )
  t.false(saved.definition.enabled)
  t.deepEqual(deliveryProblems(saved.definition, ['HOOK']), [])
  t.deepEqual(secretsForExecution(saved.definition, ['HOOK', 'SIGNING']), [])
})

test('a delivery is saved with secrets that exist or are declared', (t) => {
  t.deepEqual(problems(draft(), []), [])
  t.deepEqual(problems(draft(delivery()), ['HOOK', 'SIGNING']), [])
  t.deepEqual(problems(draft({ ...delivery(), secrets: ['HOOK', 'SIGNING'] }), []), [])
  t.deepEqual(problems(draft(delivery()), []), [
    'schedule.delivery.url: {HOOK} is not a secret; where no placeholder is meant, write { HOOK }',
    "schedule.delivery.secret: There is no secret SIGNING: create it, or declare it in 'secrets'",
  ])
})

test('a parameter is neither a part of where runs are delivered nor what they are signed with', (t) => {
  const parameters = ['HOOK', 'SIGNING'].map((name) => ({ name, type: 'string', description: 'x' }))
  t.deepEqual(problems(draft({ ...delivery(), parameters }), []), [
    'schedule.delivery.url: {HOOK} is a parameter: where runs are delivered must not depend on what they were given',
    'schedule.delivery.secret: SIGNING is the name of a parameter, not of a secret',
  ])
})

test("a delivery's URL is one that a request can be sent to", (t) => {
  for (const [url, problem] of [
    ['https://me:pw@hooks.example.com/', /must not contain a user name/],
    ['https://hooks-{HOOK}.example.com/', /host that is written out or is one placeholder/],
    ['https://[::/', /host that is not valid/],
  ] as const) {
    const [found = '', ...others] = problems(draft(delivery({ url })), ['HOOK', 'SIGNING'])
    t.regex(found, problem, url)
    t.regex(found, /^schedule\.delivery\.url: /)
    t.is(others.length, 0)
  }
})
