// What goes along when a service sends a call elsewhere: to another origin neither credentials nor a body with a secret.
import test from 'ava'
import { redirectOf } from '../../activities/http/redirect.ts'
import type { RenderedRequest } from '../../domain/render-request.ts'

const REQUEST: RenderedRequest = {
  method: 'GET',
  url: 'https://api.example.com/first?key=secret',
  headers: {
    Authorization: 'Bearer x',
    Cookie: 'a=b',
    'X-Shopify-Access-Token': 'x',
    'Ocp-Apim-Subscription-Key': 'x',
    'X-Goog-Api-Key': 'x',
    apikey: 'x',
    'X-Tenant': 'made of a secret',
    Accept: 'text/plain',
    'X-Plain': 'stays',
    'Idempotency-Key': 'stays',
  },
  body: null,
}
const SECRETS = { headers: new Set(['x-tenant']), body: true }
const follow = (location: string, request = REQUEST, status = 302) =>
  redirectOf(request, status, location, SECRETS)

for (const location of [
  'http://api.example.com/first',
  'https://api.example.com:8443/',
  'https://other.example.com/',
  '//other.example.com/',
  'https:\\\\other.example.com\\',
])
  test(`a redirect to ${location} is one to another origin`, (t) => {
    t.deepEqual(follow(location)?.headers, {
      Accept: 'text/plain',
      'X-Plain': 'stays',
      'Idempotency-Key': 'stays',
    })
  })

for (const location of ['/second', 'second', '?x=1', 'https://API.example.com:443/', 'https:/second'])
  test(`a redirect to ${location} stays with the origin`, (t) => {
    t.deepEqual(follow(location)?.headers, REQUEST.headers)
  })

test('of our own address nothing goes along that the service did not write', (t) => {
  t.is(follow('https://other.example.com/')?.url, 'https://other.example.com/')
  t.is(follow('/second')?.url, 'https://api.example.com/second')
})

test('credentials that were left behind do not come back with the way back', (t) => {
  const away = follow('https://other.example.com/')
  if (!away) return t.fail()
  t.is(follow('https://api.example.com/', away)?.headers.Authorization, undefined)
})

test('a body with a secret goes to no other origin, be it another port or scheme', (t) => {
  const post = { ...REQUEST, method: 'POST', body: '{"key":"secret"}' }
  for (const location of ['http://api.example.com/', 'https://api.example.com:8443/', 'https://evil.test/'])
    for (const status of [307, 308])
      t.throws(() => follow(location, post, status), {
        message: /redirects a POST with a secret in its body/,
      })
  t.is(follow('https://evil.test/', post, 303)?.body, null)
  t.is(follow('/second', post, 307)?.body, post.body)
})
