// Making and changing an action by hand, in a real browser.
import anyTest, { type TestFn } from 'ava'
import type { Page } from 'playwright-core'
import {
  basics,
  box,
  button,
  errorOf,
  focused,
  nameBox,
  only,
  type SavedAction,
  saved,
} from '../support/action-editor.ts'
import { isAccessible, withDashboard } from '../support/dashboard.ts'
import { eventually } from '../support/eventually.ts'
import { minimal } from '../support/minimal-action.ts'
import type { StackContext } from '../support/shared-stack.ts'

const test = anyTest as TestFn<StackContext>
const dashboard = withDashboard(test, (_call, response) => void response.end('{}'))

test.serial('an API Call is made from an empty form', async (t) => {
  const guru = await t.context.newGuru()
  await t.context.api.put(`/${guru}/secrets/SHOP_TOKEN`, { value: 'shop-token-1' })
  const page = await dashboard.open(t, `/gurus/${guru}/actions/new`)
  await nameBox(page).fill('Order status')
  await box(page, 'Trigger').fill('orders')
  await basics(page).getByText("The trigger 'orders' is too short").waitFor()
  await button(page, 'Add parameter').click()
  const parameter = page.getByRole('group', { name: 'Parameter 1' })
  await eventually('focus in the new row', async () => (await focused(page)) === 'parameters.0.name')
  await parameter.getByRole('textbox', { name: 'Name' }).fill('order_id')
  await parameter
    .getByRole('textbox', { name: 'What to extract' })
    .fill('The number of the order, such as A-1')

  await button(page, 'Add parameter').click()
  const second = page.getByRole('group', { name: 'Parameter 2' })
  await second.getByRole('textbox', { name: 'Name' }).fill('rows')
  await second.getByRole('combobox', { name: 'Type' }).selectOption('Number')
  await second.getByRole('textbox', { name: 'Default' }).fill('12345678901234567890')
  await second.getByText('A parameter of type Text keeps them all.').waitFor()
  await page.keyboard.press('Control+s')
  await eventually('focus at the number', async () => (await focused(page)) === 'parameters.1.default')
  await second.getByRole('textbox', { name: 'Default' }).fill('2.50')
  await second.getByRole('switch', { name: 'Required' }).click()
  await button(page, 'Move rows up').click()
  await page.getByText('rows is now number 1 of 2').waitFor({ state: 'attached' })

  await page.getByRole('combobox', { name: 'Method' }).selectOption('PUT')
  const url = box(page, 'URL')
  await url.fill('https://shop.example.com/orders/?rows=')
  await url.press('End')
  await button(page, 'Insert parameter rows').click()
  for (let times = 0; times < '?rows={rows}'.length; times++) await page.keyboard.press('ArrowLeft')
  await button(page, 'Insert parameter order_id').click()
  await button(page, 'Add header').click()
  await box(page, 'Header 1 name').fill('Authorization')
  await box(page, 'Header 1 value').fill('Bearer ')
  await button(page, 'Insert secret SHOP_TOKEN').click()
  await box(page, 'Body').click()
  await page.keyboard.insertText('{"id": ')
  await button(page, 'Insert parameter order_id').click()
  await page.keyboard.insertText('}')
  await box(page, 'Usage instructions').fill('Give the status')
  await page.getByText('Unsaved changes').waitFor()
  await page.keyboard.press('Control+s')

  await page.waitForURL(new RegExp(`/gurus/${guru}/actions/(?!new)`))
  await page.getByRole('heading', { level: 1, name: 'Order status' }).waitFor()
  await saved(page)
  await page.getByText("The trigger 'orders' is too short").waitFor()
  const action = await only(t, guru)
  t.like(action, {
    name: 'Order status',
    trigger: 'orders',
    type: 'api_call',
    api_call: {
      method: 'PUT',
      url: 'https://shop.example.com/orders/{order_id}?rows={rows}',
      headers: { Authorization: 'Bearer {SHOP_TOKEN}' },
      body: '{"id": {order_id}}',
      idempotency_key: false,
    },
    python: null,
    usage_instructions: 'Give the status',
    timeout_seconds: 30,
    enabled: true,
    secrets: ['SHOP_TOKEN'],
  })
  t.deepEqual(action.parameters, [
    { name: 'rows', type: 'number', description: '', required: false, default: 2.5 },
    {
      name: 'order_id',
      type: 'string',
      description: 'The number of the order, such as A-1',
      required: true,
      default: null,
    },
  ])
})

test.serial(
  'a Python action gets its values from the environment, and wrong code is told by its line',
  async (t) => {
    const guru = await t.context.newGuru()
    await t.context.api.put(`/${guru}/secrets/SHOP_TOKEN`, { value: 'shop-token-1' })
    const page = await dashboard.open(t, `/gurus/${guru}/actions/new`)
    await nameBox(page).fill('Report')
    await box(page, 'Trigger').fill('Never')
    await page.getByText('Python', { exact: true }).click()
    await box(page, 'Code').click()
    await page.keyboard.insertText('token = ')
    await button(page, 'Insert secret SHOP_TOKEN').click()
    await page.keyboard.insertText('\nprint(')
    await button(page, 'Save').click()
    await page
      .getByText(/line 2/i)
      .first()
      .waitFor()
    t.true(await page.evaluate(`document.activeElement.matches('[contenteditable="true"]')`))
    await page.keyboard.press('Control+End')
    await page.keyboard.insertText(')')
    await button(page, 'Save').click()
    await page.getByRole('heading', { level: 1, name: 'Report' }).waitFor()
    const { python, api_call, secrets } = await only(t, guru)
    t.deepEqual(python, { code: 'token = os.environ["SHOP_TOKEN"]\nprint()' })
    t.is(api_call, null)
    t.deepEqual(secrets, ['SHOP_TOKEN'])
  },
)

test.serial('what is wrong stands at its field, and the first such field has the focus', async (t) => {
  const guru = await t.context.newGuru()
  await t.context.api.post(`/${guru}/actions`, minimal('Taken'))
  const page = await dashboard.open(t, `/gurus/${guru}/actions/new`)
  await button(page, 'Add parameter').click()
  await button(page, 'Add header').click()
  await box(page, 'Header 1 name').fill('two words')
  await box(page, 'Header 1 value').fill('x')
  await page.getByRole('button', { name: /^Schedule/ }).click()
  await page.getByRole('switch', { name: 'Run it on a schedule' }).click()
  await box(page, 'Cron expression').fill('1 2 3')
  await page.getByText('must have exactly five fields').waitFor()
  await page.getByRole('button', { name: /^Schedule/ }).click()
  await page.getByRole('button', { name: /^Time limit/ }).click()
  await box(page, 'Seconds for one run').fill('121')
  await page.getByRole('button', { name: /^Time limit/ }).click()
  await button(page, 'Save').click()
  await page.getByRole('alert').first().waitFor()
  for (const [path, message] of [
    ['name', /must not be empty/],
    ['trigger', /must not be empty/],
    ['parameters.0.name', /letters and underscores/],
    ['api_call.headers.0.name', /valid header name/],
    ['schedule.cron', /five fields/],
    ['timeout_seconds', /at most 120/],
  ] as const)
    t.regex((await errorOf(page, path)) ?? '', message, path)
  t.is(await focused(page), 'name')
  const placeholderOf = (path: string) =>
    page.evaluate(`getComputedStyle(document.querySelector('[data-path="${path}"]'), '::placeholder').color`)
  t.is(await placeholderOf('name'), await placeholderOf('usage_instructions'), 'it is not what is wrong')
  await page.getByText('7 fields need a change').waitFor()

  await nameBox(page).fill('Taken')
  t.is(await errorOf(page, 'name'), null, 'what is changed counts as right until it is looked at again')
  await box(page, 'Trigger').fill('When the user asks')
  const parameter = page.getByRole('group', { name: 'Parameter 1' })
  await parameter.getByRole('textbox', { name: 'Name' }).fill('order')
  await box(page, 'Header 1 name').fill('Accept')
  await box(page, 'Header 1 value').fill('{langage}')
  await page
    .getByRole('group', { name: 'Headers' })
    .getByText('{langage} is neither a parameter nor a secret')
    .waitFor()
  t.is(await page.locator('.cm-lintRange-error').innerText(), '{langage}')
  await box(page, 'Header 1 value').fill('x')
  await button(page, 'Add header').click()
  await box(page, 'Header 2 name').fill('accept')
  await box(page, 'Cron expression').fill('0 9 * * *')
  t.is(await errorOf(page, 'schedule.cron'), null)
  await box(page, 'Seconds for one run').fill('30')
  await box(page, 'URL').fill('https://shop.example.com/{ordr}')
  await button(page, 'Save').click()
  t.regex((await errorOf(page, 'api_call.headers.1.name')) ?? '', /set twice/)
  t.is(await focused(page), 'api_call.headers.1.name')
  await button(page, 'Remove header accept').click()
  await button(page, 'Save').click()
  await page.getByText('a scheduled run has nobody to ask for it').waitFor()
  t.is(await focused(page), 'parameters.0.scheduled')
  await page.getByRole('switch', { name: 'Run it on a schedule' }).click()
  await button(page, 'Save').click()
  await page.getByText('{ordr} is neither a parameter nor a secret').first().waitFor()
  await button(page, 'Make {ordr} a parameter').click()
  await button(page, 'Save').click()
  await page.getByText('is taken').waitFor()
  t.is(await focused(page), 'name')
  await nameBox(page).fill('Free')
  await button(page, 'Save and close').click()
  await page.waitForURL(`**/gurus/${guru}/actions`)
  const { actions } = await t.context.api.get<{ actions: SavedAction[] }>(`/${guru}/actions`)
  t.like(actions[1], { name: 'Free', parameters: [{ name: 'order' }, { name: 'ordr' }] })
})

test.serial('what somebody else has changed meanwhile is not lost unasked', async (t) => {
  const guru = await t.context.newGuru()
  const { api } = t.context
  const { id } = await api.post<SavedAction>(`/${guru}/actions`, minimal('Orders'))
  const page = await dashboard.open(t, `/gurus/${guru}/actions/${id}`)
  const description = box(page, 'Description')
  const change = (text: string) => api.request('PATCH', `/${guru}/actions/${id}`, { description: text })

  await description.waitFor()
  await change('theirs')
  await description.fill('mine')
  await button(page, 'Save').click()
  const dialog = page.getByRole('dialog', { name: 'Somebody else changed this action' })
  await dialog.getByText('Last saved by').locator('time').waitFor()
  t.false((await dialog.textContent())?.includes('Read it again'))
  await isAccessible(t, page, 'conflict')
  t.is((await only(t, guru)).description, 'theirs')
  await dialog.getByRole('button', { name: 'Load theirs' }).click()
  await eventually('theirs', async () => (await description.inputValue()) === 'theirs')
  await saved(page)

  await change('theirs again')
  await description.fill('mine again')
  await button(page, 'Save').click()
  await dialog.getByRole('button', { name: 'Save mine over it' }).click()
  await saved(page)
  t.is((await only(t, guru)).description, 'mine again')

  await description.fill('and on')
  await button(page, 'Save').click()
  await saved(page)
  t.like(await only(t, guru), { description: 'and on', version: 5 })

  for (const width of [1280, 375]) {
    await page.setViewportSize({ width, height: 800 })
    await description.fill(`at ${width}`)
    await button(page, 'Save').click()
    await saved(page)
    t.deepEqual(await coveredByNotices(page), [], `${width}`)
  }
  t.is(
    await page.getByRole('link', { name: 'Runs of this action' }).getAttribute('href'),
    `/gurus/${guru}/runs?action_id=${id}`,
  )
  await page.getByRole('main').getByRole('link', { name: 'Actions', exact: true }).click()
  await page.waitForURL(`**/gurus/${guru}/actions`)
})

test.serial('while a new action is saved, nothing is typed that would be lost', async (t) => {
  const guru = await t.context.newGuru()
  const page = await dashboard.open(t, `/gurus/${guru}/actions/new`)
  await nameBox(page).fill('Slow')
  await box(page, 'Trigger').fill('Never')
  await box(page, 'URL').fill('https://shop.example.com/')
  const held = Promise.withResolvers<void>()
  await page.route('**/actions', async (route) => {
    if (route.request().method() === 'POST') await held.promise
    await route.continue()
  })
  await page.keyboard.press('Control+s')
  await page.locator('form [inert]').waitFor()
  await page.keyboard.type('lost')
  held.resolve()
  await page.getByRole('heading', { level: 1, name: 'Slow' }).waitFor()
  await saved(page)
  t.is(await nameBox(page).inputValue(), 'Slow')
})

test.serial(
  'saving what was opened changes nothing of it, and a secret goes with its placeholder',
  async (t) => {
    const guru = await t.context.newGuru()
    const { api } = t.context
    await api.put(`/${guru}/secrets/SIGNING`, { value: 'signing-secret-1' })
    const { id } = await api.post<SavedAction>(`/${guru}/actions`, {
      ...minimal('Whole'),
      parameters: [
        { name: 'count', type: 'number', default: 0, required: false },
        { name: 'is_new', type: 'boolean', default: false },
        { name: 'text', default: '' },
      ],
      api_call: {
        method: 'POST',
        url: 'https://shop.example.com/{text}?n={count}',
        headers: { 'X-New': '{is_new}', 'X-Key': '{LATER}' },
        body: '{"a": 1}',
        idempotency_key: true,
      },
      schedule: {
        enabled: false,
        cron: '@weekly',
        timezone: 'Asia/Tokyo',
        parameters: { count: 3, is_new: true },
        catch_up_seconds: 77,
        jitter_seconds: 5,
        delivery: { url: 'https://hooks.example.com/', secret: 'SIGNING', when: 'change' },
      },
      secrets: ['LATER', 'SPARE'],
      approval_timeout_seconds: 90,
      timeout_seconds: 119,
    })
    const before = await only(t, guru)
    const page = await dashboard.open(t, `/gurus/${guru}/actions/${id}`)
    await page.getByText('LATER, SPARE: not stored yet').waitFor()
    await saved(page)
    await box(page, 'Description').fill('x')
    await page.keyboard.press('Control+s')
    await saved(page)
    const { version, updated_at, description, ...after } = await only(t, guru)
    t.deepEqual(
      { ...after, version: before.version, updated_at: before.updated_at, description: before.description },
      before,
    )
    t.like({ version, description }, { version: 2, description: 'x' })

    await button(page, 'Remove header X-Key').click()
    await page.keyboard.press('Control+s')
    await saved(page)
    t.deepEqual((await only(t, guru)).secrets, ['SIGNING', 'SPARE'])
  },
)

/** The buttons and links in sight that the notices lie over. */
async function coveredByNotices(page: Page): Promise<string[]> {
  await page.locator('.mantine-Notification-root').first().waitFor()
  return page.evaluate(`(() => {
    const boxOf = (element) => element.getBoundingClientRect()
    const notices = [...document.querySelectorAll('.mantine-Notification-root')].map(boxOf)
    return [...document.querySelectorAll('button, a')]
      .filter((one) => one.checkVisibility() && !one.closest('.mantine-Notification-root'))
      .filter((one) => notices.some((notice) => {
        const { left, right, top, bottom } = boxOf(one)
        return left < notice.right && right > notice.left && top < notice.bottom && bottom > notice.top
      }))
      .map((one) => one.textContent || one.getAttribute('aria-label'))
  })()`)
}
