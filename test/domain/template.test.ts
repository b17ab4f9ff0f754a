import test from 'ava'
import { type ApiCall, parameterSchema } from '../../domain/action.ts'
import { placeholdersOf, templateProblems } from '../../domain/template.ts'
import { apiCall } from './make-action.ts'

const problems = (call: Partial<ApiCall>): string[] =>
  templateProblems(apiCall(call), {
    parameters: [parameterSchema.parse({ name: 'x' })],
    secrets: ['KEY'],
  }).map(({ path, message }) => `${path}: ${message}`)

test('placeholders are found in URL, headers and body, once per field', (t) => {
  const call = apiCall({
    url: 'https://{h}/{x}/{x}?{k}={v}#{f}',
    headers: { Authorization: 'Bearer {KEY}' },
    body: '{"a": {b}, "c": "{d}", "{e}": {}}',
  })
  t.deepEqual(
    placeholdersOf(call).map(({ name, place, path }) => `${name} ${place} ${path}`),
    [
      ...['h', 'x', 'k', 'v', 'f'].map((name) => `${name} url api_call.url`),
      'KEY header api_call.headers.Authorization',
      ...['b', 'd', 'e'].map((name) => `${name} body api_call.body`),
    ],
  )
})

test('braces that hold no name are literal', (t) => {
  const body =
    '{"query": "query { viewer { login } }", "a": {}, "b": "{1}", "c": "{a-b}", "d": "{}", "e": "\\u007bx}"}'
  t.deepEqual(placeholdersOf(apiCall({ body })), [])
  t.deepEqual(problems({ body }), [])
})

test('known names are no problem', (t) => {
  t.deepEqual(problems({ url: 'https://a.example/{x}?k={KEY}', body: '{"a": {x}, "{KEY}": "{x}"}' }), [])
})

test('a name that nothing has is a problem where it stands', (t) => {
  const call = { url: 'https://a.example/{y}', headers: { 'X-A': '{Z}' }, body: '{"a": {constructor}}' }
  const found = problems(call)
  t.is(found.length, 3)
  t.regex(found[0] ?? '', /^api_call\.url: \{y\} is neither a parameter nor a secret/)
  t.regex(found[1] ?? '', /^api_call\.headers\.X-A: \{Z\}/)
  t.regex(found[2] ?? '', /^api_call\.body: \{constructor\}/)
})

for (const url of [
  'https://{x}.example.com/',
  'https://api-{x}/',
  'https://{x}{KEY}/',
  'https://a.example:{x}/',
  'https://{x}:{x}/',
])
  test(`a host of more than one placeholder is refused: ${url}`, (t) =>
    t.regex(problems({ url })[0] ?? '', /^api_call\.url: must have a host that is written out/))

for (const url of ['https://u:p@a.example/', 'https://{KEY}@a.example/', 'https://u:{KEY}@{x}/'])
  test(`a user name in the URL is refused: ${url}`, (t) =>
    t.regex(problems({ url })[0] ?? '', /Authorization header/))

for (const url of [
  'https://{x}',
  'https://{x}:8080/a',
  'https://{x}?a=b',
  'http://[::1]:80/{x}',
  'https://a.example#{x}',
])
  test(`a host is fine: ${url}`, (t) => t.deepEqual(problems({ url }), []))

for (const url of [
  'https://a b/',
  'https://\\evil.example',
  'https://a.example:99999/',
  'https://a.example/\nb',
  'https://[::1/',
])
  test(`a URL that is none is refused: ${JSON.stringify(url)}`, (t) => t.is(problems({ url }).length, 1))

for (const [body, position] of [
  ['{"a": {x}', 'line 1, column 10: expected "," or "}", but the text ends here'],
  ['{\n  "a": 1,\n}', "line 3, column 1: expected a member's name"],
  ['{"a": {x}{x}}', 'line 1, column 10: expected ","'],
  ['{"a": 1{x}}', 'line 1, column 8'],
  ['{"a": -{x}}', 'line 1, column 7: expected a value'],
  ['{"a": "{x}}', 'line 1, column 7: this string has no end'],
  ['{"a": "\\{x}"}', 'line 1, column 8: this escape'],
  ['{"a": "b\nc"}', 'line 1, column 9: a line break'],
  ["{'a': 1}", 'line 1, column 2'],
  ['{"a": 01}', 'line 1, column 8'],
  ['{"a": True}', 'line 1, column 7'],
  ['[1, 2] 3', 'line 1, column 8: expected the end'],
] as const)
  test(`broken JSON is found with its position: ${JSON.stringify(body)}`, (t) => {
    const [problem = ''] = problems({ body })
    t.true(problem.startsWith(`api_call.body: is not valid JSON: ${position}`), problem)
  })

test('JSON is demanded of what says it is JSON, and only of that and what looks like it', (t) => {
  t.is(problems({ headers: { 'Content-Type': 'application/json' }, body: 'a={x}' }).length, 1)
  t.deepEqual(problems({ headers: { 'Content-Type': 'text/plain' }, body: '{"a": {x}' }), [])
  t.deepEqual(problems({ body: 'Dear {x}' }), [])
  t.deepEqual(problems({ body: '{x} says hello' }), [])
})

test('deep nesting is a problem, not a crash', (t) => {
  t.regex(problems({ body: '['.repeat(90_000) })[0] ?? '', /nested more than/)
})

test('headers that the client sets itself, repeat, or break lines are refused', (t) => {
  t.regex(problems({ headers: { Host: 'evil.example' } })[0] ?? '', /headers\.Host: is set by Errand/)
  t.regex(problems({ headers: { 'content-length': '3' } })[0] ?? '', /is set by Errand/)
  t.regex(problems({ headers: { 'X-A': '1', 'x-a': '2' } })[0] ?? '', /set twice/)
  t.regex(problems({ headers: { 'X-A': 'a\r\nX-B: c' } })[0] ?? '', /line breaks/)
})
