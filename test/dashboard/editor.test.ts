// Making and changing an action by hand, in a real browser.
import anyTest, { type TestFn } from 'ava'
import type { Page } from 'playwright-core'
import { isAccessible, withDashboard } from '../support/dashboard.ts'
import { eventually } from '../support/eventually.ts'
import { minimal } from '../support/minimal-action.ts'
import type { StackContext } from '../support/shared-stack.ts'

const test = anyTest as TestFn<StackContext>
const dashboard = withDashboard(test, (_call, response) => void response.end('{}'))

interface SavedAction {
  id: string
  name: string
  version: number
  enabled: boolean
  [field: string]: unknown
}

const box = (page: Page, name: string | RegExp) => page.getByRole('textbox', { name, exact: true })
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true })
const basics = (page: Page) => page.getByRole('region', { name: 'What it is for' })
const nameBox = (page: Page) => basics(page).getByRole('textbox', { name: 'Name' })
const saved = (page: Page) => page.getByText('All changes are saved').waitFor()
const focused = (page: Page) => page.evaluate(`document.activeElement?.getAttribute('data-path')`)
/** Without a new document there is nothing that loads. */
const at = (page: Page, end: string) =>
  eventually(`the page ${end}`, async () => new URL(page.url()).pathname.endsWith(end))
/** Of a field, as a screen reader would tell it. */
const errorOf = async (page: Page, path: string): Promise<string | null> =>
  page.evaluate(`(() => {
    const field = document.querySelector('[data-path="${path}"]')
    if (field?.getAttribute('aria-invalid') !== 'true') return null
    const ids = (field.getAttribute('aria-describedby') ?? '').split(' ')
    return ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ')
  })()`)

async function only(t: { context: StackContext }, guru: string): Promise<SavedAction> {
  const { actions } = await t.context.api.get<{ actions: SavedAction[] }>(`/${guru}/actions`)
  if (actions.length !== 1) throw new Error(`There are ${actions.length} actions.`)
  return actions[0] as SavedAction
}

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
  await second.getByRole('textbox', { name: 'Default' }).fill('2.5')
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
  await dialog.getByText('changed it at').waitFor()
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

test.serial(
  'a draft from another page is there to be looked over, and is not saved until then',
  async (t) => {
    const guru = await t.context.newGuru()
    const page = await dashboard.open(t, `/gurus/${guru}/actions/new`)
    const draft = minimal('From curl', { secrets: ['API_KEY'], timeout_seconds: 12 })
    // As a link with a state would do.
    const state = JSON.stringify({ usr: { draft }, key: 'draft', idx: 0 })
    await page.evaluate(`history.replaceState(${state}, '')`)
    await page.reload()
    await page.getByText('This is a draft').waitFor()
    t.is(await nameBox(page).inputValue(), 'From curl')
    await page.getByText('Unsaved changes').waitFor()
    await page.getByText('API_KEY: not stored yet').waitFor()
    await button(page, 'Save').click()
    await page.getByText('This action is disabled').waitFor()
    t.like(await only(t, guru), {
      name: 'From curl',
      timeout_seconds: 12,
      secrets: ['API_KEY'],
      enabled: false,
    })
  },
)

test.serial('changes are not lost by leaving the page unasked', async (t) => {
  const guru = await t.context.newGuru()
  const page = await dashboard.open(t, `/gurus/${guru}/actions/new`)
  await page.getByRole('link', { name: 'History' }).click()
  await at(page, '/runs')
  await page.goBack()
  await nameBox(page).fill('Mine')
  await page.getByRole('link', { name: 'History' }).click()
  const dialog = page.getByRole('dialog', { name: 'Leave without saving?' })
  await dialog.waitFor()
  await isAccessible(t, page, 'leaving')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await dialog.waitFor({ state: 'hidden' })
  t.is(await nameBox(page).inputValue(), 'Mine')
  await page.goForward()
  await dialog.waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()

  const asked = page.waitForEvent('dialog')
  const closing = page.close({ runBeforeUnload: true })
  const prompt = await asked
  t.is(prompt.type(), 'beforeunload')
  await prompt.dismiss()
  await closing
  await page.getByRole('link', { name: 'History' }).click()
  await dialog.getByRole('button', { name: 'Leave without saving' }).click()
  await at(page, '/runs')
})

test.serial('a schedule is made by choosing, and says what it will do', async (t) => {
  const guru = await t.context.newGuru()
  const { id } = await t.context.api.post<SavedAction>(`/${guru}/actions`, {
    ...minimal('Report'),
    parameters: [{ name: 'rows', type: 'number' }],
    api_call: { url: 'https://shop.example.com/?n={rows}' },
  })
  const page = await dashboard.open(t, `/gurus/${guru}/actions/${id}`)
  await page.getByRole('button', { name: /^Schedule Runs only when it is asked for/ }).click()
  await page.getByRole('switch', { name: 'Run it on a schedule' }).click()
  await page.getByRole('combobox', { name: 'How often' }).selectOption('Once a week')
  await page.getByRole('combobox', { name: 'On', exact: true }).selectOption('Friday')
  await page.getByLabel('At', { exact: true }).fill('07:15')
  t.is(await box(page, 'Cron expression').inputValue(), '15 7 * * 5')
  await page.getByRole('combobox', { name: 'Time zone' }).fill('honol')
  await page.getByRole('option', { name: 'Pacific/Honolulu' }).click()
  await page.getByRole('status').getByText('At 07:15, only on Friday (Pacific/Honolulu)').waitFor()
  const times = page.locator('form time')
  t.is(await times.count(), 5)
  for (const time of await times.all()) {
    t.regex((await time.textContent()) ?? '', /^Fri, .*07:15/)
    t.is(new Date((await time.getAttribute('datetime')) ?? '').getUTCHours(), 17)
  }
  await page.getByRole('group', { name: 'Values for scheduled runs' }).getByRole('textbox').fill('7')
  await page.getByRole('switch', { name: 'Send each result to another system' }).click()
  await box(page, 'Webhook URL').fill('https://hooks.example.com/')
  await page.getByRole('combobox', { name: 'Signing secret' }).fill('SIGNING')
  await isAccessible(t, page, 'schedule')
  await button(page, 'Save').click()
  await page.getByText('There is no secret SIGNING', { exact: false }).waitFor()
  t.is(await focused(page), 'schedule.delivery.secret')
  await page.getByRole('switch', { name: 'Send each result to another system' }).click()
  await button(page, 'Save').click()
  await saved(page)
  await page.getByRole('button', { name: /^Schedule At 07:15, only on Friday/ }).waitFor()
  const action = await only(t, guru)
  t.like(action.schedule, {
    enabled: true,
    cron: '15 7 * * 5',
    timezone: 'Pacific/Honolulu',
    parameters: { rows: 7 },
    delivery: null,
  })
  await page.getByRole('combobox', { name: 'How often' }).selectOption('Other')
  await box(page, 'Cron expression').fill('0 0 1 * 1')
  await page.getByText('must not restrict both').waitFor()
})

test.serial('a question shows which action it would run, and with what', async (t) => {
  const guru = await t.context.newGuru()
  const { api } = t.context
  const { id } = await api.post<SavedAction>(`/${guru}/actions`, {
    ...minimal('Order status'),
    trigger: 'When the user asks where an order is',
    parameters: [{ name: 'order_id', description: 'The number of the order, such as A-1042' }],
    api_call: { url: 'https://shop.example.com/{order_id}' },
  })
  await api.post(`/${guru}/actions`, { ...minimal('Weather'), trigger: 'When the user asks for the weather' })
  const page = await dashboard.open(t, `/gurus/${guru}/actions/${id}`)
  const ask = async (question: string) => {
    await box(page, 'Question').fill(question)
    await button(page, 'Try it').click()
  }
  await ask('Where is order A-1042?')
  await page.getByText('Yes, it would run').waitFor()
  await page.getByRole('row', { name: 'order_id A-1042' }).waitFor()
  await ask('Where is my order?')
  await page.getByText('It would ask for order_id first').waitFor()
  await page.getByRole('row', { name: 'order_id Missing' }).waitFor()
  await ask('How is the weather?')
  await page.getByText('No, “Weather” would run instead').waitFor()
  await isAccessible(t, page, 'question')
  t.false(await page.getByText('without your changes').isVisible())
  await box(page, 'Trigger').fill('When the user asks for the weather in a city')
  await page.getByText('without your changes').waitFor()
  t.is((await api.get<{ runs: unknown[] }>(`/${guru}/runs`)).runs.length, 0)
})

for (const colorScheme of ['light', 'dark'] as const)
  test.serial(`the form keeps nobody out, in ${colorScheme} colours and at a phone's width`, async (t) => {
    const guru = await t.context.newGuru()
    const { id } = await t.context.api.post<SavedAction>(`/${guru}/actions`, {
      ...minimal('Orders'),
      trigger: 'orders',
      parameters: [{ name: 'rows', type: 'number', default: 1 }],
      api_call: {
        method: 'POST',
        url: 'https://shop.example.com/?n={rows}',
        headers: { Accept: 'text/plain' },
      },
      schedule: { enabled: true },
      secrets: ['LATER'],
    })
    const page = await dashboard.open(t, `/gurus/${guru}/actions/${id}`, {
      colorScheme,
      width: 375,
      height: 800,
    })
    for (const name of [/^Schedule/, /^Time limit/, /^Approval/])
      await page.getByRole('button', { name }).click()
    await page.getByRole('status').getByText('At 09:00').waitFor()
    await page.getByRole('switch', { name: 'Ask before each run' }).click()
    await box(page, 'Description').fill('x')
    await button(page, 'Save').click()
    await page.getByText('must be false for a scheduled action').waitFor()
    await isAccessible(t, page, `phone, ${colorScheme}`)
    t.true(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'))

    await page.setViewportSize({ width: 1440, height: 900 })
    await page.getByRole('switch', { name: 'Ask before each run' }).click()
    await button(page, 'Save').click()
    await page.getByText('Some of it could work better').waitFor()
    await page.getByText('Python', { exact: true }).click()
    await isAccessible(t, page, `wide, ${colorScheme}`)
  })
