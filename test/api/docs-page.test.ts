// The documentation page, in a real browser, under its own strict policy.
import type { TestFn } from 'ava'
import anyTest from 'ava'
import type { Page } from 'playwright-core'
import { withBrowser } from '../support/browser.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'

/** Of a machine that has much else to do. */
const PATIENCE_MS = 180_000

const test = anyTest as TestFn<StackContext>
withStack(test, (_request, response) => {
  response.end()
})
const browser = withBrowser(test)

async function openPage(): Promise<Page> {
  const page = await browser().newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  return page
}

for (const path of ['/api/v1/docs', '/api/v1/docs/'])
  test.serial(
    `${path} shows every operation, asks nothing of anybody else, and has nothing to complain of`,
    async (t) => {
      const { errand } = t.context
      const page = await openPage()
      const complaints: string[] = []
      const requested: string[] = []
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(error.message))
      page.on('request', (request) => requested.push(request.url()))
      await page.goto(`${errand.url}${path}`)
      await page.locator('.opblock').first().waitFor()

      const described = await fetch(`${errand.url}/api/v1/openapi.json`).then((response) => response.json())
      const paths = Object.values((described as { paths: Record<string, object> }).paths)
      const operations = paths.flatMap((item) => Object.keys(item))
      t.true(operations.length > 25)
      t.is(await page.locator('.opblock').count(), operations.length)

      // Opening one shows its schemas, which are looked up in the document.
      await page.locator('#operations-Asking-askQuestion .opblock-summary-control').click()
      await page
        .locator('#operations-Asking-askQuestion .opblock-body')
        .getByText('What is the status')
        .waitFor()
      t.deepEqual(complaints, [])
      const elsewhere = requested.filter((url) => !url.startsWith(errand.url) && !url.startsWith('data:'))
      t.deepEqual(elsewhere, [])
      await page.close()
    },
  )

test.serial('a guru is read from the page with a key that is given there', async (t) => {
  const { errand, newGuru } = t.context
  const guru = await newGuru()
  const page = await openPage()
  await page.goto(`${errand.url}/api/v1/docs`)
  await page.locator('button.authorize').click()
  await page.locator('#api_key_value').first().fill(errand.adminKey)
  await page.getByRole('button', { name: 'Apply credentials' }).first().click()
  await page.locator('.close-modal').click()
  const operation = page.locator('#operations-Gurus-readGuru')
  await operation.locator('.opblock-summary-control').click()
  await operation.getByRole('button', { name: 'Try it out' }).click()
  await operation.getByPlaceholder('guru').fill(guru)
  const [response] = await Promise.all([
    page.waitForResponse((given) => given.url().endsWith(`/gurus/${guru}`)),
    operation.getByRole('button', { name: 'Execute' }).click(),
  ])
  t.is(response.status(), 200)
  t.is((await response.json()).slug, guru)
  await page.close()
})

test('the page may run no script but its own files, whose names stand for their content', async (t) => {
  const { errand } = t.context
  const page = await fetch(`${errand.url}/api/v1/docs`)
  t.is(page.status, 200)
  const policy = page.headers.get('content-security-policy') ?? ''
  t.regex(policy, /default-src 'none'; ?script-src 'self'; ?style-src 'self'/)
  t.notRegex(policy, /unsafe/)
  const html = await page.text()
  t.notRegex(html, /<script(?![^>]* src=)|<style|\son\w+=|\sstyle=/)
  const files = Array.from(html.matchAll(/(?:src|href)="(docs\/[^"]+\.(?:js|css))"/g), ([, file]) => file)
  t.is(files.length, 4)
  for (const file of files) {
    for (const encoding of ['gzip', 'identity']) {
      const headers = { 'accept-encoding': encoding }
      const response = await fetch(`${errand.url}/api/v1/${file}`, { headers })
      t.is(response.status, 200)
      t.regex(response.headers.get('cache-control') ?? '', /immutable/)
      t.is(response.headers.get('content-encoding'), encoding === 'gzip' ? 'gzip' : null)
      t.true((await response.text()).length > 20)
    }
  }
  for (const attack of ['initialize.js', '..%2f..%2fpackage.json', 'swagger-ui.js'])
    t.is((await fetch(`${errand.url}/api/v1/docs/${attack}`)).status, 404)
})
