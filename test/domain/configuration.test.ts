import test from 'ava'
import { ConfigurationError, readConfiguration } from '../../domain/configuration.ts'

const problemsOf = (environment: Record<string, string>): string[] => {
  try {
    readConfiguration(environment)
    return []
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems
    throw error
  }
}

test('an empty environment gives the documented defaults', (t) => {
  t.like(readConfiguration({}), {
    ERRAND_PORT: 8080,
    ERRAND_HOST: '127.0.0.1',
    ERRAND_DATA: '.errand',
    ERRAND_EGRESS_ALLOW: [],
    ERRAND_ACTION_LIMIT: 10,
    ERRAND_RATE_LIMIT: 10,
    ERRAND_RETENTION_DAYS: 30,
  })
})

test('an empty variable counts as unset', (t) => {
  t.is(readConfiguration({ ERRAND_PORT: '', MONGODB_URL: '' }).ERRAND_PORT, 8080)
})

test('lists are split at commas, with white space and empty entries dropped', (t) => {
  const { ERRAND_EGRESS_ALLOW } = readConfiguration({ ERRAND_EGRESS_ALLOW: 'a.example, 10.0.0.0/8:8080,,' })
  t.deepEqual(ERRAND_EGRESS_ALLOW, ['a.example', '10.0.0.0/8:8080'])
})

test('every wrong variable is named at once, in one readable list', (t) => {
  const error = t.throws(
    () => readConfiguration({ ERRAND_PORT: 'http', TEMPORAL_ADDRESS: 'nowhere', MONGODB_URL: 'mysql://x' }),
    { instanceOf: ConfigurationError },
  )
  t.deepEqual(
    error?.problems.map((problem) => problem.split(':')[0]),
    ['ERRAND_PORT', 'TEMPORAL_ADDRESS', 'MONGODB_URL'],
  )
  t.regex(error?.message ?? '', /3 problems:\n {2}- ERRAND_PORT: must be a whole number from 0 to 65535\n/)
})

test('whole numbers keep their range', (t) => {
  t.is(problemsOf({ ERRAND_PORT: '65536' }).length, 1)
  t.is(problemsOf({ ERRAND_PORT: '-1' }).length, 1)
  t.is(problemsOf({ ERRAND_ACTION_LIMIT: '0' }).length, 1)
  t.is(problemsOf({ ERRAND_RATE_LIMIT: '1.5' }).length, 1)
  t.is(readConfiguration({ ERRAND_PORT: '0' }).ERRAND_PORT, 0)
})

test('a model needs both its URL and its name', (t) => {
  t.regex(problemsOf({ ERRAND_MODEL_URL: 'http://localhost:1/v1' })[0] ?? '', /^ERRAND_MODEL:/)
  t.regex(problemsOf({ ERRAND_MODEL: 'm' })[0] ?? '', /^ERRAND_MODEL_URL:/)
  t.deepEqual(problemsOf({ ERRAND_MODEL_URL: 'http://localhost:1/v1', ERRAND_MODEL: 'm' }), [])
})

test('a misspelt variable is refused, with the known ones named', (t) => {
  const [problem = ''] = problemsOf({ ERRAND_PROT: '1' })
  t.regex(problem, /^ERRAND_PROT: is not a setting/)
  t.regex(problem, /ERRAND_PORT/)
})

test('variables of others are none of its business', (t) =>
  t.deepEqual(problemsOf({ PORT: 'x', PATH: '/bin' }), []))

test('several MongoDB hosts in one URL are accepted', (t) => {
  t.deepEqual(problemsOf({ MONGODB_URL: 'mongodb://user:pass@a:27017,b:27017/errand?replicaSet=rs0' }), [])
})

test('a short admin key is refused without being shown', (t) => {
  const [problem = ''] = problemsOf({ ERRAND_ADMIN_KEY: 'hunter2' })
  t.regex(problem, /^ERRAND_ADMIN_KEY: must have at least 16/)
  t.notRegex(problem, /hunter2/)
})

test('every wrong entry of ERRAND_EGRESS_ALLOW is named', (t) => {
  const error = t.throws(() =>
    readConfiguration({ ERRAND_EGRESS_ALLOW: 'crm.internal:8443, foo:bar, 10.0.0.0/99' }),
  )
  t.regex(error?.message ?? '', /'foo:bar'/)
  t.regex(error?.message ?? '', /'10\.0\.0\.0\/99'/)
  t.notRegex(error?.message ?? '', /crm\.internal/)
})

test('the history is encrypted by true only, and a key that is none is refused without being shown', (t) => {
  const key = Buffer.alloc(32, 7).toString('base64')
  t.like(readConfiguration({ ERRAND_ENCRYPT_HISTORY: 'true', ERRAND_HISTORY_KEY: `${key}, ${key}` }), {
    ERRAND_ENCRYPT_HISTORY: true,
    ERRAND_HISTORY_KEY: [key, key],
  })
  t.false(readConfiguration({ ERRAND_ENCRYPT_HISTORY: 'false' }).ERRAND_ENCRYPT_HISTORY)
  const wrong = { ERRAND_ENCRYPT_HISTORY: 'yes', ERRAND_HISTORY_KEY: `${key},c2hvcnQ=` }
  const error = t.throws(() => readConfiguration(wrong), { instanceOf: ConfigurationError })
  t.deepEqual(error.problems, [
    'ERRAND_ENCRYPT_HISTORY: must be true or false',
    'ERRAND_HISTORY_KEY: must be 32 bytes in base64 (44 characters), or several such keys, separated by commas, newest first',
  ])
})
