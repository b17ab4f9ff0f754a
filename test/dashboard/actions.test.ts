// The list of actions and what can be done with each, in a real browser.
import { readFile } from 'node:fs/promises'
import anyTest, { type TestFn } from 'ava'
import { isAccessible, withDashboard } from '../support/dashboard.ts'
import { minimal } from '../support/minimal-action.ts'
import type { StackContext } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>
const dashboard = withDashboard(test, ({ path }, response) => sendJson(response, { asked: path }))

const order = (url: string, more: Record<string, unknown> = {}) =>
  minimal('Order lookup', {
    description: 'Says where an order is',
    parameters: [
      { name: 'order_id', type: 'number', description: 'The number of the order' },
      { name: 'express', type: 'boolean', required: false },
      { name: 'toString', required: false },
    ],
    api_call: { url: `${url}/orders/{order_id}?express={express}` },
    ...more,
  })
const report = (url: string) =>
  minimal('Stock report', {
    api_call: { url: `${url}/stock` },
    schedule: { enabled: true, cron: '30 7 * * 1-5', timezone: 'Europe/Berlin' },
  })
const needsKey = minimal('Parcel', { secrets: ['PARCEL_KEY'] })

test.serial('the list says how each action stands, and is searched', async (t) => {
  const { api, target } = t.context
  const guru = await t.context.newGuru()
  const { id } = await api.post<{ id: string }>(`/${guru}/actions`, order(target.url))
  await api.post(`/${guru}/actions`, report(target.url))
  await api.post(`/${guru}/actions`, needsKey)
  await api.post(`/${guru}/actions/${id}/trigger?wait=true`, { parameters: { order_id: 7 } })

  const page = await dashboard.open(t, `/gurus/${guru}/actions`, { width: 1400 })
  await page.getByText('3 of 10 actions used').waitFor()
  const row = (name: string) => page.getByRole('row').filter({ hasText: name })
  await row('Order lookup').getByText('API Call').waitFor()
  await row('Order lookup').getByText('Enabled').filter({ visible: true }).waitFor()
  await row('Order lookup').getByText('Succeeded').filter({ visible: true }).waitFor()
  await row('Stock report').getByText('At 07:30, Monday through Friday (Europe/Berlin)').last().waitFor()
  await row('Stock report').getByText('Never run').last().waitFor()
  await row('Parcel').getByText('The secret PARCEL_KEY does not exist.').last().waitFor()
  await isAccessible(t, page)

  await page.getByRole('searchbox', { name: 'Search actions' }).fill('where order')
  await row('Stock report').waitFor({ state: 'detached' })
  t.is(await page.getByRole('row').count(), 2)
  await page.getByRole('searchbox', { name: 'Search actions' }).fill('nowhere')
  await page.getByRole('button', { name: 'Show all actions' }).click()
  t.is(await page.getByRole('row').count(), 4)

  await row('Parcel').getByRole('link', { name: 'Add PARCEL_KEY' }).filter({ visible: true }).click()
  t.is(await page.getByRole('textbox', { name: 'Name' }).inputValue(), 'PARCEL_KEY')
})

test.serial('the list can be read in the dark and on a phone', async (t) => {
  const { api, target } = t.context
  const guru = await t.context.newGuru()
  await api.post(`/${guru}/actions`, { ...report(target.url), name: 'W'.repeat(80) })
  await api.post(`/${guru}/actions`, needsKey)
  const page = await dashboard.open(t, `/gurus/${guru}/actions`, { width: 375, colorScheme: 'dark' })
  await page.getByRole('row').filter({ hasText: 'Parcel' }).getByText('Disabled').first().waitFor()
  await isAccessible(t, page)
  t.true(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'))
})

test.serial('triggering asks for what the action needs, and shows what came of it', async (t) => {
  const { api, target } = t.context
  const guru = await t.context.newGuru()
  await api.post(`/${guru}/actions`, order(target.url))
  const page = await dashboard.open(t, `/gurus/${guru}/actions`)
  await page.getByRole('button', { name: 'What can be done with Order lookup' }).click()
  await page.getByRole('menuitem', { name: 'Trigger' }).click()
  const dialog = page.getByRole('dialog', { name: 'Trigger “Order lookup”' })
  await dialog.locator('textarea:focus, input:focus').waitFor()
  await dialog.getByRole('button', { name: 'Run now' }).click()
  await dialog.getByText('Enter a value: the action cannot run without it.').waitFor()
  await dialog.getByRole('textbox', { name: 'order_id' }).fill('seven')
  await dialog.getByRole('button', { name: 'Run now' }).click()
  await dialog.getByText('Enter a number, such as 12').waitFor()
  await dialog.getByRole('textbox', { name: 'order_id' }).fill('12345678901234567890')
  await dialog.getByText('This has more digits than a number can keep exactly').waitFor()
  await dialog.getByRole('button', { name: 'Run now' }).click()
  await isAccessible(t, page)
  t.is(await dialog.getByRole('textbox', { name: 'toString' }).inputValue(), '')
  await dialog.getByRole('textbox', { name: 'order_id' }).fill('7.0')
  await dialog.getByRole('combobox', { name: 'express' }).selectOption('Yes')
  await dialog.getByRole('button', { name: 'Run now' }).click()
  await dialog.getByText('Succeeded').waitFor()
  await dialog.getByText('/orders/7?express=true').first().waitFor()
  t.deepEqual(
    target.calls.map(({ path }) => path).filter((path) => path.includes('express=true')),
    ['/orders/7?express=true'],
  )
  await dialog.getByRole('link', { name: 'See the whole run' }).click()
  await page.waitForURL(`**/gurus/${guru}/runs/*`)
})

test.serial('of several that are switched before the first has answered each is told of', async (t) => {
  const { api, target } = t.context
  const guru = await t.context.newGuru()
  await api.post(`/${guru}/actions`, order(target.url))
  const { id } = await api.post<{ id: string }>(`/${guru}/actions`, needsKey)
  await api.post(`/${guru}/actions`, { ...needsKey, name: 'Pallet' })
  const page = await dashboard.open(t, `/gurus/${guru}/actions`)
  const answer = Promise.withResolvers<void>()
  await page.route(`**/actions/${id}/enable`, async (route) => {
    await answer.promise
    await route.continue()
  })
  const choose = async (name: string, item: string) => {
    await page.getByRole('button', { name: `What can be done with ${name}` }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  await choose('Parcel', 'Enable')
  await choose('Order lookup', 'Disable')
  await page.getByText('“Order lookup” is disabled.').waitFor()
  answer.resolve()
  const refusal = (name: string) =>
    page.getByRole('alert').filter({ hasText: `“${name}” could not be changed` })
  await refusal('Parcel').waitFor()
  await choose('Pallet', 'Enable')
  await refusal('Pallet').waitFor()
  await refusal('Parcel').getByRole('button', { name: 'Dismiss' }).click()
  await refusal('Parcel').waitFor({ state: 'detached' })
  t.true(await refusal('Pallet').isVisible())
})

test.serial('an action is disabled, enabled, exported and deleted by its menu', async (t) => {
  const { api, target } = t.context
  const guru = await t.context.newGuru()
  const { id } = await api.post<{ id: string }>(`/${guru}/actions`, order(target.url))
  await api.post(`/${guru}/actions`, needsKey)
  const page = await dashboard.open(t, `/gurus/${guru}/actions`)
  const choose = async (name: string, item: string) => {
    await page.getByRole('button', { name: `What can be done with ${name}` }).click()
    // Another row's may still be closing.
    await page
      .getByRole('menu', { name: `What can be done with ${name}` })
      .getByRole('menuitem', { name: item })
      .click()
  }
  const isEnabled = async () => (await api.get<{ enabled: boolean }>(`/${guru}/actions/${id}`)).enabled

  await choose('Order lookup', 'Disable')
  await page.getByText('“Order lookup” is disabled.').waitFor()
  t.false(await isEnabled())
  await choose('Order lookup', 'Enable')
  await page.getByText('“Order lookup” is enabled.').waitFor()
  t.true(await isEnabled())

  await choose('Parcel', 'Enable')
  const alert = page.getByRole('alert').filter({ hasText: '“Parcel” could not be changed' })
  await alert.getByText('PARCEL_KEY').waitFor()

  const downloading = page.waitForEvent('download')
  await choose('Order lookup', 'Export')
  const file = await downloading
  t.is(JSON.parse(await readFile(await file.path(), 'utf8')).name, 'Order lookup')

  await choose('Order lookup', 'History')
  await page.waitForURL(`**/gurus/${guru}/runs?action_id=${id}`)
  await page.goBack()

  await choose('Order lookup', 'Delete')
  await page.getByRole('dialog').getByRole('button', { name: 'Delete action' }).click()
  await page.getByRole('link', { name: 'Order lookup' }).waitFor({ state: 'detached' })
  await page.getByText('1 of 10 actions used').waitFor()
  t.is((await api.request('GET', `/${guru}/actions/${id}`)).status, 404)
})

test.serial('where there is no room for another action it is said', async (t) => {
  const guru = await t.context.newGuru({ action_limit: 1 })
  await t.context.api.post(`/${guru}/actions`, needsKey)
  const page = await dashboard.open(t, `/gurus/${guru}/actions`)
  await page.getByText('1 of 1 actions used').waitFor()
  await page.getByText('All of them are used.').waitFor()
  t.true(await page.getByRole('button', { name: 'New action' }).isDisabled())
})
