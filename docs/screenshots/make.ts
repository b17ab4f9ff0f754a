// Takes the pictures of the dashboard that the documentation shows, of a real Errand: npm run screenshots
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium, type Page } from 'playwright-core'
import { findBrowser } from '../../test/support/find-browser.ts'
import { PICTURES } from './pictures.ts'
import { setScene } from './scene.ts'

const FOLDER = fileURLToPath(new URL('../images/dashboard/', import.meta.url))
const SIZE = { width: 1180, height: 740 }

mkdirSync(FOLDER, { recursive: true })
console.log('Starting Errand, and doing a morning of work')
const scene = await setScene()
const browser = await chromium.launch({ executablePath: await findBrowser(), args: ['--no-sandbox'] })
try {
  const context = await browser.newContext({
    baseURL: scene.errand.url,
    viewport: SIZE,
    colorScheme: 'light',
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
  })
  const signIn = await context.newPage()
  await take(signIn, 'sign-in', async () => void (await signIn.goto('/sign-in')))
  await context.request.post('/api/v1/auth/session', { data: { key: scene.errand.adminKey } })
  for (const [name, show] of Object.entries(PICTURES)) {
    const page = await context.newPage()
    await take(page, name, () => show(page, scene))
    await page.close()
  }
} finally {
  await browser.close()
  await scene.close()
}

async function take(page: Page, name: string, show: () => Promise<void>): Promise<void> {
  await show()
  // What is on its way when a page is first there.
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: `${FOLDER}${name}.png` })
  console.log(`docs/images/dashboard/${name}.png`)
}
