// What stands around the fields of the editor: drafts, leaving, schedules, questions; in a real browser.
import anyTest, { type TestFn } from 'ava'
import { at, box, button, focused, nameBox, only, type SavedAction, saved } from '../support/action-editor.ts'
import { isAccessible, withDashboard } from '../support/dashboard.ts'
import { eventually } from '../support/eventually.ts'
import { minimal } from '../support/minimal-action.ts'
import type { StackContext } from '../support/shared-stack.ts'

const test = anyTest as TestFn<StackContext>
const dashboard = withDashboard(test, (_call, response) => void response.end('{}'))

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
  await dialog.getByRole('button', { name: 'Go on editing' }).click()
  await dialog.waitFor({ state: 'hidden' })
  t.is(await nameBox(page).inputValue(), 'Mine')
  await page.goForward()
  await dialog.waitFor()
  await dialog.getByRole('button', { name: 'Go on editing' }).click()

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

test.serial('the shortcut for saving is named as the keyboard has it', async (t) => {
  const guru = await t.context.newGuru()
  const page = await dashboard.open(t, `/gurus/${guru}/actions/new`)
  for (const [platform, keys] of [
    ['MacIntel', '⌘S'],
    ['Win32', 'Ctrl+S'],
  ] as const) {
    await page.addInitScript(
      `Object.defineProperty(navigator, 'platform', { get: () => '${platform}', configurable: true })`,
    )
    await page.reload()
    await button(page, 'Save').waitFor()
    t.is(await button(page, 'Save').getAttribute('title'), keys)
  }
})

test.serial('advice is asked for once there is a trigger, and names no action that is gone', async (t) => {
  const guru = await t.context.newGuru()
  const { api } = t.context
  const trigger = 'When the user asks for the delivery state of a parcel'
  const { id } = await api.post<SavedAction>(`/${guru}/actions`, { ...minimal('Parcel state'), trigger })
  const page = await dashboard.open(t, `/gurus/${guru}/actions/new`)
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/actions/advice')) asked.push(JSON.parse(request.postData() ?? '').trigger)
  })
  await nameBox(page).fill('Delivery')
  await box(page, 'Trigger').pressSequentially('W')
  await box(page, 'Trigger').fill(trigger)
  await page.getByText(/would fit 'Parcel state'/).waitFor()
  t.deepEqual([...new Set(asked)], [trigger])

  await page.getByRole('navigation').getByRole('link', { name: 'Actions', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Leave without saving' }).click()
  await page.getByRole('button', { name: 'What can be done with Parcel state' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete action' }).click()
  await page.getByRole('link', { name: 'Parcel state' }).waitFor({ state: 'detached' })
  t.is((await api.request('GET', `/${guru}/actions/${id}`)).status, 404)
  await page.goBack()
  await nameBox(page).fill('Delivery')
  const again = page.waitForResponse((response) => response.url().endsWith('/actions/advice'))
  await box(page, 'Trigger').fill(trigger)
  await again
  await page.getByText(/would fit 'Parcel state'/).waitFor({ state: 'detached' })
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

  // While a word is put together, Enter takes it; and what is asked already is not asked again.
  const matches: string[] = []
  const answer = Promise.withResolvers<void>()
  await page.route('**/actions/match', async (route) => {
    matches.push(route.request().postData() ?? '')
    await answer.promise
    await route.continue()
  })
  await box(page, 'Question').fill('Where is order A-7?')
  const press = (isComposing: boolean) =>
    box(page, 'Question').dispatchEvent('keydown', { key: 'Enter', isComposing })
  await press(true)
  await box(page, 'Question').fill('Where is order A-77?')
  await press(false)
  await eventually('a question', async () => matches.length > 0)
  await press(false)
  answer.resolve()
  await page.getByRole('row', { name: 'order_id A-77' }).waitFor()
  t.deepEqual(matches, ['{"question":"Where is order A-77?"}'])

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
