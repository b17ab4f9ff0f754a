import test from 'ava'
import fc from 'fast-check'
import { renderRequest } from '../../domain/render-request.ts'
import { RunFailure } from '../../domain/run-errors.ts'
import { apiCall } from './make-action.ts'
import '../support/property-seed.ts'

/** Values that know what could break out of their place. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...'/\\?#&=+%.:@{}[]"\'<>;,\r\n\t\0 aAéß漢😀2eE5') }),
  fc.constantFrom(
    '.',
    '..',
    '%2e%2E',
    '%252e.',
    '{other}',
    '{SECRET}',
    '","admin":true,"x":"',
    '\ud800',
    '//evil.example/',
  ),
  fc.string(),
)
const values = { maxLength: 40 }
const runs = { numRuns: 2000 }

/** Runs `check`, unless the values were refused, which is as good. */
function unlessRefused(check: () => void): void {
  try {
    check()
  } catch (error) {
    if (!(error instanceof RunFailure && error.code === 'invalid_request')) throw error
  }
}

const parts = (a: string, b: string) => ({ parameters: { a, b }, secrets: { SECRET: 'never-in-here' } })

test('whatever the values, a URL keeps its origin, path segments, query names and fragment', (t) => {
  const call = apiCall({ url: 'https://api.example.com:8443/v1/{a}/x-{b}/end?q={a}&fixed=1&mix=a+{b}#f{a}' })
  let made = 0
  fc.assert(
    fc.property(hostile, hostile, (a, b) =>
      unlessRefused(() => {
        const url = new URL(renderRequest(call, parts(a, b)).url)
        t.is(url.origin, 'https://api.example.com:8443')
        t.is(url.username + url.password, '')
        t.deepEqual(
          url.pathname.split('/').map(decodeURIComponent),
          ['', 'v1', a, `x-${b}`, 'end'].map((text) => text.toWellFormed()),
        )
        t.deepEqual(
          [...url.searchParams],
          [
            ['q', a.toWellFormed()],
            ['fixed', '1'],
            ['mix', `a ${b.toWellFormed()}`],
          ],
        )
        t.is(decodeURIComponent(url.hash), `#f${a.toWellFormed()}`)
        made++
      }),
    ),
    runs,
  )
  t.true(made > runs.numRuns / 2)
})

test('whatever the values, a host placeholder makes a host and nothing else', (t) => {
  const call = apiCall({ url: 'https://{a}/p?q=1' })
  const hosts = fc.oneof(
    hostile,
    fc.domain(),
    fc.ipV4(),
    fc.ipV6(),
    fc.webAuthority({ withPort: true, withUserInfo: true }),
  )
  fc.assert(
    fc.property(hosts, (a) =>
      unlessRefused(() => {
        const url = new URL(renderRequest(call, parts(a, '')).url)
        t.is(url.href, `https://${url.host}/p?q=1`)
      }),
    ),
    runs,
  )
})

test('whatever the values, JSON keeps its shape and gives the values back', (t) => {
  const body =
    '{"s": "{a}", "mix": "<{a}|{b}>", "{b}_name": [1, {a}, null, true], "o": {"n": {number}, "f": {flag}}}'
  fc.assert(
    fc.property(
      hostile,
      hostile,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      (a, b, number, flag) => {
        const { body: text } = renderRequest(apiCall({ method: 'POST', body }), {
          parameters: { a, b, number, flag },
          secrets: {},
        })
        t.deepEqual(JSON.parse(text ?? ''), {
          s: a,
          mix: `<${a}|${b}>`,
          [`${b}_name`]: [1, a, null, true],
          o: { n: number === 0 ? 0 : number, f: flag },
        })
      },
    ),
    runs,
  )
})

test('whatever the values, a form keeps its fields and gives the values back', (t) => {
  const call = apiCall({
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'user={a}&role=guest&note=x{b}y',
  })
  fc.assert(
    fc.property(hostile, hostile, (a, b) => {
      t.deepEqual(
        [...new URLSearchParams(renderRequest(call, parts(a, b)).body ?? '')],
        [
          ['user', a.toWellFormed()],
          ['role', 'guest'],
          ['note', `x${b.toWellFormed()}y`],
        ],
      )
    }),
    runs,
  )
})

test('whatever the values, headers keep their names, and no value starts another one', (t) => {
  const call = apiCall({ headers: { Authorization: 'Bearer {a}', 'X-Note': '{b}' } })
  fc.assert(
    fc.property(hostile, hostile, (a, b) =>
      unlessRefused(() => {
        const { headers } = renderRequest(call, parts(a, b))
        t.deepEqual(Object.keys(headers), ['Authorization', 'X-Note'])
        for (const value of Object.values(headers)) t.notRegex(value, /[^\t\x20-\x7e\x80-\xff]/)
        t.is(Buffer.from(headers['X-Note'] ?? '', 'latin1').toString(), b.toWellFormed())
      }),
    ),
    { ...runs, ...values },
  )
})
