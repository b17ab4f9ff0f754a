import test from 'ava'
import type { ApiCall, ParameterValues } from '../../domain/action.ts'
import { renderRequest } from '../../domain/render-request.ts'
import { RunFailure } from '../../domain/run-errors.ts'
import { apiCall } from './make-action.ts'

const render = (
  call: Partial<ApiCall>,
  parameters: ParameterValues = {},
  secrets: Record<string, string> = {},
) => renderRequest(apiCall(call), { parameters, secrets })

const failure = (make: () => unknown): string => {
  try {
    make()
  } catch (error) {
    if (error instanceof RunFailure && error.code === 'invalid_request') return error.message
    throw error
  }
  return 'did not fail'
}

test('parameters and secrets are put in their places', (t) => {
  const request = render(
    {
      method: 'POST',
      url: 'https://api.example.com/users/{user}?per_page={count}',
      headers: { Authorization: 'Bearer {TOKEN}' },
      body: '{"name": "{user}", "count": {count}, "on": {on}, "key": {TOKEN}}',
    },
    { user: 'a b', count: 3, on: false },
    { TOKEN: 't"k' },
  )
  t.deepEqual(request, {
    method: 'POST',
    url: 'https://api.example.com/users/a%20b?per_page=3',
    headers: { Authorization: 'Bearer t"k', 'Content-Type': 'application/json' },
    body: '{"name":"a b","count":3,"on":false,"key":"t\\"k"}',
  })
})

test('a value is never read as a placeholder again', (t) => {
  const { url, body } = render(
    { url: 'https://a.example/{x}', body: '{"x": "{x}", "y": {x}}' },
    { x: '{TOKEN}' },
    { TOKEN: 'secret' },
  )
  t.is(url, 'https://a.example/%7BTOKEN%7D')
  t.is(body, '{"x":"{TOKEN}","y":"{TOKEN}"}')
})

test('a query pair with an absent parameter is left out, the others stay', (t) => {
  const url = 'https://a.example/p?a={x}&b=1&c={y}-{x}&{x}=2&d'
  t.is(render({ url }, { y: 'v' }).url, 'https://a.example/p?b=1&d')
  t.is(render({ url: 'https://a.example/p?a={x}' }).url, 'https://a.example/p')
})

test('an absent fragment, header, member, element or form field is left out', (t) => {
  t.is(render({ url: 'https://a.example/#{x}' }).url, 'https://a.example/')
  t.deepEqual(render({ headers: { 'X-A': 'v {x}', 'X-B': 'b' } }).headers, { 'X-B': 'b' })
  t.is(render({ body: '{"a": {x}, "b": ["{x}", 1], "c": {"d": "-{x}"}, "{x}": 1}' }).body, '{"b":[1],"c":{}}')
  const form = { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' }
  t.is(render({ headers: form, body: 'a={x}&b=2' }).body, 'b=2')
  t.is(render({ body: '{x}' }).body, null)
})

test('an empty string is a value, not an absent one', (t) => {
  t.is(render({ url: 'https://a.example/?a={x}' }, { x: '' }).url, 'https://a.example/?a=')
  t.is(render({ body: '{"a":{x}}' }, { x: '' }).body, '{"a":""}')
})

test('what a path or host needs must be there, and not be empty', (t) => {
  t.regex(
    failure(() => render({ url: 'https://a.example/items/{id}' })),
    /'id' has no value/,
  )
  t.regex(
    failure(() => render({ url: 'https://a.example/items/{id}' }, { id: '' })),
    /'id' is empty/,
  )
  t.regex(
    failure(() => render({ url: 'https://{h}/' })),
    /'h' has no value/,
  )
})

for (const value of ['.', '..', '%2e', '%2E%2e', '.%2e', '%252e%252e', '%c0%ae%c0%ae', '%u002e.'])
  test(`a path segment that means ${value} is refused`, (t) => {
    const message = failure(() => render({ url: 'https://a.example/users/{x}/repos' }, { x: value }))
    t.regex(message, /Parameter 'x' would make a path segment/)
  })

test('a path segment is judged as a whole, together with what stands beside the value', (t) => {
  t.regex(
    failure(() => render({ url: 'https://a.example/.{x}/b' }, { x: '.' })),
    /path segment/,
  )
  t.regex(
    failure(() => render({ url: 'https://a.example/{x}{y}/b' }, { x: '.', y: '.' })),
    /'x' and Parameter 'y'/,
  )
  t.is(render({ url: 'https://a.example/{x}' }, { x: '...' }).url, 'https://a.example/...')
  t.is(render({ url: 'https://a.example/v{x}' }, { x: '..' }).url, 'https://a.example/v..')
})

test('a literal percent sign does not join a value to an encoding', (t) => {
  t.is(render({ url: 'https://a.example/a%{x}' }, { x: '2F' }).url, 'https://a.example/a%252F')
  t.is(render({ url: 'https://a.example/a%20b' }).url, 'https://a.example/a%20b')
})

for (const [host, expected] of [
  ['api.example.com', 'api.example.com'],
  ['api.example.com:8080', 'api.example.com:8080'],
  ['127.0.0.1:9', '127.0.0.1:9'],
  ['::1', '[::1]'],
  ['[::1]:8080', '[::1]:8080'],
  ['bücher.example', 'xn--bcher-kva.example'],
] as const)
  test(`the host may be ${host}`, (t) =>
    t.is(render({ url: 'http://{h}/x' }, { h: host }).url, `http://${expected}/x`))

for (const host of [
  '',
  ' ',
  'a b',
  'a/b',
  'a\\b',
  'u@a',
  'u:p@a',
  'a?b',
  'a#b',
  'a:b',
  'a:99999',
  'http://a',
  'a%2eb',
  '[a',
  '..',
  'a..b',
  'a\nb',
])
  test(`the host may not be ${JSON.stringify(host)}`, (t) =>
    t.regex(
      failure(() => render({ url: 'https://{h}/x' }, { h: host })),
      /'h' stands for the host/,
    ))

test('a port that the action writes out stays, and the value must have none', (t) => {
  t.is(render({ url: 'http://{h}:81/' }, { h: 'a.example' }).url, 'http://a.example:81/')
  t.regex(
    failure(() => render({ url: 'http://{h}:81/' }, { h: 'a.example:82' })),
    /must have no port/,
  )
})

test('line breaks and NUL are refused in headers, without showing a secret', (t) => {
  for (const value of ['sesame\r\nX-Evil: 1', 'sesame\n', 'sesame\0', 'sesame\r', '\x7fsesame']) {
    const message = failure(() => render({ headers: { 'X-A': '{KEY}' } }, {}, { KEY: value }))
    t.regex(message, /Secret 'KEY' .* X-A/)
    t.notRegex(message, /sesame/)
  }
})

test('a value may not name a member, field or query pair that is there already', (t) => {
  t.regex(
    failure(() => render({ body: '{"role": "guest", "{k}": 1}' }, { k: 'role' })),
    /'k' gives two members/,
  )
  t.regex(
    failure(() => render({ body: '{"r\\u006fle": 1, "{k}": 1}' }, { k: 'role' })),
    /two members/,
  )
  t.regex(
    failure(() => render({ url: 'https://a.example/?id=1&{k}=2' }, { k: 'id' })),
    /two fields/,
  )
})

test('a repeated query name that the action writes itself is kept', (t) => {
  t.is(render({ url: 'https://a.example/?t={x}&t=2' }, { x: '1' }).url, 'https://a.example/?t=1&t=2')
})

test('a member may be called __proto__ without harm', (t) => {
  t.is(render({ body: '{"{k}": {"a": {v}}}' }, { k: '__proto__', v: 1 }).body, '{"__proto__":{"a":1}}')
})

test('numbers of the template keep all their digits', (t) => {
  t.is(
    render({ body: '{"id": 12345678901234567890.10, "x": {x}}' }, { x: 1 }).body,
    '{"id":12345678901234567890.10,"x":1}',
  )
})

test('a body without placeholders is sent as it was written', (t) => {
  t.is(render({ body: '{ "a" : 1 }' }).body, '{ "a" : 1 }')
})

test('a Content-Type of the action stays as it is', (t) => {
  const { headers } = render(
    { headers: { 'content-type': 'application/vnd.api+json' }, body: '{"a":{x}}' },
    { x: 'y' },
  )
  t.deepEqual(headers, { 'content-type': 'application/vnd.api+json' })
})

test('plain text takes values as they are, XML takes them escaped', (t) => {
  t.is(render({ body: 'Hi {x}' }, { x: '<b> & {y}' }).body, 'Hi <b> & {y}')
  const xml = { 'Content-Type': 'text/xml' }
  t.is(render({ headers: xml, body: '<a b="{x}"/>' }, { x: '"><c' }).body, '<a b="&quot;&gt;&lt;c"/>')
})

test('a number that is none is refused', (t) => {
  t.regex(
    failure(() => render({ body: '{"a":{x}}' }, { x: Number.NaN })),
    /'x' is not a finite number/,
  )
})
