import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { ExecutionContext, TestFn } from 'ava'
import type { AxeResults } from 'axe-core'
import type { BrowserContext, Page } from 'playwright-core'
import { withBrowser } from './browser.ts'
import { FAINT_PLACEHOLDERS } from './placeholder-contrast.ts'
import { type StackContext, withStack } from './shared-stack.ts'
import type { Handler } from './target-server.ts'

/** Of a machine that has much else to do. */
const PATIENCE_MS = 60_000
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** What nobody may be kept out by. */
const SERIOUS = ['serious', 'critical']

export interface OpenOptions {
  /** Whose session it is. Default: the admin's. */
  key?: string | null
  width?: number
  height?: number
  colorScheme?: 'light' | 'dark'
  /** What the browser may log, such as of a server that the test takes away. */
  expects?: RegExp
}

export interface Dashboard {
  /** A browser of its own, signed in, at a page such as `/gurus/acme/actions`. Closed after the test. */
  open(t: ExecutionContext<StackContext>, path: string, options?: OpenOptions): Promise<Page>
}

/**
 * A running Errand and a real browser for all tests of a file. A page that logs an error, throws, or asks anything of
 * anybody else makes its test fail.
 */
export function withDashboard(
  test: TestFn<StackContext>,
  handler: Handler,
  environment: Record<string, string> = {},
): Dashboard {
  withStack(test, handler, environment)
  const browser = withBrowser(test)
  return {
    async open(t, path, { key, width = 1280, height = 900, colorScheme = 'light', expects } = {}) {
      const { errand } = t.context
      const context = await browser().newContext({
        baseURL: errand.url,
        viewport: { width, height },
        colorScheme,
        // Nothing moves: what is measured and clicked stays where it is.
        reducedMotion: 'reduce',
        permissions: ['clipboard-read', 'clipboard-write'],
      })
      context.setDefaultTimeout(PATIENCE_MS)
      const complaints = watch(context, errand.url, expects)
      t.teardown(async () => {
        await context.close()
        if (complaints.length > 0) throw new Error(`The browser complains: ${complaints.join('\n')}`)
      })
      if (key !== null) await signIn(context, key ?? errand.adminKey)
      const page = await context.newPage()
      await page.goto(path)
      return page
    },
  }
}

async function signIn(context: BrowserContext, key: string): Promise<void> {
  const response = await context.request.post('/api/v1/auth/session', { data: { key } })
  if (response.status() !== 201) throw new Error(`Signing in answered ${response.status()}`)
}

/** What goes wrong in any page of it, as it comes. */
function watch(context: BrowserContext, origin: string, expects?: RegExp): string[] {
  const complaints: string[] = []
  context.on('weberror', (error) => complaints.push(`thrown: ${error.error().message}`))
  context.on('console', (message) => {
    const text = message.text()
    // What the API refuses is shown by the page; browsers log it as well.
    if (text.startsWith('Failed to load resource: the server responded with a status of 4')) return
    if (expects?.test(text)) return
    const { url, lineNumber, columnNumber } = message.location()
    if (message.type() === 'error' || message.type() === 'warning')
      complaints.push(`${text} (${url}:${lineNumber + 1}:${columnNumber + 1})`)
  })
  context.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(origin) && !/^(data|blob|about):/.test(url))
      complaints.push(`asked elsewhere: ${url}`)
  })
  return complaints
}

/** Fails the test where axe-core finds what keeps people out, naming rule and element, or a placeholder is too faint. */
export async function isAccessible(t: ExecutionContext, page: Page, what = page.url()): Promise<void> {
  // By the debugger, which the page's policy does not bind.
  const results = (await page.evaluate(
    `${AXE}; axe.run(document, { resultTypes: ['violations'] })`,
  )) as AxeResults
  const found = results.violations
    .filter(({ impact }) => SERIOUS.includes(impact ?? ''))
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`))
  t.deepEqual(found, [], what)
  t.deepEqual(await page.evaluate(FAINT_PLACEHOLDERS), [], what)
}
