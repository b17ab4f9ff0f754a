import type { Page } from 'playwright-core'
import { GURU, type Scene } from './scene.ts'

type Show = (page: Page, scene: Scene) => Promise<void>

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).waitFor()

/** A page of the guru as it is opened. */
const opened =
  (path: string | ((scene: Scene) => string)): Show =>
  async (page, scene) => {
    await page.goto(`/gurus/${GURU}/${typeof path === 'string' ? path : path(scene)}`)
    await heading(page)
  }

/** A part of the page at the top of what is to be seen. */
const scrolledTo = (page: Page, selector: string) =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => element.scrollIntoView())

/** Each picture by its file's name, and how its page comes to show it. */
export const PICTURES: Record<string, Show> = {
  actions: opened('actions'),
  template: opened('actions?start=refund-status'),
  editor: opened(({ actions }) => `actions/${actions['Order status']}`),
  chat: async (page) => {
    await page.goto(`/gurus/${GURU}/chat`)
    await heading(page)
    await page.getByRole('textbox', { name: 'Your question' }).fill('What is the status of order 1042?')
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('log').getByText('UPS').first().waitFor()
  },
  schedule: async (page, scene) => {
    await opened(({ actions }) => `actions/${actions['Tickets this week']}`)(page, scene)
    await page.getByRole('button', { name: /^Schedule/ }).click()
    await page.locator('form time').nth(4).waitFor()
    await scrolledTo(page, '.mantine-Accordion-root')
  },
  history: opened('runs'),
  run: opened(({ charted }) => `runs/${charted}`),
  secrets: opened('secrets'),
  keys: opened('keys'),
  audit: opened('audit'),
  settings: opened('settings'),
}
