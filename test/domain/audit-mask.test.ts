// Credentials that were pasted into an action must not be kept for ever in the audit log.
import test from 'ava'
import { withoutCredentials } from '../../domain/audit-mask.ts'

const CANARY = 'zX9canary8Kd2vQ7'

const hidden: Record<string, unknown> = {
  'a bearer token': { headers: { Authorization: `Bearer ${CANARY}` } },
  'a header of any case': { headers: { 'X-API-KEY': CANARY, 'x-auth-token': CANARY } },
  'a cookie': { headers: { Cookie: `a=1; sid=${CANARY}` } },
  'a URL with a password': { url: `https://user:${CANARY}@api.example.com/` },
  'a URL with a key': { url: `https://api.example.com/?q=1&api_key=${CANARY}&x={city}` },
  'a URL with a short name': { url: `https://api.example.com/?key=${CANARY}` },
  'a body of JSON': { body: `{"user": "a", "client_secret": "${CANARY}"}` },
  'a body that is a form': { body: `grant_type=x&password=${CANARY}` },
  'a variable in Python': { python: { code: `API_KEY = "${CANARY}"\nprint(1)` } },
  'a header in Python': {
    python: { code: `requests.get(url, headers={'Authorization': 'Bearer ${CANARY}'})` },
  },
  'an index in Python': { python: { code: `headers["X-Api-Key"] = '${CANARY}'` } },
  'a token that tells what it is': { description: `use ghp_${CANARY}${CANARY} or sk-${CANARY}` },
  'a private key': {
    python: { code: `-----BEGIN RSA PRIVATE KEY-----\n${CANARY}\n-----END RSA PRIVATE KEY-----` },
  },
  'a JWT': { description: `eyJhbGciOiJI.eyJzdWIi${CANARY}.c2ln${CANARY}` },
  'a key of ours': { description: `errand_${CANARY}${CANARY}AAAAAAAAAAA` },
  'a list of them': { tokens: [CANARY] },
}
for (const [title, view] of Object.entries(hidden))
  test(`hides ${title}`, (t) => {
    const masked = JSON.stringify(withoutCredentials({ api_call: view }))
    t.false(masked.includes(CANARY), masked)
    t.true(masked.includes('***'))
  })

test('leaves placeholders, and everything else, as it is', (t) => {
  const view = {
    name: 'Weather token report',
    parameters: [{ name: 'token_count', default: 4, required: true }],
    api_call: {
      url: 'https://{HOST}/{city}?api_key={KEY}&q={q}',
      headers: { Authorization: 'Bearer {TOKEN}', Accept: 'application/json' },
      body: '{"password": "{PASSWORD}", "n": 1}',
    },
    python: { code: "import os\nprint(os.environ['TOKEN'])\nif key == 'a': pass" },
    at: new Date(0),
    nothing: null,
  }
  t.deepEqual(withoutCredentials(view), view)
})

// Each of these takes minutes where a pattern begins anew at every character: then AVA ends the test.
test('takes no longer for texts that are made to take long', (t) => {
  const piece = [
    'a',
    'token',
    '//',
    'eyJ-',
    'eyJaaaaaaaa.',
    '-----BEGIN ',
    'a=',
    'Bearer ',
    '{',
    '{a',
    'a.',
    '="',
    'sk-',
  ]
  for (const text of piece)
    t.is(typeof withoutCredentials({ text: text.repeat(64_000 / text.length) }), 'object')
  t.is(typeof withoutCredentials({ ['token-'.repeat(10_000)]: 'x' }), 'object')
})
