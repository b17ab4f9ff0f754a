import test from 'ava'
import { type ActionInput, type ApiCall, actionInputSchema } from '../../domain/action.ts'
import { Problem } from '../../domain/problems.ts'
import { templateProblems } from '../../domain/template.ts'
import { importCurl } from '../../importing/curl/import-curl.ts'
import { triggerAdvice } from '../../language/advice/trigger.ts'
import { CURL_LINES } from './support/curl-lines.ts'

const callOf = ({ api_call }: ActionInput): ApiCall => api_call as ApiCall

const refusal = (command: string): string => {
  try {
    importCurl(command)
  } catch (error) {
    if (error instanceof Problem && error.code === 'validation_failed' && error.errors[0]?.path === 'command')
      return error.errors[0].message
    throw error
  }
  return 'was not refused'
}

for (const [title, line] of Object.entries(CURL_LINES))
  test(`imports ${title}`, (t) => {
    const { action } = importCurl(line.line)
    t.deepEqual(actionInputSchema.parse(action), action)
    t.deepEqual(templateProblems(callOf(action), action), [])
    t.deepEqual(triggerAdvice(action), [])
    t.is(action.name, line.name)
    t.is(callOf(action).url, line.url)
    if (line.headers) t.deepEqual(callOf(action).headers, line.headers)
    if (line.body !== undefined) t.is(callOf(action).body, line.body)
    t.deepEqual(action.parameters.map(({ name }) => name).sort(), Object.keys(line.parameters ?? {}).sort())
    t.deepEqual(action.secrets.toSorted(), Object.keys(line.secrets ?? {}).sort())
  })

test('says in warnings what became of a line', (t) => {
  const warnings = (command: string) => importCurl(command).warnings.join('\n')
  t.regex(warnings('curl https://api.example.com/orders/1042'), /order_id became a parameter/)
  t.regex(warnings('curl -k https://a.example.com'), /certificates are always checked/)
  t.regex(warnings('curl https://a.example.com https://b.example.com'), /2 URLs: the first/)
  t.regex(warnings('curl https://a.example.com --next https://b.example.com'), /--next/)
  t.regex(warnings('curl https://a.example.com; curl https://b.example.com'), /2 curl commands/)
  t.regex(warnings('curl https://a.example.com | jq .'), /piped/)
  t.regex(warnings('curl https://a.example.com?x=1&y=2'), /quotes/)
  t.regex(warnings('curl https://a.example.com -d @file.json'), /file/)
  t.regex(warnings('curl https://a.example.com -F a=@b'), /file/)
  t.regex(warnings('curl a.example.com/x'), /no scheme/)
  t.regex(warnings('curl "https://a.example.com/{b,c}/[1-3]"'), /several requests/)
  t.regex(warnings('curl -X DELETE https://a.example.com/x'), /approval/)
  t.regex(warnings('curl https://$HOST/x'), /host has to be filled in/)
  t.regex(warnings('curl https://a.example.com -u me:secret --digest'), /Digest/)
  t.deepEqual(importCurl('curl -sSfL --compressed -o out https://a.example.com/x').warnings, [])
})

test('refuses what makes no action, and says why', (t) => {
  t.is(refusal('wget https://a.example.com'), 'has no curl command')
  t.is(refusal('curl -s'), 'names no URL')
  t.is(refusal('curl ftp://a.example.com'), 'has a URL that is not one of http or https')
  t.regex(refusal('curl -X OPTIONS https://a.example.com'), /OPTIONS/)
  t.is(refusal('curl https://a.example.com -H'), 'has nothing after -H')
  t.is(refusal("curl https://a.example.com --json 'a {{{ b'"), 'has a body that is called JSON and is none')
  t.regex(refusal(`curl ${'a '.repeat(2_000)}`), /more than 1000 words/)
  t.regex(refusal(`curl https://a.example.com -d ${'a'.repeat(100_000)}`), /100000 characters/)
})

test('a variable is a secret where its place or its name says so, else a parameter', (t) => {
  const { action } = importCurl(
    `curl "https://a.example.com/u/$USER_ID?page=\${PAGE:-1}&k=$MY_TOKEN" -H "Authorization: Bearer $X" -d '{"n": '$COUNT'}' -X PUT -H 'Content-Type: application/json'`,
  )
  t.deepEqual(action.secrets, ['X', 'MY_TOKEN'])
  t.deepEqual(action.parameters.map(({ name, type }) => `${name} ${type}`).sort(), [
    'count number',
    'page string',
    'user_id string',
  ])
})

test('text that looks like a placeholder stays text where a brace has no other spelling', (t) => {
  const { action } = importCurl(
    `curl https://a.example.com -H 'X-Format: a{b}c' -H 'Content-Type: text/plain' -d 'say {hello} to'`,
  )
  t.is(callOf(action).headers['X-Format'], 'a{b}c')
  t.is(callOf(action).body, 'say {hello} to')
  t.deepEqual(
    action.parameters.map(({ required, default: fallback }) => [required, fallback]),
    [
      [false, '{b}'],
      [false, '{hello}'],
    ],
  )
})

test('JSON with a mistake in it is put right', (t) => {
  const { action, warnings } = importCurl(
    `curl https://a.example.com -H 'Content-Type: application/json' -d '{"a": [1, 2,], "b": '$B', // c\n}'`,
  )
  t.deepEqual(JSON.parse((callOf(action).body ?? '').replace('{b}', '7')), { a: [1, 2], b: 7 })
  t.regex(warnings.join(), /put right/)
})
