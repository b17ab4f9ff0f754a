import test from 'ava'
import { draft, parseAction, problemsOf, pythonDraft } from './make-action.ts'

const parameter = (changes: Record<string, unknown> = {}) => ({ name: 'city', ...changes })
const schedule = (changes: Record<string, unknown> = {}) => ({ enabled: true, cron: '0 9 * * *', ...changes })

test('a minimal action is valid and gets the defaults', (t) => {
  const action = parseAction(draft())
  t.is(action.timeout_seconds, 30)
  t.true(action.enabled)
  t.false(action.requires_approval)
  t.deepEqual(action.parameters, [])
  t.deepEqual(action.secrets, [])
  t.deepEqual(action.schedule, {
    enabled: false,
    cron: '0 9 * * *',
    timezone: 'UTC',
    parameters: {},
    catch_up_seconds: 600,
    jitter_seconds: 0,
    delivery: null,
  })
  t.deepEqual(action.api_call, {
    method: 'GET',
    url: 'https://api.example.com/users',
    headers: {},
    body: null,
    idempotency_key: false,
  })
  t.is(action.python, null)
})

test('a parameter is by default a required string without a default', (t) => {
  const [city] = parseAction(draft({ parameters: [parameter()] })).parameters
  t.deepEqual(city, { name: 'city', type: 'string', description: '', required: true, default: null })
})

/** Each rule of the contract: a broken action, and where its problem is reported. */
const rules: [string, Record<string, unknown>, string[]][] = [
  ['a name is needed', draft({ name: undefined }), ['name']],
  ['a name is not blank', draft({ name: '  ' }), ['name']],
  ['a name has at most 80 characters', draft({ name: 'x'.repeat(81) }), ['name']],
  ['a trigger is not blank', draft({ trigger: '' }), ['trigger']],
  ['a trigger has at most 1000 characters', draft({ trigger: 'x'.repeat(1001) }), ['trigger']],
  ['a type is api_call or python', draft({ type: 'shell' }), ['type']],
  ['an unknown member is refused', draft({ colour: 'red' }), ['']],
  [
    'at most 30 parameters',
    draft({
      parameters: Array.from({ length: 31 }, (_, index) => parameter({ name: `p${'_'.repeat(index)}` })),
    }),
    ['parameters'],
  ],
  [
    'a parameter name has no digits',
    draft({ parameters: [parameter({ name: 'a1' })] }),
    ['parameters.0.name'],
  ],
  ['a parameter name is not empty', draft({ parameters: [parameter({ name: '' })] }), ['parameters.0.name']],
  [
    'a parameter name is not reserved',
    draft({ parameters: [parameter({ name: 'PATH' })] }),
    ['parameters.0.name'],
  ],
  [
    'a parameter type is one of three',
    draft({ parameters: [parameter({ type: 'date' })] }),
    ['parameters.0.type'],
  ],
  [
    "a default has the parameter's type",
    draft({ parameters: [parameter({ type: 'number', default: '3' })] }),
    ['parameters.0.default'],
  ],
  [
    'two parameters have different names',
    draft({ parameters: [parameter(), parameter()] }),
    ['parameters.1.name'],
  ],
  ['an api_call needs its block', draft({ api_call: null }), ['api_call']],
  ['the other block is null', draft({ python: { code: 'print(1)' } }), ['python']],
  ['python needs its block', pythonDraft({ python: null }), ['python']],
  ['python has no api_call', pythonDraft({ api_call: { url: 'https://a.example/' } }), ['api_call']],
  [
    'a method is known',
    draft({ api_call: { url: 'https://a.example/', method: 'TRACE' } }),
    ['api_call.method'],
  ],
  ['a URL is http or https', draft({ api_call: { url: 'ftp://a.example/' } }), ['api_call.url']],
  ['a URL has a host', draft({ api_call: { url: 'https:///path' } }), ['api_call.url']],
  [
    'a header name is a token',
    draft({ api_call: { url: 'https://a.example/', headers: { 'a b': 'c' } } }),
    ['api_call.headers.a b'],
  ],
  ['code is not empty', pythonDraft({ python: { code: '' } }), ['python.code']],
  [
    'code has at most 10,000 characters',
    pythonDraft({ python: { code: 'x'.repeat(10_001) } }),
    ['python.code'],
  ],
  ['code has at most 500 lines', pythonDraft({ python: { code: '\n'.repeat(501) } }), ['python.code']],
  ['a timeout is at least 1 second', draft({ timeout_seconds: 0 }), ['timeout_seconds']],
  ['a timeout is whole seconds', draft({ timeout_seconds: 1.5 }), ['timeout_seconds']],
  ['a timeout of an API call is at most 120 s', draft({ timeout_seconds: 121 }), ['timeout_seconds']],
  ['a timeout of Python is at most 30 s', pythonDraft({ timeout_seconds: 31 }), ['timeout_seconds']],
  ['a schedule has a valid cron', draft({ schedule: schedule({ cron: '* *' }) }), ['schedule.cron']],
  [
    'a schedule has a known time zone',
    draft({ schedule: schedule({ timezone: 'Mars/X' }) }),
    ['schedule.timezone'],
  ],
  [
    'a scheduled action needs all required values',
    draft({ parameters: [parameter()], schedule: schedule() }),
    ['schedule.parameters.city'],
  ],
  [
    'a scheduled value belongs to a parameter',
    draft({ schedule: schedule({ parameters: { town: 'Rome' } }) }),
    ['schedule.parameters.town'],
  ],
  [
    "a scheduled value has its parameter's type",
    draft({ parameters: [parameter()], schedule: schedule({ parameters: { city: 3 } }) }),
    ['schedule.parameters.city'],
  ],
  [
    'a scheduled action requires no approval',
    draft({ requires_approval: true, schedule: schedule() }),
    ['requires_approval'],
  ],
  ['a declared secret has a proper name', draft({ secrets: ['1A'] }), ['secrets.0']],
  ['a secret may have 64 characters', draft({ secrets: ['A'.repeat(64)] }), []],
  ['a secret has at most 64 characters', draft({ secrets: ['A'.repeat(65)] }), ['secrets.0']],
  ['a declared secret is not reserved', draft({ secrets: ['HTTPS_PROXY'] }), ['secrets.0']],
  [
    'a declared secret is not named like a parameter',
    draft({ parameters: [parameter()], secrets: ['city'] }),
    ['secrets.0'],
  ],
]

for (const [title, action, paths] of rules)
  test(`rule: ${title}`, (t) => t.deepEqual(problemsOf(action), paths))

test('the limits themselves are allowed', (t) => {
  t.deepEqual(
    problemsOf(draft({ name: 'x'.repeat(80), trigger: 'x'.repeat(1000), timeout_seconds: 120 })),
    [],
  )
  t.deepEqual(problemsOf(pythonDraft({ python: { code: 'x'.repeat(10_000) }, timeout_seconds: 30 })), [])
  t.deepEqual(problemsOf(pythonDraft({ python: { code: '\n'.repeat(499) } })), [])
  const parameters = Array.from({ length: 30 }, (_, index) => parameter({ name: `p${'_'.repeat(index)}` }))
  t.deepEqual(problemsOf(draft({ parameters })), [])
})

test('code whose last line ends with a line break has no further line', (t) => {
  t.deepEqual(problemsOf(pythonDraft({ python: { code: 'x = 1\n'.repeat(500) } })), [])
  t.deepEqual(problemsOf(pythonDraft({ python: { code: 'x = 1\n'.repeat(501) } })), ['python.code'])
})

test('a schedule takes required values from its own parameters or from defaults', (t) => {
  const parameters = [
    parameter(),
    parameter({ name: 'unit', default: 'C' }),
    parameter({ name: 'x', required: false }),
  ]
  t.deepEqual(problemsOf(draft({ parameters, schedule: schedule({ parameters: { city: 'Rome' } }) })), [])
})

test('all problems are reported at once', (t) => {
  const paths = problemsOf(draft({ name: '', trigger: '', timeout_seconds: 0 }))
  t.deepEqual(paths, ['name', 'trigger', 'timeout_seconds'])
})

test('problems between fields are reported together with those of single fields', (t) => {
  const action = draft({ name: '', python: { code: 'print(1)' }, parameters: [parameter(), parameter()] })
  t.deepEqual(problemsOf(action).sort(), ['name', 'parameters.1.name', 'python'])
})
