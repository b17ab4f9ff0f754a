/*
 * However a guru's slug is written in a path, the one who is judged is the one who is read: no spelling of another
 * guru's gets by with one's own key. One after another: whether an action ran is told by the calls of all.
 */
import anyTest, { type TestFn } from 'ava'
import { rawRequest } from '../support/raw-http.ts'
import { requestBytes } from '../support/request-bytes.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'
import { makeScene, type Scene } from './coverage/scene.ts'
import { filledPath } from './coverage/sending.ts'
import { isInGuru, prepared, type Try, tells, unchanged } from './coverage/tries.ts'

const test = anyTest as TestFn<StackContext>
withStack(test, (_call, response) => sendJson(response, { status: 'shipped' }), {
  ERRAND_RATE_LIMIT: '10000',
})

const hex = (text: string): string =>
  [...text].map((letter) => `%${letter.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')
const wide = (text: string): string =>
  text.replaceAll(/[a-z0-9]/g, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0))

/** What may stand in the place of a slug for somebody who is after another's. */
const SPELLINGS: Record<string, (theirs: string, mine: string) => string> = {
  'as it is': (theirs) => theirs,
  'with one letter encoded': (theirs) => `${hex(theirs.slice(0, 1))}${theirs.slice(1)}`,
  'all encoded': hex,
  'all encoded, in capitals': (theirs) => hex(theirs).toUpperCase(),
  'encoded twice': (theirs) => hex(theirs).replaceAll('%', '%25'),
  'in capitals': (theirs) => theirs.toUpperCase(),
  'in wide letters': wide,
  'in wide letters, encoded': (theirs) => encodeURIComponent(wide(theirs)),
  'with a dot behind it': (theirs) => `${theirs}.`,
  'with an encoded dot behind it': (theirs) => `${theirs}%2e`,
  'behind ./': (theirs) => `./${theirs}`,
  'behind %2e/': (theirs) => `%2e/${theirs}`,
  'behind ../': (theirs, mine) => `${mine}/../${theirs}`,
  'behind %2e%2e/': (theirs, mine) => `${mine}/%2e%2e/${theirs}`,
  'behind %2e%2e%2f': (theirs, mine) => `${mine}/%2e%2e%2f${theirs}`,
  'behind ..%2f': (theirs, mine) => `${mine}%2f..%2f${theirs}`,
  'behind ..%5c': (theirs, mine) => `${mine}%5c..%5c${theirs}`,
  'behind ..\\': (theirs, mine) => `${mine}\\..\\${theirs}`,
  'behind a slash': (theirs) => `/${theirs}`,
  'behind two slashes': (theirs) => `//${theirs}`,
  'behind an encoded slash': (theirs) => `%2f${theirs}`,
  'before an encoded slash': (theirs) => `${theirs}%2f`,
  'before a slash': (theirs) => `${theirs}/`,
  'before a NUL': (theirs) => `${theirs}%00`,
  'behind a NUL': (theirs, mine) => `${mine}%00${theirs}`,
  'before a space': (theirs) => `${theirs}%20`,
  'before a tab': (theirs) => `${theirs}%09`,
  'before a line break': (theirs) => `${theirs}%0d%0a`,
  'before a semicolon': (theirs, mine) => `${theirs};${mine}`,
  'behind a semicolon': (theirs, mine) => `${mine};${theirs}`,
  'before a comma': (theirs, mine) => `${theirs},${mine}`,
  'before an encoded question mark': (theirs) => `${theirs}%3f`,
  'before an encoded hash': (theirs) => `${theirs}%23`,
  'with an overlong dot': (theirs) => `${theirs}%c0%ae`,
  'with a lone percent sign': (theirs) => `${theirs}%`,
  'with a zero width space': (theirs) => `${theirs}%e2%80%8b`,
  'with half a letter': (theirs) => `${theirs}%e2%80`,
  'as a pattern': () => '*',
  'as a regular expression': () => '.%2a',
  'as an operator': () => '%7b%22$ne%22:null%7d',
  'by its name in an object': () => '__proto__',
}

const REFUSED = [400, 403, 404, 405, 415]

/** Headers that some proxies and frameworks read a path or a method from. */
const overriding = ({ operation, sending }: Try): Record<string, string> => ({
  'x-original-url': filledPath(operation, sending.params),
  'x-rewrite-url': filledPath(operation, sending.params),
  'x-forwarded-prefix': filledPath(operation, sending.params),
  'x-http-method-override': operation.method.toUpperCase(),
})

/** One operation of another guru with its slug written so, and with one's own key. */
async function sendSpelled({ url }: Scene, one: Try, slug: string, spelled: string, key: string) {
  const { operation, sending } = one
  const search = sending.query ? `?${new URLSearchParams(sending.query)}` : ''
  const target = filledPath(operation, sending.params).replace(`/${slug}`, () => `/${spelled}`)
  const body = sending.body === undefined ? '' : JSON.stringify(sending.body)
  const headers = {
    'x-api-key': key,
    ...(body && { 'content-type': 'application/json' }),
    ...sending.headers,
  }
  return rawRequest(url, [requestBytes(operation.method.toUpperCase(), `${target}${search}`, headers, body)])
}

test.serial('no spelling of a slug gets at another guru', async (t) => {
  t.timeout(240_000)
  const [mine, other] = [await makeScene(t.context), await makeScene(t.context)]
  const tries = await prepared(other, isInGuru)
  await unchanged(t, other, async () => {
    for (const [how, spell] of Object.entries(SPELLINGS))
      for (const one of tries) {
        const spelled = spell(other.slug, mine.slug)
        const {
          status,
          body: text,
          headers,
        } = await sendSpelled(mine, one, other.slug, spelled, mine.keys.manage)
        const what = `${one.operation.id}, the slug ${how}, answered ${status}: ${text}`
        t.true(REFUSED.includes(status), what)
        t.regex(headers['content-type'] ?? '', /^application\/problem\+json/, what)
        t.false(tells(text, other, one.sending), what)
      }
  })
})

test.serial('an encoded slug is the guru that it spells, for those who may', async (t) => {
  const scene = await makeScene(t.context)
  const [one] = await prepared(scene, ({ id }) => id === 'listActions')
  if (!one) return t.fail()
  const { status, body: text } = await sendSpelled(scene, one, scene.slug, hex(scene.slug), scene.keys.manage)
  t.is(status, 200)
  t.true(text.includes(scene.word))
})

test.serial('no header and no query takes the place of the path', async (t) => {
  t.timeout(120_000)
  const [mine, other] = [await makeScene(t.context), await makeScene(t.context)]
  const tries = await prepared(other, isInGuru)
  await unchanged(t, other, async () => {
    for (const one of tries) {
      const target = `/api/v1/${mine.slug}/secrets?guru=${other.slug}&slug=${other.slug}&id=${other.slug}`
      const headers = { 'x-api-key': mine.keys.manage, ...overriding(one) }
      const { status, body: text } = await rawRequest(mine.url, [requestBytes('GET', target, headers)])
      t.is(status, 200)
      t.false(text.toLowerCase().includes(other.word))
      t.true(text.toLowerCase().includes(mine.word))
    }
  })
})
