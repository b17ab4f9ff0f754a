// What somebody sends who wants to keep the process busy, reach another machine, or change how objects work.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import test from 'ava'
import { Problem } from '../../domain/problems.ts'
import { importCurl } from '../../importing/curl/import-curl.ts'
import { importOpenApi } from '../../importing/openapi/import-openapi.ts'

const refusal = (make: () => unknown): string => {
  try {
    make()
  } catch (error) {
    if (error instanceof Problem && error.code === 'validation_failed') return error.errors[0]?.message ?? ''
    throw error
  }
  return 'was not refused'
}
const document = (rest: object) => ({ openapi: '3.1.0', info: { title: 't', version: '1' }, ...rest })

test('what is no OpenAPI 3.0 or 3.1 is refused with what to do', (t) => {
  t.regex(
    refusal(() => importOpenApi({ swagger: '2.0', paths: {} })),
    /Swagger 2\.0.*convert/,
  )
  t.regex(
    refusal(() => importOpenApi('swagger: "2.0"')),
    /Swagger 2\.0/,
  )
  t.regex(
    refusal(() => importOpenApi('openapi: 4.0.0\npaths: {}')),
    /3\.0 or 3\.1/,
  )
  t.regex(
    refusal(() => importOpenApi('[]')),
    /must be an object/,
  )
  t.regex(
    refusal(() => importOpenApi('')),
    /neither JSON nor YAML|must be an object/,
  )
  t.regex(
    refusal(() => importOpenApi(7)),
    /must be an object/,
  )
  t.regex(
    refusal(() => importOpenApi({ openapi: '3.0.0' })),
    /has no paths/,
  )
  t.regex(
    refusal(() => importOpenApi({ openapi: '3.0.0', paths: {} })),
    /has no operations/,
  )
  t.regex(
    refusal(() => importOpenApi('a: hunter2\n b: [')),
    /line \d+, column \d+/,
  )
  t.notRegex(
    refusal(() => importOpenApi('a: hunter2\n b: [')),
    /hunter2/,
  )
  t.regex(
    refusal(() => importOpenApi('x'.repeat(11 * 1024 * 1024))),
    /at most/,
  )
})

test('a reference that leads out of the document is never followed', async (t) => {
  let asked = 0
  const server = createServer((_request, response) => {
    asked += 1
    response.end('{}')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  const outside = [
    `http://127.0.0.1:${port}/x.json`,
    'file:///etc/passwd',
    'http://169.254.169.254/latest',
    './other.yaml#/a',
  ]
  for (const $ref of outside) {
    const { actions, warnings } = importOpenApi(
      document({
        paths: {
          '/good': { get: { parameters: [{ $ref }] } },
          '/bad': { post: { requestBody: { content: { 'application/json': { schema: { $ref } } } } } },
          '/item': { $ref },
        },
      }),
    )
    t.deepEqual(
      actions.map(({ name }) => name),
      ['Get good'],
    )
    t.is(warnings.filter((warning) => /nothing is fetched/.test(warning)).length, 2, warnings.join('\n'))
  }
  await new Promise((done) => setTimeout(done, 50))
  t.is(asked, 0)
})

test('references in circles, and to nowhere, cost their operation only', (t) => {
  const schemas = {
    A: { $ref: '#/components/schemas/B' },
    B: { $ref: '#/components/schemas/A' },
    Tree: {
      type: 'object',
      required: ['left'],
      properties: { left: { $ref: '#/components/schemas/Tree' }, name: { type: 'string' } },
    },
    Self: { allOf: [{ $ref: '#/components/schemas/Self' }, { $ref: '#/components/schemas/Self' }] },
  }
  const body = (name: string) => ({
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
    },
  })
  const { actions, warnings } = importOpenApi(
    document({
      components: { schemas },
      paths: {
        '/a': { post: body('A') },
        '/tree': { post: body('Tree') },
        '/self': { post: body('Self') },
        '/nowhere': { post: body('Nowhere') },
        '/good': { get: {} },
      },
    }),
  )
  t.true(actions.some(({ name }) => name === 'Get good'))
  t.true(actions.some(({ name }) => name === 'Post tree'))
  t.true(warnings.some((warning) => /POST \/a was left out: a \$ref leads in a circle/.test(warning)))
  t.true(warnings.some((warning) => /POST \/nowhere was left out: a \$ref leads nowhere/.test(warning)))
})

test('a schema that doubles with each level ends', (t) => {
  const schemas: Record<string, unknown> = { S0: { type: 'string' } }
  for (let level = 1; level <= 40; level++) {
    const $ref = `#/components/schemas/S${level - 1}`
    schemas[`S${level}`] = {
      type: 'object',
      required: ['a', 'b'],
      properties: { a: { $ref }, b: { $ref } },
      allOf: [{ $ref }, { $ref }],
    }
  }
  const { warnings } = importOpenApi(
    document({
      components: { schemas },
      paths: {
        '/x': {
          post: {
            requestBody: {
              required: true,
              content: { 'application/json': { schema: { $ref: '#/components/schemas/S40' } } },
            },
          },
        },
      },
    }),
  )
  t.true(warnings.some((warning) => /too large/.test(warning)))
})

test('aliases of YAML that stand for more than memory holds are refused', (t) => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
  for (let level = 1; level <= 12; level++)
    lines.push(
      `a${level}: &a${level} [${Array(10)
        .fill(`*a${level - 1}`)
        .join(', ')}]`,
    )
  t.regex(
    refusal(() => importOpenApi(`openapi: 3.1.0\npaths: {}\n${lines.join('\n')}`)),
    /aliases/,
  )
  t.regex(
    refusal(() => importOpenApi('openapi: 3.1.0\npaths: {}\nx: &x [*x]')),
    /aliases|neither/,
  )
  t.regex(
    refusal(() => importOpenApi(`openapi: 3.1.0\npaths: ${'['.repeat(50_000)}`)),
    /neither JSON nor YAML|deep/,
  )
  t.regex(
    refusal(() => importOpenApi(`openapi: 3.1.0\npaths: {}\nx: &x 1\ny: [${'*x, '.repeat(3_000)}1]`)),
    /alias/i,
  )
  t.regex(
    refusal(() => importOpenApi('openapi: 3.1.0\npaths: !!js/function "function () {}"')),
    /neither/,
  )
})

test('members that are called like those of every object are members like others', (t) => {
  const text = `{"openapi":"3.1.0","__proto__":{"polluted":1},"paths":{"/__proto__":{"get":{"parameters":[
    {"name":"__proto__","in":"query","schema":{"type":"string","__proto__":{"default":"x"}}},
    {"name":"constructor","in":"header","schema":{"type":"string"}}]}},
    "/b":{"post":{"requestBody":{"content":{"application/json":{"schema":{"type":"object","required":["__proto__"],
      "properties":{"__proto__":{"type":"string"},"toString":{"type":"string"}}}}}}}},
    "/c":{"$ref":"#/__proto__"},"/d":{"$ref":"#/constructor"}}}`
  const { actions } = importOpenApi(text)
  t.is((Object.prototype as unknown as { polluted?: unknown }).polluted, undefined)
  t.is(({} as { polluted?: unknown }).polluted, undefined)
  t.regex(
    actions.map(({ api_call }) => api_call?.body ?? '').join(),
    /"__proto__": \{\w+\}, "toString": \{toString\}/,
  )
  t.deepEqual(
    actions[0]?.parameters.map(({ name }) => name),
    ['proto', 'constructor_value'],
  )
  t.notThrows(() => importOpenApi(text.replaceAll('__proto__', 'hasOwnProperty')))
})

test('very many operations are refused, and one that is broken costs no other', (t) => {
  const paths = Object.fromEntries(Array.from({ length: 6_000 }, (_none, at) => [`/p${at}`, { get: {} }]))
  t.regex(
    refusal(() => importOpenApi(document({ paths }))),
    /more than 5000 operations/,
  )
  const odd = {
    '/a': {
      get: null,
      post: 7,
      put: [],
      patch: { parameters: 'x', requestBody: 5, security: 'y', summary: 9 },
      delete: { servers: 4 },
    },
    '/b': {
      get: {
        parameters: [
          null,
          3,
          { name: 7, in: 'query' },
          { name: 'ok', in: 'query', schema: { enum: 'x', type: {} } },
        ],
      },
    },
    '/c{x': { get: { summary: 'x'.repeat(5_000), description: '<'.repeat(100_000) } },
    '/{}/{a}{b}/{a}': { get: { servers: [{ url: 'https://[bad' }] } },
    [`/${'x'.repeat(9_000)}`]: { get: {} },
    nonsense: 4,
  }
  const { actions, warnings } = importOpenApi(document({ paths: odd }))
  t.true(actions.length >= 4)
  t.true(warnings.some((warning) => /^GET \/x{20,}.* was left out/.test(warning)))
})

test('hostile command lines of 100,000 characters end', (t) => {
  const long = 90_000
  const half = long / 2
  const commands = [
    `curl https://a.example.com --json '${'"\\'.repeat(half)}'`,
    `curl https://a.example.com --json '${'{"a":'.repeat(long / 5)}'`,
    `curl https://a.example.com --json '${'['.repeat(long)}'`,
    `curl https://a.example.com -d '${'a=b&'.repeat(long / 4)}'`,
    `curl https://a.example.com -F 'a=b${';type='.repeat(long / 6)}'`,
    `curl https://a.example.com -F 'a="${'\\'.repeat(long)}'`,
    `curl 'https://a.example.com/${'{a,'.repeat(long / 3)}'`,
    `curl 'https://a.example.com/${'<a '.repeat(long / 3)}'`,
    `curl 'https://${'a.'.repeat(half)}'`,
    `curl 'https://${'@'.repeat(long)}'`,
    `curl 'https://a.example.com/${'/'.repeat(long)}'`,
    `curl https://a.example.com -H 'Authorization: ${'a-'.repeat(half)}'`,
    `curl https://a.example.com -H 'Authorization: Bearer ${' '.repeat(long)}'`,
    `curl https://a.example.com -H 'Content-Type: text/xml' -d '${'<a '.repeat(long / 3)}'`,
    `curl https://a.example.com -H 'Content-Type: text/xml' -d '${'<a>'.repeat(long / 3)}'`,
    `curl https://a.example.com -d '${'-----BEGIN PRIVATE KEY-----'.repeat(long / 27)}'`,
    `curl https://a.example.com -d '${'eyJaaaaaaaaa.'.repeat(long / 13)}'`,
    `curl https://a.example.com -d '${'A'.repeat(long)}'`,
    `curl https://a.example.com -d '${'{a'.repeat(half)}'`,
    `curl https://a.example.com -d "${'$a'.repeat(half)}"`,
    `curl https://a.example.com -d "${'$('.repeat(half)}"`,
    `curl https://a.example.com -d "${'${a:-'.repeat(long / 5)}"`,
    `curl ${'^'.repeat(long)}`,
    `curl ${'`'.repeat(long)}`,
    `curl ${'\\\n'.repeat(half)}`,
    `curl -${'s'.repeat(long)}`,
    `curl https://a.example.com ${'<<A '.repeat(long / 4)}`,
    `${'('.repeat(long)}curl https://a.example.com`,
    `${'$ '.repeat(half)}curl https://a.example.com`,
    `${'curl https://a.example.com;'.repeat(long / 27)}`,
    `curl 'https://a.example.com/\uFDD00\uFDD1' -H 'Authorization: \uFDD07\uFDD1' -d $'\\uFDD0999\\uFDD1'`,
  ]
  for (const command of commands) {
    try {
      importCurl(command)
    } catch (error) {
      t.true(error instanceof Problem, `${command.slice(0, 80)}: ${String(error)}`)
    }
  }
  t.pass()
})
