// Who asks too much is told how long to wait, in a real browser.
import { setTimeout as delay } from 'node:timers/promises'
import anyTest, { type TestFn } from 'ava'
import { isAccessible, withDashboard } from '../support/dashboard.ts'
import { minimal } from '../support/minimal-action.ts'
import type { StackContext } from '../support/shared-stack.ts'

const test = anyTest as TestFn<StackContext>
const dashboard = withDashboard(test, (_call, response) => void response.end('{}'), {
  ERRAND_RATE_LIMIT: '3',
})

/** The limit counts by minutes of its own: none may end between the first question of the test and its last. */
const NEEDED_SECONDS = 40

/** Asks one question in a minute that has long enough to go. */
async function beginMinute({ api }: StackContext, guru: string): Promise<void> {
  for (;;) {
    const { headers } = await api.request('POST', `/${guru}/answer/`, { question: 'Who are you?' })
    const [, left] = /;t=(\d+)/.exec(headers.get('ratelimit') ?? '') ?? []
    if (Number(left) >= NEEDED_SECONDS) return
    await delay((Number(left) + 1) * 1_000)
  }
}

test.serial('a question over the limit is kept, and can be asked again once its time has come', async (t) => {
  const guru = await t.context.newGuru()
  await t.context.api.post(`/${guru}/actions`, minimal('Orders'))
  const page = await dashboard.open(t, `/gurus/${guru}/chat`)
  await beginMinute(t.context, guru)
  // Its time is the test's to pass.
  await page.clock.install()
  await page.goto(`/gurus/${guru}/chat`)
  const box = page.getByRole('textbox', { name: 'Your question' })
  const log = page.getByRole('log').getByRole('article', { name: 'Errand' })
  for (const [count, question] of ['Who are you?', 'What can you do?'].entries()) {
    await box.fill(question)
    await box.press('Enter')
    await log.nth(count).waitFor()
  }
  await box.fill('And what else?')
  await box.press('Enter')
  const retry = page.getByRole('button', { name: 'Try again' })
  await page
    .getByText(/in \d+ seconds?/)
    .first()
    .waitFor()
  await page.getByRole('article').filter({ hasText: 'And what else?' }).waitFor()
  t.true(await retry.isDisabled())
  await isAccessible(t, page)

  await page.clock.fastForward(61_000)
  await page.getByRole('button', { name: 'Try again', disabled: false }).click()
  // For the server no minute has passed.
  await page
    .getByText(/in \d+ seconds?/)
    .first()
    .waitFor()
  t.is(await log.count(), 2)
})
