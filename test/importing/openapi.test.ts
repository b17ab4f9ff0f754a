import test from 'ava'
import { type ActionInput, type ApiCall, actionInputSchema } from '../../domain/action.ts'
import { renderRequest, templateProblems } from '../../domain/template.ts'
import { importOpenApi } from '../../importing/openapi/import-openapi.ts'
import { sentByCurl } from './support/run-curl.ts'

const callOf = ({ api_call }: ActionInput): ApiCall => api_call as ApiCall

const SHOP = `
openapi: 3.1.0
info: { title: Shop, version: '1' }
servers:
  - url: https://{region}.shop.example.net/v1/
    variables: { region: { default: eu } }
security: [{ key: [] }]
paths:
  /orders/{order-id}:
    parameters:
      - { name: order-id, in: path, required: true, schema: { type: integer }, example: 1042 }
    get:
      summary: Get an order
      parameters:
        - { name: expand, in: query, schema: { type: array, items: { enum: [lines, customer] } } }
        - { name: X-Trace, in: header, schema: { type: string } }
        - { name: Accept, in: header, schema: { type: string } }
        - { $ref: '#/components/parameters/Since' }
    patch:
      operationId: changeOrder
      requestBody:
        required: true
        content:
          application/json: { schema: { $ref: '#/components/schemas/Order' } }
    delete: { summary: Delete an order, security: [{ basic: [] }, {}] }
    options: { summary: Ask }
  /orders:
    post:
      summary: Place an order
      security: [{ oauth: [read] }]
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              required: [sku]
              properties:
                sku: { type: string }
                note: { type: string }
                address: { type: object, properties: { city: { type: string } } }
    get: { summary: List orders, security: [], deprecated: true }
  /search:
    get:
      summary: Search orders
      security: [{ query: [], cookie: [] }]
      parameters:
        - { name: q, in: query, required: true, schema: { type: string } }
        - { name: limit, in: query, schema: { type: integer, default: 10, minimum: 1, maximum: 50 } }
        - { name: hide_secret, in: query, schema: { type: boolean } }
components:
  parameters:
    Since: { name: since, in: query, description: 'Orders **from** then on.', schema: { type: [string, 'null'], format: date } }
  schemas:
    Base: { type: object, properties: { id: { type: string, readOnly: true }, note: { type: string } } }
    Order:
      allOf:
        - { $ref: '#/components/schemas/Base' }
        - type: object
          required: [status, customer, tags, kind, 'weird {name}', lines]
          properties:
            status: { enum: [open, 'closed'] }
            kind: { const: 'a {b} c' }
            customer: { type: object, required: [e_mail], properties: { e_mail: { type: string, format: email }, age: { type: integer } } }
            tags: { type: array, items: { type: string } }
            extra: { type: object, properties: { a: { type: string } } }
            line2: { type: boolean, default: true }
            'weird {name}': { type: string }
            parent: { $ref: '#/components/schemas/Order' }
            api_key: { type: string }
            lines: { type: array, items: { type: object }, example: [{ sku: '{x}' }] }
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Shop-Key }
    basic: { type: http, scheme: basic }
    oauth: { type: oauth2, flows: {} }
    query: { type: apiKey, in: query, name: api_key }
    cookie: { type: apiKey, in: cookie, name: sid }
`

const { actions, warnings } = importOpenApi(SHOP)
const named = (name: string): ActionInput => {
  const found = actions.find((action) => action.name === name)
  if (!found) throw new Error(`${name} is not among ${actions.map((action) => action.name).join(', ')}`)
  return found
}

test('each operation is a draft that can be saved, reading first', (t) => {
  t.deepEqual(
    actions.map(({ name }) => name),
    ['Get an order', 'Search orders', 'Place an order', 'Change order', 'Delete an order'],
  )
  for (const action of actions) {
    t.deepEqual(actionInputSchema.parse(action), action)
    t.deepEqual(templateProblems(callOf(action), action), [])
  }
  t.deepEqual(
    actions.map(({ trigger }) => trigger),
    [
      'When the user asks for an order, or about it',
      'When the user asks for orders, or wants to find or list them',
      'When the user wants to place an order',
      'When the user wants to change order',
      'When the user wants to delete an order',
    ],
  )
})

test('parameters keep their names on the wire, and say what an engine needs', (t) => {
  const action = named('Get an order')
  t.is(callOf(action).url, 'https://eu.shop.example.net/v1/orders/{order_id}?expand={expand}&since={since}')
  t.deepEqual(callOf(action).headers, { 'X-Shop-Key': '{SHOP_KEY}', 'X-Trace': '{X_Trace}' })
  t.deepEqual(action.parameters, [
    {
      name: 'order_id',
      type: 'number',
      description: 'The order id. Such as 1042.',
      required: true,
      default: null,
    },
    {
      name: 'expand',
      type: 'string',
      description: 'The expand (one value). One of: lines, customer.',
      required: false,
      default: null,
    },
    { name: 'X_Trace', type: 'string', description: 'The x trace', required: false, default: null },
    {
      name: 'since',
      type: 'string',
      description: 'Orders from then on. It is given as YYYY-MM-DD.',
      required: false,
      default: null,
    },
  ])
})

test('a JSON body is made of its members', (t) => {
  const action = named('Change order')
  t.is(
    callOf(action).body,
    '{ "note": {note}, "status": {status}, "kind": "a \\u007bb} c", "customer": { "e_mail": {customer_e_mail}, "age": {customer_age} }, "tags": [{tags}], "line2": {line_two}, "weird \\u007bname}": {weird_name}, "lines": [{"sku":"\\u007bx}"}] }',
  )
  const rendered = renderRequest(callOf(action), {
    parameters: { order_id: 7, status: 'open', customer_e_mail: 'a@b.example', tags: 'x', weird_name: 'w' },
    secrets: { SHOP_KEY: 'k' },
  })
  t.deepEqual(JSON.parse(rendered.body ?? ''), {
    status: 'open',
    kind: 'a {b} c',
    customer: { e_mail: 'a@b.example' },
    tags: ['x'],
    'weird {name}': 'w',
    lines: [{ sku: '{x}' }],
  })
  t.true(
    warnings.includes(
      'PATCH /orders/{order-id}: these have to be written by hand: lines; these were left out, because no parameter can hold them: extra, parent, api_key.',
    ),
    warnings.join('\n'),
  )
})

test('each way to sign in has its secrets', (t) => {
  t.deepEqual(callOf(named('Delete an order')).headers, { Authorization: 'Basic {SHOP_BASIC_AUTH}' })
  t.is(callOf(named('Place an order')).headers.Authorization, 'Bearer {SHOP_TOKEN}')
  const search = named('Search orders')
  t.deepEqual(callOf(search).headers, { Cookie: 'sid={SHOP_SID}' })
  t.is(
    callOf(search).url,
    'https://eu.shop.example.net/v1/search?api_key={SHOP_API_KEY}&q={q}&limit={limit}&hide_secret={hide_secret}',
  )
  t.deepEqual(search.secrets.toSorted(), ['SHOP_API_KEY', 'SHOP_SID'])
  t.is(search.parameters.find(({ name }) => name === 'limit')?.default, 10)
  t.true(named('Delete an order').requires_approval)
})

test('what is left out is said', (t) => {
  t.true(warnings.includes('GET /orders was left out: it is deprecated.'))
  t.true(warnings.includes("OPTIONS /orders/{order-id} was left out: an action can't have this method."))
  t.true(warnings.some((warning) => warning.includes('variable region')))
})

test('without an absolute server the host is a secret to fill in', (t) => {
  for (const servers of [[], [{ url: '/api' }], [{ url: 'https://your-domain.example.org/api' }]]) {
    const {
      actions: [action],
      warnings: said,
    } = importOpenApi({ openapi: '3.0.3', info: {}, servers, paths: { '/a': { get: {} } } })
    t.regex(action ? callOf(action).url : '', /^https:\/\/\{API_HOST\}(?:\/api)?\/a$/)
    t.deepEqual(action?.secrets, ['API_HOST'])
    t.true(said.some((warning) => warning.includes('API_HOST, such as api.example.com')))
  }
})

test('at most 30 parameters, the required ones first', (t) => {
  const parameters = Array.from({ length: 50 }, (_none, at) => ({
    name: `p${String.fromCharCode(97 + (at % 26))}${at}`,
    in: 'query',
    required: at >= 45,
    schema: { type: 'string' },
  }))
  const {
    actions: [action],
    warnings: said,
  } = importOpenApi({ openapi: '3.0.3', paths: { '/a': { get: { parameters } } } })
  t.is(action?.parameters.length, 30)
  t.is(action?.parameters.filter(({ required }) => required).length, 5)
  t.true(said.some((warning) => /beyond the 30/.test(warning)))
})

// Against the real curl, with the line that says the same.
test.serial('drafts send what curl sends', async (t) => {
  const secrets = {
    SHOP_KEY: 'k',
    SHOP_TOKEN: 't',
    SHOP_API_KEY: 'a&b',
    SHOP_SID: 's',
    SHOP_BASIC_AUTH: btoa('me:pw'),
  }
  const cases: [string, Record<string, string | number | boolean>, string][] = [
    [
      'Get an order',
      { order_id: 7, expand: 'lines', X_Trace: 'é' },
      `curl 'https://eu.shop.example.net/v1/orders/7?expand=lines' -H 'X-Shop-Key: k' -H 'X-Trace: é'`,
    ],
    [
      'Search orders',
      { q: 'a b&c', limit: 5 },
      `curl -G https://eu.shop.example.net/v1/search --data-urlencode 'api_key=a&b' --data-urlencode 'q=a b&c' -d limit=5 -b sid=s`,
    ],
    [
      'Place an order',
      { sku: 'x=1&y', address_city: 'Köln' },
      `curl https://eu.shop.example.net/v1/orders --oauth2-bearer t --data-urlencode 'sku=x=1&y' --data-urlencode 'address[city]=Köln'`,
    ],
    ['Delete an order', { order_id: 1 }, 'curl -X DELETE https://eu.shop.example.net/v1/orders/1 -u me:pw'],
  ]
  for (const [name, parameters, line] of cases) {
    const ours = renderRequest(callOf(named(name)), { parameters, secrets })
    const sent = await sentByCurl(line, {})
    t.is(ours.method, sent.method)
    t.is(new URL(ours.url).pathname, new URL(sent.target, 'http://host').pathname)
    t.deepEqual([...new URL(ours.url).searchParams], [...new URL(sent.target, 'http://host').searchParams])
    for (const [header, value] of Object.entries(ours.headers))
      t.is(sent.headers[header.toLowerCase()], value, header)
    t.deepEqual([...new URLSearchParams(ours.body ?? '')], [...new URLSearchParams(sent.body)])
  }
})
