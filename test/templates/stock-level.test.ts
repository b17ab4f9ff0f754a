/*
 * The template 'stock-level' as it is, against a server that speaks Shopify's Admin API in GraphQL: access tokens,
 * connections with cursors, throttling and refusals that come in a 200.
 */
import test, { type ExecutionContext } from 'ava'
import { startTemplate, type TemplateBench } from './support/bench.ts'
import { type Protocol, type Reply, tooMany } from './support/service.ts'

const HOST = 'acme.myshopify.com'
const TOKEN = 'shpat_templates0123456789abcdef'
/** Smaller than what is asked for, so that nothing fits on one page. */
const PAGE = 2

interface Variant {
  sku: string
  title: string
  displayName: string
  inventoryPolicy: 'DENY' | 'CONTINUE'
  tracked: boolean
  /** available, on hand, committed and incoming by location. */
  stock: Record<string, [number, number, number, number]>
}

const variant = (sku: string, stock: Variant['stock'], fields: Partial<Variant> = {}): Variant => ({
  sku,
  title: 'T-shirt',
  displayName: `T-shirt - ${sku}`,
  inventoryPolicy: 'DENY',
  tracked: true,
  stock,
  ...fields,
})

const variants = [
  variant('TEE-S', {
    Berlin: [3, 5, 2, 0],
    Lyon: [8, 8, 0, 10],
    Oslo: [0, 1, 1, 0],
    Rome: [1, 1, 0, 5],
    Bern: [0, 0, 0, 0],
  }),
  variant('TEE-M', { Berlin: [0, 2, 2, 40] }),
  variant('TEE-L', { Berlin: [-1, 0, 1, 0] }, { inventoryPolicy: 'CONTINUE' }),
  variant('GIFT', {}, { title: 'Gift card', displayName: 'Gift card', tracked: false }),
  variant('ODD"1', { Berlin: [1, 1, 0, 0] }, { title: 'Odd', displayName: 'Odd' }),
]

const itemId = (sku: string): string => `gid://shopify/InventoryItem/${sku}`

/** A connection's page of `nodes`, after the cursor. */
function connection<Node>(nodes: Node[], first: number, after: string | null | undefined) {
  const start = after ? Number(after.replace('cursor-', '')) : 0
  const end = start + Math.min(first, PAGE)
  return {
    pageInfo: { hasNextPage: end < nodes.length, endCursor: end > start ? `cursor-${end}` : null },
    nodes: nodes.slice(start, end),
  }
}

function levels(one: Variant, first: number, after: string | null | undefined) {
  const nodes = Object.entries(one.stock).map(([name, [available, on_hand, committed, incoming]]) => ({
    location: { name },
    quantities: Object.entries({ available, on_hand, committed, incoming }).map(([name, quantity]) => ({
      name,
      quantity,
    })),
  }))
  return connection(nodes, first, after)
}

/** `sku:"…"`, `title:"…"` or `"…"`, as Shopify's search syntax has them. */
function found(search: string): Variant[] {
  const [, field, quoted = ''] = /^(?:(sku|title):)?"((?:[^"\\]|\\.)*)"$/.exec(search) ?? []
  const text = quoted.replace(/\\(.)/g, '$1').toLowerCase()
  return variants.filter((one) =>
    field
      ? one[field as 'sku' | 'title'].toLowerCase() === text
      : one.displayName.toLowerCase().includes(text),
  )
}

const shopify: Protocol = ({ method, path, headers, body }): Reply => {
  if (headers['x-shopify-access-token'] !== TOKEN)
    return {
      status: 401,
      body: { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' },
    }
  if (method !== 'POST' || !/^\/admin\/api\/20\d\d-(01|04|07|10)\/graphql\.json$/.test(path))
    return { status: 404, body: { errors: 'Not Found' } }
  const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, string | null> }
  const first = (name: string): number => Number(new RegExp(`${name}\\(first: (\\d+)`).exec(query)?.[1])
  // What a query may cost at most is known before it runs: each object counts.
  if (first('inventoryLevels') * (first('productVariants') || 1) * 6 > 1000)
    return {
      body: { errors: [{ message: 'Query cost is too high', extensions: { code: 'MAX_COST_EXCEEDED' } }] },
    }
  if (query.includes('productVariants(')) {
    const page = connection(found(String(variables.search)), first('productVariants'), variables.page)
    const nodes = page.nodes.map((one) => ({
      sku: one.sku,
      displayName: one.displayName,
      inventoryPolicy: one.inventoryPolicy,
      inventoryItem: {
        id: itemId(one.sku),
        tracked: one.tracked,
        inventoryLevels: levels(one, first('inventoryLevels'), variables.after),
      },
    }))
    return { body: { data: { productVariants: { ...page, nodes } } } }
  }
  const one = variants.find(({ sku }) => itemId(sku) === variables.id)
  if (!one) return { body: { data: { inventoryItem: null } } }
  return {
    body: {
      data: { inventoryItem: { inventoryLevels: levels(one, first('inventoryLevels'), variables.after) } },
    },
  }
}

const throttled: Reply = {
  body: {
    errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
    extensions: {
      cost: {
        requestedQueryCost: 120,
        actualQueryCost: null,
        throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 70, restoreRate: 100 },
      },
    },
  },
}

const start = (t: ExecutionContext, token = TOKEN): Promise<TemplateBench> =>
  startTemplate(t, 'stock-level', {
    names: [HOST],
    protocol: shopify,
    secrets: { SHOPIFY_HOST: HOST, SHOPIFY_ACCESS_TOKEN: token },
  })

test('gives the stock of a SKU, in total and at every location, over all pages', async (t) => {
  const { run, service } = await start(t)
  const { result, error } = await run({ product: 'tee-s' })
  t.is(error, null)
  t.deepEqual(result, {
    product: 'tee-s',
    variants: [
      {
        product: 'T-shirt - TEE-S',
        sku: 'TEE-S',
        available_to_sell: 12,
        on_hand: 15,
        committed: 3,
        incoming: 15,
        locations: [
          { location: 'Lyon', available_to_sell: 8, on_hand: 8, committed: 0, incoming: 10 },
          { location: 'Berlin', available_to_sell: 3, on_hand: 5, committed: 2, incoming: 0 },
          { location: 'Rome', available_to_sell: 1, on_hand: 1, committed: 0, incoming: 5 },
          { location: 'Oslo', available_to_sell: 0, on_hand: 1, committed: 1, incoming: 0 },
          { location: 'Bern', available_to_sell: 0, on_hand: 0, committed: 0, incoming: 0 },
        ],
      },
    ],
  })
  t.is(service.calls.filter(({ body }) => body.includes('inventoryItem(id')).length, 2)
})

test('gives every variant of a product that is called so, over all pages, and what happens when it is sold out', async (t) => {
  const { run } = await start(t)
  const { result } = await run({ product: 'T-Shirt' })
  t.like(result.variants, [
    { sku: 'TEE-S', available_to_sell: 12 },
    { sku: 'TEE-M', available_to_sell: 0, incoming: 40, when_empty: 'sold out' },
    { sku: 'TEE-L', available_to_sell: -1, when_empty: 'may be ordered all the same' },
  ])
})

test('a part of a name is enough, and a product that is not tracked is always sold', async (t) => {
  const { run } = await start(t)
  const { result } = await run({ product: 'gift' })
  t.deepEqual(result.variants, [{ product: 'Gift card', sku: 'GIFT', stock: 'not tracked: always sold' }])
})

test('a name cannot change the search', async (t) => {
  const { run } = await start(t)
  const { result } = await run({ product: 'ODD"1' })
  t.like(result.variants, [{ sku: 'ODD"1' }])
})

test('says so where the shop has no such product', async (t) => {
  const { run } = await start(t)
  const { result, error } = await run({ product: 'Unicorn' })
  t.is(error, null)
  t.is(result.message, "The shop has no product that is called or numbered 'Unicorn'.")
})

test('says what to check where the token is wrong or may too little, and where the host is wrong', async (t) => {
  const { run } = await start(t, 'shpat_of_somebody_else')
  const wrong = await run({ product: 'TEE-S' })
  t.regex(
    wrong.error?.message ?? '',
    /Shopify does not accept the key \(401\)\. Check the secret SHOPIFY_ACCESS_TOKEN/,
  )
  const { run: again, service } = await start(t)
  service.first({
    body: {
      errors: [
        { message: 'Access denied for inventoryLevels field.', extensions: { code: 'ACCESS_DENIED' } },
      ],
    },
  })
  const narrow = await again({ product: 'TEE-S' })
  t.regex(narrow.error?.message ?? '', /needs the scopes read_products, read_inventory and read_locations/)
  service.first({ status: 404, body: { errors: 'Not Found' } })
  t.regex(
    (await again({ product: 'TEE-S' })).error?.message ?? '',
    /no shop at this host\. Check the secret SHOPIFY_HOST/,
  )
})

test('waits until what was spent has come back, and tries again after a 429 or a fault', async (t) => {
  const { run, service } = await start(t)
  service.first(throttled, tooMany('1.0', { errors: 'Exceeded 2 calls per second' }), { status: 502 })
  const { result, error } = await run({ product: 'TEE-M' })
  t.is(error, null)
  t.like(result.variants, [{ sku: 'TEE-M' }])
  service.first(throttled, throttled, throttled, throttled)
  t.regex(
    (await run({ product: 'TEE-M' })).error?.message ?? '',
    /Shopify is asked too often\. Try again in a minute/,
  )
})
