// Stripe's API as https://docs.stripe.com/api says: authentication, versions, errors, lists, search.
import type { Call, Protocol, Reply } from './service.ts'

export const STRIPE_HOST = 'api.stripe.com'
export const STRIPE_KEY = 'rk_test_templates51H8w2kQz'
/** Smaller than any limit that is asked for, so that nothing fits on one page. */
const PAGE = 2

export interface StripeObject {
  id: string
  created?: number
  [field: string]: unknown
}

export interface StripeData {
  charges?: StripeObject[]
  refunds?: StripeObject[]
  customers?: StripeObject[]
  subscriptions?: StripeObject[]
  products?: StripeObject[]
  invoices?: StripeObject[]
}

/** What each list can be narrowed by. */
const FILTERS: Record<string, string[]> = {
  charges: ['customer', 'payment_intent', 'created[gte]'],
  refunds: ['charge', 'payment_intent'],
  customers: ['email'],
  subscriptions: ['customer', 'status'],
  products: ['ids[]'],
}
const PAGING = ['limit', 'starting_after', 'expand[]']

export function stripe(data: StripeData): Protocol {
  return (call) => {
    const { headers, method, path } = call
    if (headers.authorization !== `Bearer ${STRIPE_KEY}`)
      return refuse(401, { message: 'Invalid API Key provided: rk_test_*************2kQz' })
    if (!/^20\d\d-\d\d-\d\d(\.[a-z]+)?$/.test(String(headers['stripe-version'])))
      return refuse(400, { message: 'Invalid Stripe API version' })
    const [, kind = '', id] = /^\/v1\/(\w+)(?:\/([^/]+))?$/.exec(path) ?? []
    const objects = data[kind as keyof StripeData]
    if (method !== 'GET' || !objects || !FILTERS[kind])
      return refuse(404, { message: `Unrecognized request URL (${method}: ${path}).` })
    if (id === 'search') return search(objects, call)
    if (id) return one(objects, kind, decodeURIComponent(id), data, call)
    return list(objects, kind, data, call)
  }
}

export const refuse = (status: number, error: Record<string, string>): Reply => ({
  status,
  body: { error: { type: 'invalid_request_error', ...error } },
})

const missing = (kind: string, id: string, param = 'id'): Record<string, string> => ({
  code: 'resource_missing',
  message: `No such ${kind.replace(/s$/, '')}: '${id}'`,
  param,
})

function one(objects: StripeObject[], kind: string, id: string, data: StripeData, call: Call): Reply {
  const found = objects.find((each) => each.id === id)
  if (!found) return refuse(404, missing(kind, id))
  return { body: expanded(found, data, call.query.getAll('expand[]')) }
}

function list(objects: StripeObject[], kind: string, data: StripeData, { query, path }: Call): Reply {
  const unknown = [...query.keys()].find((name) => ![...(FILTERS[kind] ?? []), ...PAGING].includes(name))
  if (unknown) return refuse(400, { message: `Received unknown parameter: ${unknown}` })
  const limit = Number(query.get('limit') ?? 10)
  if (!(limit >= 1 && limit <= 100)) return refuse(400, { message: 'Invalid limit', param: 'limit' })
  const customer = query.get('customer')
  if (customer && data.customers && !data.customers.some(({ id }) => id === customer))
    return refuse(400, missing('customers', customer, 'customer'))
  const matching = newestFirst(objects.filter((each) => fits(each, kind, query)))
  const after = query.get('starting_after')
  const start = after ? matching.findIndex(({ id }) => id === after) + 1 : 0
  if (after && start === 0) return refuse(400, missing(kind, after, 'starting_after'))
  const page = matching.slice(start, start + Math.min(limit, PAGE))
  const expand = query.getAll('expand[]').map((path) => path.replace(/^data\./, ''))
  return {
    body: {
      object: 'list',
      url: path,
      has_more: start + page.length < matching.length,
      data: page.map((each) => expanded(each, data, expand)),
    },
  }
}

function fits(each: StripeObject, kind: string, query: URLSearchParams): boolean {
  return [...query].every(([name, value]) => {
    if (PAGING.includes(name)) return true
    if (name === 'created[gte]') return Number(each.created) >= Number(value)
    if (name === 'ids[]') return query.getAll('ids[]').includes(each.id)
    // Without a status, those that have ended are left out.
    if (kind === 'subscriptions' && name === 'status') return value === 'all' || each.status === value
    return each[name] === value
  })
}

/** `metadata["KEY"]:"VALUE"` of the query language, and nothing else of it. */
function search(objects: StripeObject[], { query, path, headers }: Call): Reply {
  if (String(headers['stripe-version']) < '2020-08-27')
    return refuse(400, { message: 'Search is not in this version of the API.' })
  if (query.has('starting_after'))
    return refuse(400, { message: 'Received unknown parameter: starting_after' })
  const clause = /^metadata\["([^"]+)"\]:"((?:[^"\\]|\\.)*)"$/.exec(query.get('query') ?? '')
  if (!clause) return refuse(400, { message: 'We were unable to parse your search query.' })
  const [, key = '', escaped = ''] = clause
  const value = escaped.replace(/\\(.)/g, '$1')
  const matching = objects.filter(({ metadata }) => (metadata as Record<string, string>)?.[key] === value)
  const start = Number(query.get('page')?.replace('page-', '') ?? 0)
  const more = start + PAGE < matching.length
  return {
    body: {
      object: 'search_result',
      url: path,
      has_more: more,
      data: newestFirst(matching).slice(start, start + PAGE),
      next_page: more ? `page-${start + PAGE}` : null,
    },
  }
}

const newestFirst = (objects: StripeObject[]): StripeObject[] =>
  objects.toSorted((a, b) => (b.created ?? 0) - (a.created ?? 0))

/** A field that names an object is that object where it was asked for. */
function expanded(object: StripeObject, data: StripeData, fields: string[]): StripeObject {
  const found = fields.map((field) => [
    field,
    data.invoices?.find(({ id }) => id === object[field]) ?? object[field],
  ])
  return { ...object, ...Object.fromEntries(found) }
}
