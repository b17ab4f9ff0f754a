/*
 * A model's words in the dashboard, while it still writes. The model says them when the test says so: nothing here
 * depends on time.
 */
import anyTest, { type TestFn } from 'ava'
import type { Page } from 'playwright-core'
import { withDashboard } from '../support/dashboard.ts'
import { eventually } from '../support/eventually.ts'
import { startHeldModel } from '../support/held-model.ts'
import { hostileMarkdown, WHAT_COULD_RUN, witnessOf } from '../support/hostile.ts'
import type { StackContext } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>
const model = await startHeldModel()
const dashboard = withDashboard(test, (_call, response) => sendJson(response, { status: 'shipped' }), {
  ERRAND_MODEL_URL: model.url,
  ERRAND_MODEL: 'held',
})
test.after.always(() => model.close())

async function guruOf({ api, newGuru, target }: StackContext): Promise<string> {
  const guru = await newGuru()
  await api.post(`/${guru}/actions`, {
    name: 'Order status',
    trigger: 'When the user asks for the status of an order',
    parameters: [{ name: 'order_id', type: 'number', description: 'The number of the order' }],
    type: 'api_call',
    api_call: { url: `${target.url}/orders/{order_id}` },
  })
  return guru
}

async function ask(page: Page, question: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Your question' }).fill(question)
  await page.getByRole('textbox', { name: 'Your question' }).press('Enter')
}

const coming = (page: Page) =>
  page.getByRole('article', { name: 'Errand' }).and(page.locator('[aria-busy=true]'))
const told = (page: Page) => page.getByRole('log').getByRole('article', { name: 'Errand' })

test.serial('words are shown as they come, and told as a whole once they are all there', async (t) => {
  const page = await dashboard.open(t, `/gurus/${await guruOf(t.context)}/chat`)
  await ask(page, 'Where is order 101?')
  const answer = await model.answerTo('101')
  answer.say('The order is **on its')
  await coming(page).getByText('The order is **on its').waitFor()
  await coming(page).getByText('Writing the answer from Order status, running').waitFor()
  answer.say(' way** to you.')
  await coming(page).locator('strong', { hasText: 'on its way' }).waitFor()
  t.is(await told(page).count(), 0)
  answer.finish()
  await told(page).getByText('The order is on its way to you.').waitFor()
  t.is(await coming(page).count(), 0)
})

test.serial('the end stays in view until somebody scrolls up', async (t) => {
  const page = await dashboard.open(t, `/gurus/${await guruOf(t.context)}/chat`, { height: 500 })
  const bottom = () => page.evaluate<number>('document.documentElement.scrollHeight - scrollY - innerHeight')
  await ask(page, 'Where is order 102?')
  const answer = await model.answerTo('102')
  answer.say(`${'A paragraph.\n\n'.repeat(60)}First end.`)
  await coming(page).getByText('First end.').waitFor()
  await eventually('the end to be in view', async () => (await bottom()) < 2)
  t.true((await page.evaluate<number>('scrollY')) > 0)

  await page.mouse.move(800, 250)
  await page.mouse.wheel(0, -600)
  await page.getByRole('button', { name: 'To the latest message' }).waitFor()
  const top = await page.evaluate('scrollY')
  answer.say(`\n\n${'Another one.\n\n'.repeat(30)}Second end.`)
  await coming(page).getByText('Second end.').waitFor()
  t.is(await page.evaluate('scrollY'), top)
  t.true((await bottom()) > 600)

  await page.getByRole('button', { name: 'To the latest message' }).click()
  await eventually('the end to be in view', async () => (await bottom()) < 2)
  answer.finish()
  await told(page).getByText('Second end.').waitFor()
})

test.serial('an answer goes on where its connection was cut, when the server is back', async (t) => {
  const { errand } = t.context
  // Browsers log what they can't reach.
  const page = await dashboard.open(t, `/gurus/${await guruOf(t.context)}/chat`, {
    expects: /net::ERR_|status of 50/,
  })
  await ask(page, 'Where is order 103?')
  const answer = await model.answerTo('103')
  answer.say('Before, ')
  // Laid out: what does that is loaded.
  await coming(page).locator('.markdown').getByText('Before,').waitFor()
  process.kill(errand.apiPid() ?? 0, 'SIGKILL')
  await page.getByText('The connection was lost').waitFor()
  answer.say('meanwhile ')
  await coming(page).getByText('Before, meanwhile').waitFor()
  t.is(await page.getByText('The connection was lost').count(), 0)
  answer.say('and after.')
  answer.finish()
  await told(page).getByText('Before, meanwhile and after.', { exact: true }).waitFor()
  t.is(await told(page).count(), 1)
})

test.serial('what a model writes runs nothing and loads nothing, while it comes and after', async (t) => {
  const page = await dashboard.open(t, '/sign-in')
  const witness = await witnessOf(page.context())
  await page.goto(`/gurus/${await guruOf(t.context)}/chat`)
  await ask(page, 'Where is order 104?')
  const answer = await model.answerTo('104')
  const text = hostileMarkdown('model')
  for (let from = 0; from < text.length; from += 200) answer.say(text.slice(from, from + 200))
  answer.say('\n\nThat is all.')
  await coming(page).getByText('That is all.').waitFor()
  t.deepEqual(await page.evaluate(WHAT_COULD_RUN), [])
  answer.finish()
  await told(page).getByText('That is all.').waitFor()
  const answered = told(page).locator('.markdown')
  await answered.getByText('<script>reportExecution("code")</script>', { exact: false }).first().waitFor()
  await answered.getByRole('link', { name: 'Picture: picture' }).waitFor()
  for (const link of await answered.getByRole('link').all()) {
    t.regex((await link.getAttribute('href')) ?? '', /^(https?|mailto):/)
    t.is(await link.getAttribute('rel'), 'noopener noreferrer nofollow')
    t.is(await link.getAttribute('target'), '_blank')
  }
  for (const name of ['script', 'spaced', 'document', 'our own', "whoever's", 'by reference', 'cell'])
    t.is(await answered.getByRole('link', { name, exact: true }).count(), 0, name)
  t.is(await answered.locator('img, script, style, iframe, svg:not(.tabler-icon)').count(), 0)
  t.deepEqual(await page.evaluate(WHAT_COULD_RUN), [])
  t.deepEqual(witness, { executed: [], stopped: [], dialogs: [] })
})

test.serial(
  'an answer that cannot be laid out is shown as it is, and the conversation goes on',
  async (t) => {
    const page = await dashboard.open(t, `/gurus/${await guruOf(t.context)}/chat`, {
      // React logs what it has caught.
      expects: /Maximum call stack size exceeded/,
    })
    await ask(page, 'Where is order 105?')
    const answer = await model.answerTo('105')
    answer.say(`The order ${'>'.repeat(20)} is on its way.\n\n${'>'.repeat(9_000)} deep`)
    answer.finish()
    await told(page).getByText('is on its way.').waitFor()
    await page.reload()
    await told(page).getByText('is on its way.').waitFor()
    await ask(page, 'Where is order 106?')
    const next = await model.answerTo('106')
    next.say('It has **arrived**.')
    next.finish()
    await told(page).locator('strong', { hasText: 'arrived' }).waitFor()
    t.is(await told(page).count(), 2)
  },
)
