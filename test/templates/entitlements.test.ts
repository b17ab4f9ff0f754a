/*
 * The template 'entitlements' as it is, against a product API as docs/templates.md describes it. An API Call: Errand
 * itself makes the request, so this process has to trust the server's authority, and the tests run one by one.
 */
import test, { type ExecutionContext } from 'ava'
import { startTemplate, type TemplateBench } from './support/bench.ts'
import { type Protocol, type Reply, tooMany } from './support/service.ts'

const HOST = 'api.example.com'
const KEY = 'prod_key_templates_0a1b2c3d'

const entitlements = [
  { feature: 'sso', enabled: true, limit: null, used: null },
  { feature: 'seats', enabled: true, limit: 25, used: 24 },
  { feature: 'audit_log', enabled: false, limit: null, used: null },
]

const problem = (status: number, title: string, detail: string): Reply => ({
  status,
  headers: { 'content-type': 'application/problem+json' },
  body: { status, title, detail },
})

const product: Protocol = ({ method, path, query, headers }) => {
  if (headers.authorization !== `Bearer ${KEY}`)
    return problem(401, 'Unauthorized', 'The API key is not known.')
  const [, customer] = /^\/v1\/customers\/([^/]+)\/entitlements$/.exec(path) ?? []
  if (method !== 'GET' || !customer) return problem(404, 'Not Found', 'There is no such path.')
  const name = decodeURIComponent(customer)
  if (name !== 'acme corp/eu') return problem(404, 'Not Found', `There is no customer '${name}'.`)
  const feature = query.get('feature')
  const found = entitlements.filter((each) => feature === null || each.feature === feature)
  return { body: { customer: name, plan: 'team', entitlements: found.slice(0, Number(query.get('limit'))) } }
}

const start = (t: ExecutionContext, secrets: Record<string, string> = {}): Promise<TemplateBench> =>
  startTemplate(t, 'entitlements', {
    names: [HOST, 'elsewhere.example.org'],
    protocol: product,
    secrets: { PRODUCT_API_HOST: HOST, PRODUCT_API_KEY: KEY, ...secrets },
  })

const customer = 'acme corp/eu'

test.serial('gives all entitlements of a customer, or the one that was asked for', async (t) => {
  const { run, service } = await start(t)
  const all = await run({ customer })
  t.is(all.error, null)
  t.deepEqual(all.result, { customer, plan: 'team', entitlements })
  t.false(service.calls[0]?.query.has('feature'))
  const one = await run({ customer, feature: 'seats' })
  t.deepEqual(one.result.entitlements, [entitlements[1]])
})

test.serial('gives an empty list where the plan does not include it', async (t) => {
  const { run } = await start(t)
  const { result, error } = await run({ customer, feature: 'time_travel' })
  t.is(error, null)
  t.deepEqual(result.entitlements, [])
})

test.serial('says what the API says where customer or key are wrong', async (t) => {
  const { run } = await start(t)
  const nobody = await run({ customer: 'nobody' })
  t.deepEqual(nobody.error, { code: 'http_error', message: `${HOST} answered 404 Not Found.` })
  t.is(nobody.result.detail, "There is no customer 'nobody'.")
  const { run: stranger } = await start(t, { PRODUCT_API_KEY: 'prod_key_of_somebody_else' })
  const wrong = await stranger({ customer })
  t.deepEqual(wrong.error, { code: 'http_error', message: `${HOST} answered 401 Unauthorized.` })
})

test.serial('sends the key to the host that it is bound to, and to no other', async (t) => {
  const { run, service } = await start(t, { PRODUCT_API_HOST: 'elsewhere.example.org' })
  t.is((await run({ customer })).error?.code, 'secret_not_allowed')
  t.is(service.calls.length, 0)
})

test.serial(
  'tries again where the API is busy or has a fault, and tells the status where that lasts',
  async (t) => {
    const { run, service } = await start(t)
    service.first(tooMany(1), { status: 502 })
    t.is((await run({ customer })).error, null)
    service.first(tooMany(120))
    t.is((await run({ customer })).error?.message, `${HOST} answered 429 Too Many Requests.`)
  },
)
