/*
 * Asking in the dashboard, in a real browser, with the built-in engine. A model's words as they come are in
 * chat-stream.test.ts.
 */
import anyTest, { type ExecutionContext, type TestFn } from 'ava'
import type { Locator, Page } from 'playwright-core'
import { refundAction } from '../support/actions.ts'
import { isAccessible, type OpenOptions, withDashboard } from '../support/dashboard.ts'
import { eventually } from '../support/eventually.ts'
import type { StackContext } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>

/** Calls of `/held/…` are answered once this is resolved. */
let gate = Promise.withResolvers<void>()

const dashboard = withDashboard(test, async (call, response) => {
  if (call.path.startsWith('/held/')) await gate.promise
  sendJson(response, { order: call.path.split('/').pop(), status: 'shipped', carrier: 'UPS' })
})

const orderAction = (url: string, more = {}): Record<string, unknown> => ({
  name: 'Order status',
  trigger: 'When the user asks for the status of an order',
  parameters: [{ name: 'order_id', type: 'number', description: 'The number of the order' }],
  type: 'api_call',
  api_call: { method: 'GET', url: `${url}/orders/{order_id}` },
  ...more,
})

async function guruWith({ api, newGuru }: StackContext, ...actions: object[]): Promise<string> {
  const guru = await newGuru({ name: 'Acme support' })
  for (const action of actions) await api.post(`/${guru}/actions`, action)
  return guru
}

async function openChat(
  t: ExecutionContext<StackContext>,
  guru: string,
  options: OpenOptions = {},
): Promise<Page> {
  const page = await dashboard.open(t, `/gurus/${guru}/chat`, options)
  await page.getByRole('heading', { level: 1, name: 'Chat' }).waitFor()
  return page
}

async function ask(page: Page, question: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Your question' }).fill(question)
  await page.getByRole('textbox', { name: 'Your question' }).press('Enter')
}

const answers = (page: Page) => page.getByRole('log').getByRole('article', { name: 'Errand' })

const hasFocus = (locator: Locator): Promise<boolean> =>
  locator.evaluate((element) => element.matches(':focus'))

const fitsItsWidth = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')

test.serial('an answer names its action with its values, and the way to its run', async (t) => {
  const guru = await guruWith(t.context, orderAction(t.context.target.url))
  const page = await openChat(t, guru)
  await isAccessible(t, page, 'the empty chat')
  const suggestion = page.getByRole('button', { name: /Show me the status of an order/ })
  await suggestion.click()
  const box = page.getByRole('textbox', { name: 'Your question' })
  t.is(await box.inputValue(), 'Show me the status of an order')
  await box.fill('What is the status of')
  await box.press('Shift+Enter')
  await box.pressSequentially('order 1042?')
  t.is(await box.inputValue(), 'What is the status of\norder 1042?')
  await box.press('Enter')

  const answer = answers(page).first()
  await answer.getByText('shipped').waitFor()
  await answer.getByText('Succeeded').waitFor()
  await answer.getByText('1042', { exact: true }).waitFor()
  await page.waitForURL(/\/chat\/[\w.-]+$/)
  t.is(await box.inputValue(), '')
  t.true(await hasFocus(box))
  await isAccessible(t, page, 'an answer')

  const link = answer.getByRole('link', { name: 'Order status' })
  const { runs } = await t.context.api.get<{ runs: { id: string }[] }>(`/${guru}/runs`)
  t.is(await link.getAttribute('href'), `/gurus/${guru}/runs/${encodeURIComponent(runs[0]?.id ?? '')}`)
  await link.click()
  await page.waitForURL(`**/gurus/${guru}/runs/*`)
})

test.serial('steps are told in words while they happen', async (t) => {
  const { target } = t.context
  gate = Promise.withResolvers()
  const held = orderAction(target.url, {
    api_call: { method: 'GET', url: `${target.url}/held/{order_id}` },
  })
  const page = await openChat(t, await guruWith(t.context, held))
  await ask(page, 'What is the status of order 7?')
  const steps = page.getByRole('list', { name: 'What happens' }).getByRole('listitem')
  await steps.filter({ hasText: 'Looking up: Order status, running' }).waitFor()
  await steps.filter({ hasText: 'Understanding the question, done' }).waitFor()
  await page.getByRole('button', { name: 'Stop' }).waitFor()
  await isAccessible(t, page, 'an answer on its way')
  t.is(await answers(page).count(), 0)
  gate.resolve()
  await answers(page).first().getByText('shipped').waitFor()
  t.is(await steps.count(), 0)
  await page.getByRole('button', { name: 'Send' }).waitFor()
})

test.serial('stopping cancels the run, and what came of it is in the conversation', async (t) => {
  const { api, target } = t.context
  gate = Promise.withResolvers()
  const held = orderAction(target.url, {
    api_call: { method: 'GET', url: `${target.url}/held/{order_id}` },
  })
  const guru = await guruWith(t.context, held)
  const page = await openChat(t, guru)
  await ask(page, 'What is the status of order 8?')
  await page.getByText('Looking up:').first().waitFor()
  await page.getByRole('button', { name: 'Stop' }).click()
  await page.getByText('is being cancelled').waitFor()
  const { runs } = await api.get<{ runs: { id: string }[] }>(`/${guru}/runs`)
  await eventually('the run to be cancelled', async () => {
    const run = await api.get<{ status: string }>(`/${guru}/runs/${runs[0]?.id}`)
    return run.status === 'cancelled'
  })
  gate.resolve()
  await answers(page).first().getByText('Cancelled', { exact: true }).waitFor()
  await page.waitForURL(/\/chat\/[\w.-]+$/)
  t.is(await page.getByText('is being cancelled').count(), 0)
})

test.serial('a question is found again after a reload, and on the way back, and is asked once', async (t) => {
  const { target } = t.context
  gate = Promise.withResolvers()
  const held = orderAction(target.url, {
    api_call: { method: 'GET', url: `${target.url}/held/{order_id}` },
  })
  const page = await openChat(t, await guruWith(t.context, held))
  await ask(page, 'What is the status of order 77?')
  const live = page.getByText('Looking up:').first()
  await live.waitFor()
  await page.reload()
  await page.getByText('What is the status of order 77?').first().waitFor()
  await live.waitFor()
  await page.getByRole('link', { name: 'History' }).click()
  await page.getByRole('heading', { level: 1, name: 'History' }).waitFor()
  await page.getByRole('link', { name: 'Chat', exact: true }).click()
  await live.waitFor()
  gate.resolve()
  await answers(page).first().getByText('shipped').waitFor()
  await page.waitForURL(/\/chat\/[\w.-]+$/)
  t.is(target.calls.filter(({ path }) => path === '/held/77').length, 1)
  await page.getByRole('link', { name: 'New chat' }).click()
  await page.getByRole('heading', { name: 'What would you like to know?' }).waitFor()
  t.is(await answers(page).count(), 0)
})

test.serial('what is missing is asked for, and given in the next message', async (t) => {
  const guru = await guruWith(t.context, orderAction(t.context.target.url))
  const page = await openChat(t, guru)
  await ask(page, 'What is the status of my order?')
  const asked = answers(page).first()
  await asked.getByText('Still needed: order id').waitFor()
  await asked.getByText('Needs more information').waitFor()
  const box = page.getByRole('textbox', { name: 'Your question' })
  t.is(await box.getAttribute('placeholder'), 'Give the order id')
  t.true(await hasFocus(box))
  await isAccessible(t, page, 'what is missing')
  await ask(page, '1043')
  await answers(page).nth(1).getByText('shipped').waitFor()
})

test.serial('a run that waits is approved where it was asked for, and its answer follows', async (t) => {
  const { api, target } = t.context
  const guru = await guruWith(t.context, orderAction(target.url, { requires_approval: true }))
  const page = await openChat(t, guru)
  await ask(page, 'What is the status of order 1042?')
  const group = page.getByRole('group', { name: 'Order status waits for approval' })
  await group.getByRole('textbox', { name: 'Comment' }).fill('Known customer')
  await isAccessible(t, page, 'an approval')
  await group.getByRole('button', { name: 'Approve' }).click()
  await answers(page).first().getByText('shipped').waitFor()
  t.is(await answers(page).count(), 1)
  const { runs } = await api.get<{ runs: { id: string }[] }>(`/${guru}/runs`)
  const run = await api.get<{ approval: { comment: string } }>(`/${guru}/runs/${runs[0]?.id}`)
  t.is(run.approval.comment, 'Known customer')

  await ask(page, 'What is the status of order 1044?')
  await group.getByRole('button', { name: 'Reject' }).click()
  await answers(page).nth(1).getByText('Rejected', { exact: true }).waitFor()
})

test.serial('conversations are listed, gone on with, and deleted', async (t) => {
  const guru = await guruWith(t.context, orderAction(t.context.target.url))
  const page = await openChat(t, guru)
  await page.getByText('Your conversations will be listed here.').waitFor()
  await ask(page, 'What is the status of order 1?')
  await answers(page).first().getByText('shipped').waitFor()
  await page.getByRole('link', { name: 'New chat' }).click()
  await page.getByRole('heading', { name: 'What would you like to know?' }).waitFor()
  await ask(page, 'What is the status of order 2?')
  await answers(page).first().getByText('shipped').waitFor()

  const list = page.getByRole('complementary', { name: 'Conversations' })
  t.deepEqual(await list.getByRole('link').evaluateAll((links) => links.map(({ title }) => title)), [
    'What is the status of order 2?',
    'What is the status of order 1?',
  ])
  await list.getByRole('link', { name: 'order 1?' }).click()
  await page.getByRole('log').getByText('What is the status of order 1?').waitFor()
  t.is(await answers(page).count(), 1)
  await ask(page, 'and for 3?')
  await answers(page).nth(1).getByText('shipped').waitFor()
  await page.reload()
  await answers(page).nth(1).getByText('shipped').waitFor()
  await isAccessible(t, page, 'a conversation')

  await list.getByRole('button', { name: /Delete the conversation .*order 1/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete this conversation?' })
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await page.waitForURL(`**/gurus/${guru}/chat`)
  await page.getByRole('heading', { name: 'What would you like to know?' }).waitFor()
  t.is(await list.getByRole('link').count(), 1)

  await page.goBack()
  await page.getByRole('alert').waitFor()
  t.is(await answers(page).count(), 0)
})

test.serial('a key for chatting chats, and is shown nothing that it may not open', async (t) => {
  const { api, target } = t.context
  const guru = await guruWith(t.context, orderAction(target.url, { requires_approval: true }))
  const { key } = await api.post<{ key: string }>(`/gurus/${guru}/keys`, { name: 'Website', role: 'chat' })
  const page = await openChat(t, guru, { key })
  await page.getByRole('heading', { name: 'What would you like to know?' }).waitFor()
  await ask(page, 'What is the status of order 5?')
  await page.getByText('has to approve it').waitFor()
  t.is(await page.getByRole('button', { name: 'Approve' }).count(), 0)
  t.is(await answers(page).getByRole('link', { name: 'Order status' }).count(), 0)
  const { runs } = await api.get<{ runs: { id: string }[] }>(`/${guru}/runs`)
  await api.post(`/${guru}/runs/${runs[0]?.id}/approve`)
  await answers(page).first().getByText('shipped').waitFor()
})

test.serial('it can be read in the dark', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  await api.put(`/${guru}/secrets/SHOP_TOKEN`, { value: 'a-token-of-the-shop' })
  await api.post(`/${guru}/actions`, refundAction)
  const page = await openChat(t, guru, { colorScheme: 'dark' })
  await ask(page, 'Where is the refund for order 1042?')
  await answers(page).first().getByText('42.50 EUR').waitFor()
  await isAccessible(t, page, 'in the dark')
})

test.serial('a conversation that is none is a problem with a way on', async (t) => {
  const guru = await guruWith(t.context)
  const page = await dashboard.open(t, `/gurus/${guru}/chat/nothing`)
  await page.getByRole('alert').waitFor()
  await page.getByRole('link', { name: 'New chat' }).click()
  await page.getByText('There is no enabled action yet').waitFor()
  await page.getByRole('link', { name: 'Go to the actions' }).click()
  await page.waitForURL(`**/gurus/${guru}/actions`)
  t.true(page.url().endsWith(`/gurus/${guru}/actions`))
})

test.serial('it fits a phone', async (t) => {
  const guru = await guruWith(t.context, orderAction(t.context.target.url))
  const page = await openChat(t, guru, { width: 375, height: 667, colorScheme: 'dark' })
  t.true(await fitsItsWidth(page))
  await ask(page, `What is the status of order 1042? ${'x'.repeat(300)}`)
  await answers(page).first().getByText('shipped').waitFor()
  t.true(await fitsItsWidth(page))
  await isAccessible(t, page)
  await page.getByRole('button', { name: 'Conversations' }).click()
  await page.getByRole('dialog').getByRole('link').first().waitFor()
  t.true(await fitsItsWidth(page))
  await isAccessible(t, page, 'the list')
})
