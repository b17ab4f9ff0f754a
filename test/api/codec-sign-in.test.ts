// Who may see decoded data in a browser: the cookie.
import { randomBytes } from 'node:crypto'
import test from 'ava'
import type { Request } from 'express'
import { createSignInCookie } from '../../api/codec/sign-in-cookie.ts'

const HOUR_MS = 3_600_000
const ADMIN_KEY = 'an-admin-key-of-a-test'
const signInKey = randomBytes(32)
const cookie = createSignInCookie({ signInKey }, ADMIN_KEY, undefined)
const request = (cookies: string) =>
  ({ get: (name: string) => (name === 'cookie' ? cookies : undefined) }) as Pick<Request, 'get'>
const carrying = (value: string) => request(`other=1; ${cookie.name}=${value}; _csrf=x`)

test('holds for 8 hours', (t) => {
  const now = Date.now()
  const { value, options } = cookie.issue(now)
  t.is(options.maxAge, 8 * HOUR_MS)
  t.true(cookie.isValid(carrying(value), now))
  t.true(cookie.isValid(carrying(value), now + 8 * HOUR_MS - 1))
  t.false(cookie.isValid(carrying(value), now + 8 * HOUR_MS))
})

test('is out of reach of scripts and of other sites, and of plain http where the API has https', (t) => {
  t.like(cookie.issue().options, { httpOnly: true, sameSite: 'strict', path: '/codec', secure: false })
  const { options } = createSignInCookie({ signInKey }, ADMIN_KEY, 'https://example.com/errand/').issue()
  t.like(options, { path: '/errand/codec', secure: true })
})

test('holds neither with any character changed, nor with another end, nor without a signature', (t) => {
  const { value } = cookie.issue()
  for (let index = 0; index < value.length; index++) {
    // The last of 43 characters has two bits that stand for nothing; the decoder ignores them.
    const other = value[index] === 'A' ? 'Q' : 'A'
    t.false(cookie.isValid(carrying(value.slice(0, index) + other + value.slice(index + 1))), `at ${index}`)
  }
  const [, signature] = value.split('.')
  for (const forged of [
    '',
    '.',
    value.split('.')[0] ?? '',
    `9999999999999.${signature}`,
    `9999999999999.${'A'.repeat(43)}`,
  ])
    t.false(cookie.isValid(carrying(forged)), forged)
  t.false(cookie.isValid(request('')))
})

test('ends with the admin key and with the history key', (t) => {
  const { value } = cookie.issue()
  t.false(createSignInCookie({ signInKey }, 'another-admin-key', undefined).isValid(carrying(value)))
  t.false(createSignInCookie({ signInKey: randomBytes(32) }, ADMIN_KEY, undefined).isValid(carrying(value)))
})
