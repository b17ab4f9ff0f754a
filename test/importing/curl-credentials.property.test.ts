// Wherever a credential stands in a command line, it is in nothing that comes out: not in the draft, not in a warning,
// not in an error, and in none of the spellings that a URL, JSON or Base64 give it.
import '../support/property-seed.ts'
import test from 'ava'
import fc from 'fast-check'
import { importCurl } from '../../importing/curl/import-curl.ts'

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** A digit at its end, so that no word of a message is one. */
const value = fc
  .string({
    unit: fc.constantFrom(...LETTERS, '-', '_', '.', '+', '/', '=', '!', '%', '&'),
    minLength: 10,
    maxLength: 40,
  })
  .map((text) => `q${text}7Z`)
const plain = fc
  .string({ unit: fc.constantFrom(...LETTERS), minLength: 24, maxLength: 40 })
  .map((text) => `q9${text}8Z`)

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`
const encoded = encodeURIComponent

/** Ways to hand a credential over, each with the options that do. */
const PLACES: Record<string, (secret: string) => string> = {
  bearer: (secret) => `-H ${quoted(`Authorization: Bearer ${secret}`)}`,
  'no scheme': (secret) => `-H ${quoted(`authorization:${secret}`)}`,
  'an unknown scheme': (secret) => `-H ${quoted(`Authorization: ${secret} more`)}`,
  'a scheme with names': (secret) =>
    `-H ${quoted(`Authorization: Digest username="a", response="${secret}"`)}`,
  'token=': (secret) => `-H ${quoted(`Authorization: Token token="${secret}"`)}`,
  'a header for keys': (secret) => `-H ${quoted(`X-Api-Key: ${secret}`)}`,
  "a service's header": (secret) => `-H ${quoted(`DD-APPLICATION-KEY: ${secret}`)}`,
  'a token header': (secret) => `-H ${quoted(`X-Acme-Session-Token: ${secret}`)}`,
  'a signature': (secret) => `-H ${quoted(`X-Signature: sha256=${secret}`)}`,
  'a cookie header': (secret) => `-H ${quoted(`Cookie: a=b; sid=${secret}`)}`,
  cookies: (secret) => `-b ${quoted(`sid=${secret}`)}`,
  'a proxy': (secret) => `-U ${quoted(`me:${secret}`)}`,
  'user and password': (secret) => `-u ${quoted(`me:${secret}`)}`,
  'user only': (secret) => `-u ${quoted(`${secret}:`)}`,
  'user joined to its option': (secret) => `-u${quoted(`me:${secret}`)}`,
  'an option with an equals sign': (secret) => `--user=${quoted(`me:${secret}`)}`,
  'oauth2-bearer': (secret) => `--oauth2-bearer ${quoted(secret)}`,
  'aws-sigv4': (secret) => `--aws-sigv4 aws:amz -u ${quoted(`AK:${secret}`)}`,
  digest: (secret) => `--digest -u ${quoted(`me:${secret}`)}`,
  'the URL’s user': (secret) => `--url https://me:${encoded(secret)}@a.example.com/x`,
  'the query': (secret) => `--url ${quoted(`https://a.example.com/x?api_key=${encoded(secret)}&b=1`)}`,
  'the query, camel case': (secret) => `-G -d ${quoted(`accessToken=${encoded(secret)}`)}`,
  'url-query': (secret) => `--url-query ${quoted(`token=${secret}`)}`,
  form: (secret) => `-d a=b -d ${quoted(`client_secret=${encoded(secret)}`)}`,
  'form to be encoded': (secret) => `--data-urlencode ${quoted(`password=${secret}`)}`,
  json: (secret) => `--json ${quoted(JSON.stringify({ a: { 'api-key': secret } }))}`,
  'json, deep': (secret) => `--json ${quoted(JSON.stringify({ password: [{ value: secret }] }))}`,
  'json with a mistake': (secret) => `--json ${quoted(`{"token": ${JSON.stringify(secret)},,`)}`,
  multipart: (secret) => `-F a=b --form-string ${quoted(`secret=${secret}`)}`,
  xml: (secret) =>
    `-H 'Content-Type: text/xml' -d ${quoted(`<a><Password>${secret.replaceAll('&', '')}</Password></a>`)}`,
}

const SHAPED: ((secret: string) => string)[] = [
  (secret) => `sk_live_${secret}`,
  (secret) => `ghp_${secret}`,
  (secret) => `xoxb-${secret}`,
  (secret) => `SG.${secret}.${secret}`,
  (secret) => `sk-ant-${secret}`,
  (secret) => `glpat-${secret}`,
  (secret) => `eyJ${secret}.${secret}.${secret}`,
]
/** Places that say nothing of a credential. */
const ANYWHERE: ((secret: string) => string)[] = [
  (secret) => `-H ${quoted(`X-Anything: see ${secret} there`)}`,
  (secret) => `-d ${quoted(`note=${secret}`)}`,
  (secret) => `--json ${quoted(JSON.stringify({ note: `see ${secret}.` }))}`,
  (secret) => `--url https://a.example.com/x/${secret}/y`,
  (secret) => `--url ${quoted(`https://a.example.com/x?note=${secret}`)}`,
  (secret) => `-F note=${secret}`,
  (secret) => `-H 'Content-Type: text/plain' -d ${quoted(`see ${secret}`)}`,
  (secret) => `-A ${secret} -e https://b.example.com/${secret}`,
]

function assertGone(
  t: { false: (value: boolean, message: string) => void },
  command: string,
  secret: string,
): void {
  let shown: string
  try {
    shown = JSON.stringify(importCurl(command))
  } catch (error) {
    shown = `${(error as Error).message} ${JSON.stringify(error)}`
  }
  const spellings = [
    secret,
    encoded(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64').slice(0, -4),
  ]
  for (const spelling of spellings) t.false(shown.includes(spelling), `${command}\n${shown}`)
}

for (const [title, place] of Object.entries(PLACES))
  test(`drops a credential given by ${title}`, (t) => {
    fc.assert(
      fc.property(value, fc.boolean(), (secret, first) => {
        const given = place(secret)
        const url = given.includes('--url ') ? '' : 'https://api.example.com/v1/things'
        assertGone(t, first ? `curl ${given} ${url}` : `curl ${url} ${given} -s | jq .`, secret)
      }),
      { numRuns: 60 },
    )
  })

test('drops credentials of well-known shapes wherever they stand', (t) => {
  fc.assert(
    fc.property(plain, fc.constantFrom(...SHAPED), fc.constantFrom(...ANYWHERE), (secret, shape, place) => {
      const given = place(shape(secret))
      assertGone(t, `curl ${given}${given.includes('--url ') ? '' : ' https://a.example.com/v1/x'}`, secret)
    }),
    { numRuns: 400 },
  )
})

test('drops a credential that stands in a second place, which says nothing of it', (t) => {
  fc.assert(
    fc.property(
      plain,
      fc.constantFrom(...Object.values(PLACES).slice(0, 10)),
      fc.constantFrom(...ANYWHERE),
      (secret, place, other) => {
        const given = other(secret)
        assertGone(
          t,
          `curl ${place(secret)} ${given}${given.includes('--url ') ? '' : ' https://a.example.com/v1/x'}`,
          secret,
        )
      },
    ),
    { numRuns: 300 },
  )
})

test('nothing that cannot be read is quoted in the error', (t) => {
  for (const command of [
    'curl --hunter2-hunter2 -H',
    'hunter2-hunter2 https://a.example.com',
    'curl -X hunter2-hunter2 https://a.example.com',
    'curl ftp://me:hunter2-hunter2@a.example.com',
    'curl https://me:hunter2-hunter2@',
    'curl "https://a b:hunter2-hunter2@[x/y"',
    `curl https://a.example.com -H 'bad name: hunter2-hunter2'`,
    `curl https://a.example.com --json '{"password": hunter2-hunter2 : }'`,
    `curl -hunter2-hunter2`,
    `HUNTER=hunter2-hunter2 curl https://a.example.com/$HUNTER`,
  ])
    assertGone(t, command, 'hunter2-hunter2')
})
