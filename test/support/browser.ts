import type { TestFn } from 'ava'
import { type Browser, chromium } from 'playwright-core'
import { findBrowser } from './find-browser.ts'

/** One browser without a window for all tests of a file, to be had once they run. */
export function withBrowser<Context>(test: TestFn<Context>): () => Browser {
  let browser: Browser
  test.before(async () => {
    // A container's root has no other sandbox to give it; what is opened are pages of ours.
    const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    browser = await chromium.launch({ executablePath: await findBrowser(), args })
  })
  test.after.always(() => browser?.close())
  return () => browser
}
