// What a start prints to sign in with: for the terminal, for one browser, and for nobody who reads a file.
import test, { type ExecutionContext } from 'ava'
import { signInLink } from '../../stack/sign-in-link.ts'
import { startErrand } from '../support/errand.ts'
import { filesWith } from '../support/find-bytes.ts'

async function started(t: ExecutionContext) {
  const errand = await startErrand()
  t.teardown(() => errand.remove())
  return errand
}

const redeem = (url: string, token: string) =>
  fetch(`${url}/api/v1/auth/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ token }),
  })

test('the printed link signs one browser in as admin, and stands in no file', async (t) => {
  const errand = await started(t)
  const printed = /Sign in +(\S+)/.exec(errand.output())?.[1] ?? ''
  t.true(printed.startsWith(`${errand.url}/sign-in#token=`), errand.output())
  const token = new URLSearchParams(new URL(printed).hash.slice(1)).get('token') ?? ''
  t.regex(token, /^[\w-]{43}$/)
  t.deepEqual(await filesWith(errand.dataFolder, token), [])

  const answers = await Promise.all([1, 2, 3].map(() => redeem(errand.url, token)))
  t.deepEqual(answers.map(({ status }) => status).toSorted(), [201, 401, 401])
  const cookie =
    answers
      .find(({ status }) => status === 201)
      ?.headers.getSetCookie()[0]
      ?.split(';')[0] ?? ''
  const me = await fetch(`${errand.url}/api/v1/me`, { headers: { cookie } })
  t.like(await me.json(), { role: 'admin', guru: null })
  t.is((await redeem(errand.url, token)).status, 401)
  t.deepEqual(await filesWith(errand.dataFolder, token), [])
})

test('a link leads to where browsers are, and is left out with a word where none can be made', async (t) => {
  const errand = await started(t)
  const lines: string[] = []
  const report = (line: string) => lines.push(line)
  const where = { apiUrl: errand.url, browserUrl: 'https://errand.example/' }
  const link = await signInLink(where, errand.adminKey, report)
  t.true(link?.startsWith('https://errand.example/sign-in#token='))
  t.deepEqual(lines, [])

  t.is(await signInLink(where, 'not the admin key', report), null)
  t.regex(lines.join('\n'), /^No link to sign in with could be made \(the API answered 401\)/)
})
