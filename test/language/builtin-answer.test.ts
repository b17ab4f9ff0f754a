import test from 'ava'
import fc from 'fast-check'
import { isRunErrorCode, RUN_ERRORS } from '../../domain/run-errors.ts'
import { answered } from './samples.ts'
import '../support/property-seed.ts'

const octocat = JSON.stringify({
  login: 'octocat',
  id: 583231,
  avatar_url: 'https://avatars.example/583231',
  name: 'The Octocat',
  company: '@github',
  location: 'San Francisco',
  email: null,
  public_repos: 8,
  followers: 20000,
})

test('fields that the instructions name come first and alone, in their order', async (t) => {
  const answer = await answered({
    output: octocat,
    usage_instructions: 'Give the name, company and number of repositories',
  })
  t.is(
    answer,
    '**GitHub profile**:\n\n- **Name**: The Octocat\n- **Company**: @github\n- **Public repos**: 8',
  )
})

test('without instructions the telling fields are listed, links and empty ones not', async (t) => {
  const answer = await answered({ output: octocat })
  t.regex(answer, /\*\*Name\*\*: The Octocat/)
  t.regex(answer, /\*\*Followers\*\*: 20,000/)
  t.notRegex(answer, /Avatar|Email/)
})

test('a field that the question names comes first', async (t) => {
  const answer = await answered({ output: octocat }, "What is octocat's location?")
  t.regex(answer, /^\*\*GitHub profile\*\*:\n\n- \*\*Location\*\*: San Francisco/)
})

test('nested facts carry the name of what they belong to', async (t) => {
  const answer = await answered({ output: '{"temperature":{"current":21.5},"wind":{"speed":3}}' })
  t.regex(answer, /Temperature current\*\*: 21\.5/)
  t.regex(answer, /Wind speed\*\*: 3/)
})

test('a list of objects becomes a table', async (t) => {
  const answer = await answered({ output: '[{"title":"a|b","done":true},{"title":"c","done":false}]' })
  t.is(answer, '**GitHub profile**:\n\n| Title | Done |\n| --- | --- |\n| a\\|b | yes |\n| c | no |')
})

test('a long list is cut and says so', async (t) => {
  const rows = Array.from({ length: 25 }, (_, index) => ({ index }))
  t.regex(await answered({ output: JSON.stringify(rows) }), /… and 15 more\.$/)
})

test('an object around a list shows both', async (t) => {
  const answer = await answered({ output: '{"total":2,"items":[{"name":"x"},{"name":"y"}]}' })
  t.regex(answer, /\*\*Total\*\*: 2/)
  t.regex(answer, /\*\*Items\*\*\n\n\| Name \|/)
})

test('a short text is quoted as a sentence', async (t) => {
  t.is(await answered({ output: 'All 3 servers are up.\n' }), '**GitHub profile**: All 3 servers are up.')
})

test('text of several lines keeps its lines in a block that it cannot end', async (t) => {
  t.is(await answered({ output: 'a\n```\nb' }), '**GitHub profile**:\n\n````\na\n```\nb\n````')
})

test('of an HTML page only the words are shown', async (t) => {
  const answer = await answered({
    output: '<html><head><title>x</title></head><body><p>Hello</p><script>bad()</script></body></html>',
  })
  t.is(answer, '**GitHub profile**: Hello')
})

test('markup in values is shown, not rendered', async (t) => {
  const answer = await answered({
    output: '{"name":"<img src=x onerror=alert(1)> [click](javascript:x) **b**"}',
  })
  t.notRegex(answer, /<img|[^\\]\[click|[^\\*]\*\*b/)
})

test('a masked secret stays readable', async (t) => {
  t.regex(await answered({ output: '{"token":"***API_KEY***"}' }), /`\*\*\*API_KEY\*\*\*`/)
})

test('no output is said', async (t) => {
  t.regex(await answered({ output: '  \n' }), /no output/)
  t.regex(await answered({ output: '{}' }), /empty/)
  t.regex(await answered({ output: '[]' }), /empty/)
})

test('output that was cut is said to be a part', async (t) => {
  t.regex(await answered({ output: 'x', output_truncated: true }), /only a part/)
})

test('every error is told with its message and what to do', async (t) => {
  for (const [code, { hint }] of Object.entries(RUN_ERRORS)) {
    if (!isRunErrorCode(code)) return t.fail(code)
    const answer = await answered({ error: { code, message: 'It went wrong.' } })
    t.true(answer.includes('It went wrong.'), code)
    const isDecision = code === 'rejected' || code === 'cancelled'
    t.is(answer.includes(hint), !isDecision, code)
  }
})

test("an error tells the service's own words", async (t) => {
  const answer = await answered({
    output: '{"error":{"message":"No such user"}}',
    error: { code: 'http_error', message: 'The service answered 404.' },
  })
  t.regex(answer, /The service said: No such user/)
})

test('any JSON and any text gives an answer that is not empty and not without bounds', async (t) => {
  const output = fc.oneof(
    fc.json({ maxDepth: 6 }),
    fc.string({ unit: 'grapheme' }),
    fc.string({ minLength: 5_000 }),
  )
  await fc.assert(
    fc.asyncProperty(output, fc.string(), async (text, wishes) => {
      const answer = await answered({ output: text, usage_instructions: wishes })
      t.true(answer.trim().length > 0 && answer.length < 20_000)
    }),
    { numRuns: 150 },
  )
})

test('no tag of an output survives outside a block', async (t) => {
  const value = fc.string().map((text) => `${text}<script>alert(1)</script>`)
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.string({ minLength: 1 }), value, { minKeys: 1, maxKeys: 4 }),
      async (object) => {
        t.false((await answered({ output: JSON.stringify(object) })).includes('<script'))
      },
    ),
    { numRuns: 100 },
  )
})

const file = (name: string) => ({ name, content_type: 'image/png', size_bytes: 1 })

test('files that were left are named, markup in their names shown', async (t) => {
  t.is(
    await answered({ output: 'Done.', artifacts: [file('a*b.png')] }),
    '**GitHub profile**: Done.\n\nIt left the file **a\\*b.png**.',
  )
  t.is(
    await answered({ artifacts: [file('a.png'), file('b.png')] }),
    '**GitHub profile** ran without an error.\n\nIt left these files: **a.png**, **b.png**.',
  )
})

test("somebody's decision is told, and not as a failure", async (t) => {
  const error = { code: 'rejected' as const, message: "'GitHub profile' was rejected by admin: too late" }
  t.is(await answered({ error }), "**GitHub profile**: 'GitHub profile' was rejected by admin: too late")
})

test('the first warnings are told, also of a failure', async (t) => {
  const warnings = ['Not kept: a.', 'Not kept: b.', 'Not kept: c.', 'Not kept: d.']
  const answer = await answered({ error: { code: 'timeout', message: 'Too slow.' }, warnings })
  t.regex(answer, /did not work: Too slow\.[\s\S]*\n\nNot kept: a\.\n\nNot kept: b\.\n\nNot kept: c\.$/)
})
