// What a browser has to fetch before it shows the first page.
import anyTest, { type TestFn } from 'ava'
import { withDashboard } from '../support/dashboard.ts'
import type { StackContext } from '../support/shared-stack.ts'

const test = anyTest as TestFn<StackContext>
const dashboard = withDashboard(test, (_call, response) => void response.end())

/** Bytes over the wire; two seconds on a slow mobile connection. */
const MOST_BYTES = 350 * 1024

for (const name of ['actions', 'chat', 'runs'])
  test.serial(`the first load of the page ${name} stays small, and comes compressed`, async (t) => {
    const { api } = t.context
    const guru = await t.context.newGuru()
    const action = {
      name: 'Anything',
      trigger: 'Never',
      type: 'api_call',
      api_call: { method: 'GET', url: 'https://example.com/' },
    }
    await api.post(`/${guru}/actions`, action)
    const page = await dashboard.open(t, '/sign-in')
    // What is kept from before would not be counted.
    const fresh = await page.context().newPage()
    const session = await fresh.context().newCDPSession(fresh)
    await session.send('Network.enable')
    await session.send('Network.setCacheDisabled', { cacheDisabled: true })
    const fetched = new Map<string, number>()
    const addresses = new Map<string, string>()
    session.on('Network.responseReceived', ({ requestId, response }) =>
      addresses.set(requestId, response.url),
    )
    // Bodies as they were sent, without headers.
    session.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
      const url = addresses.get(requestId) ?? ''
      fetched.set(url, (fetched.get(url) ?? 0) + encodedDataLength)
    })
    await fresh.goto(`/gurus/${guru}/${name}`)
    await fresh.getByRole('heading', { level: 1 }).waitFor()
    await fresh.waitForLoadState('networkidle')
    const files = [...fetched].filter(([url]) => url.includes('/assets/'))
    const bytes = files.reduce((sum, [, size]) => sum + size, 0)
    const shown = await fresh.evaluate<number>(
      "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1",
    )
    t.log(`${files.length} files, ${Math.round(bytes / 1024)} KiB; first seen after ${Math.round(shown)} ms`)
    t.true(files.length > 2)
    t.true(bytes < MOST_BYTES, `${bytes} bytes`)
    for (const [url] of files) t.notRegex(url, /code-editor|codemirror|python/i)
  })

test.serial('an asset may be kept for ever, and the document never', async (t) => {
  const { errand } = t.context
  const document = await fetch(errand.url)
  t.is(document.headers.get('cache-control'), 'no-store')
  const [, script = ''] = /src="(\/assets\/[^"]+)"/.exec(await document.text()) ?? []
  const asset = await fetch(`${errand.url}${script}`, { headers: { 'accept-encoding': 'gzip' } })
  t.is(asset.status, 200)
  t.regex(asset.headers.get('cache-control') ?? '', /immutable/)
  t.is(asset.headers.get('content-encoding'), 'gzip')
})
