// Secrets: what is known of them is shown, their values go in and never come out.
import anyTest, { type TestFn } from 'ava'
import { isAccessible, withDashboard } from '../support/dashboard.ts'
import { minimal } from '../support/minimal-action.ts'
import type { StackContext } from '../support/shared-stack.ts'

const test = anyTest as TestFn<StackContext>
const dashboard = withDashboard(test, (_call, response) => void response.end())

interface Secret {
  name: string
  mask: boolean
  allowed_hosts: string[]
  updated_at: string
}
const secretsOf = async (t: { context: StackContext }, guru: string) =>
  (await t.context.api.get<{ secrets: Secret[] }>(`/${guru}/secrets`)).secrets

test.serial(
  'a secret is added, what is wrong stands at its field, and who waited for it is enabled',
  async (t) => {
    const { api } = t.context
    const guru = await t.context.newGuru()
    const { id } = await api.post<{ id: string }>(
      `/${guru}/actions`,
      minimal('Refund', { secrets: ['SHOP_KEY'] }),
    )
    const page = await dashboard.open(t, `/gurus/${guru}/secrets`)
    await page.getByText('No secrets yet').waitFor()
    await isAccessible(t, page)

    await page.getByRole('button', { name: 'Add a secret' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add a secret' })
    const field = (name: string) =>
      dialog.getByLabel(name).and(dialog.locator('input:not([type=checkbox]):visible'))
    await field('Name').fill('1 KEY')
    await field('Value').fill('shop-key-1234')
    await field('May be sent to').fill('https://api.example.com/')
    await field('May be sent to').press('Enter')
    await dialog.getByRole('button', { name: 'Add secret' }).click()
    await dialog.getByText('must be a host name without scheme or path').waitFor()
    await isAccessible(t, page)
    await field('May be sent to').press('Backspace')
    await field('May be sent to').fill('api.example.com')
    await dialog.getByRole('button', { name: 'Add secret' }).click()
    await dialog.getByText('must be letters, digits and underscores').waitFor()
    await field('Name').fill('SHOP_KEY')
    await field('Value').fill('abc')
    await dialog.getByRole('button', { name: 'Add secret' }).click()
    await dialog.getByText('must be false for a value of fewer than 4 characters').waitFor()
    await field('Value').fill('shop-key-1234')
    await dialog.getByRole('button', { name: 'Add secret' }).click()

    await page.getByText('SHOP_KEY is added.').waitFor()
    t.like(await secretsOf(t, guru), [{ name: 'SHOP_KEY', mask: true, allowed_hosts: ['api.example.com'] }])
    await page.getByRole('button', { name: 'Enable Refund' }).click()
    await page.getByRole('button', { name: 'Enable Refund' }).waitFor({ state: 'detached' })
    t.true((await api.get<{ enabled: boolean }>(`/${guru}/actions/${id}`)).enabled)
    t.false((await page.content()).includes('shop-key-1234'))

    await page.getByRole('button', { name: 'Add a secret' }).click()
    await field('Name').fill('SHOP_KEY')
    await field('Value').fill('another-value')
    await dialog.getByRole('button', { name: 'Add secret' }).click()
    await dialog.getByText('There is a secret of this name already').waitFor()
  },
)

test.serial('what somebody else has added meanwhile is not replaced by adding it', async (t) => {
  const guru = await t.context.newGuru()
  const page = await dashboard.open(t, `/gurus/${guru}/secrets`)
  await page.getByText('No secrets yet').waitFor()
  const body = { value: 'theirs-1234', allowed_hosts: ['a.example.com'] }
  await t.context.api.put(`/${guru}/secrets/OTHER_TOKEN`, body)
  await page.getByRole('button', { name: 'Add a secret' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a secret' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('OTHER_TOKEN')
  await dialog.getByRole('textbox', { name: 'Value' }).fill('mine-5678')
  await dialog.getByRole('button', { name: 'Add secret' }).click()
  await dialog.getByText('There is a secret of this name already').waitFor()
  t.like(await secretsOf(t, guru), [{ name: 'OTHER_TOKEN', allowed_hosts: ['a.example.com'] }])
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Replace OTHER_TOKEN' }).waitFor()
})

test.serial('nor is it by the first steps of a template, which say so and let it be kept', async (t) => {
  const guru = await t.context.newGuru()
  const page = await dashboard.open(t, `/gurus/${guru}/actions?start=stock-level`)
  const token = page.getByRole('textbox', { name: 'SHOPIFY_ACCESS_TOKEN', exact: true })
  await page.getByRole('textbox', { name: 'SHOPIFY_HOST', exact: true }).fill('acme.myshopify.com')
  await token.fill('mine-5678')
  const body = { value: 'theirs-1234', allowed_hosts: ['theirs.myshopify.com'] }
  await t.context.api.put(`/${guru}/secrets/SHOPIFY_ACCESS_TOKEN`, body)
  await page.getByRole('button', { name: 'Save and go on' }).click()
  await page.getByText('Somebody has set it meanwhile.').waitFor()
  t.like(
    (await secretsOf(t, guru)).find(({ mask }) => mask),
    { allowed_hosts: body.allowed_hosts },
  )
  await token.fill('')
  await page.getByRole('button', { name: 'Save and go on' }).click()
  await page.getByRole('button', { name: 'Run the test' }).waitFor()
  t.like(
    (await secretsOf(t, guru)).find(({ mask }) => mask),
    { allowed_hosts: body.allowed_hosts },
  )
})

test.serial('replacing keeps what was set unless it is changed, and shows no value', async (t) => {
  const guru = await t.context.newGuru()
  const body = { value: 'old-host.example', mask: false, allowed_hosts: ['api.example.com'] }
  await t.context.api.put(`/${guru}/secrets/SHOP_HOST`, body)
  const [before] = await secretsOf(t, guru)
  const page = await dashboard.open(t, `/gurus/${guru}/secrets`)
  await page.getByRole('button', { name: 'Replace SHOP_HOST' }).click()
  const dialog = page.getByRole('dialog', { name: 'Replace SHOP_HOST' })
  t.is(await dialog.getByRole('textbox', { name: 'New value' }).inputValue(), '')
  await dialog.getByRole('textbox', { name: 'New value' }).fill('new-host.example')
  await dialog.getByRole('button', { name: 'Replace value' }).click()
  await page.getByText('SHOP_HOST is replaced.').waitFor()
  const [after] = await secretsOf(t, guru)
  t.like(after, { mask: false, allowed_hosts: ['api.example.com'] })
  t.not(after?.updated_at, before?.updated_at)
})

test.serial(
  'before a secret is deleted the page says what that disables, and after it what it did',
  async (t) => {
    const { api } = t.context
    const guru = await t.context.newGuru()
    await api.put(`/${guru}/secrets/SHOP_KEY`, { value: 'shop-key-1234' })
    await api.post(`/${guru}/actions`, minimal('Refund', { secrets: ['SHOP_KEY'] }))
    await api.post(`/${guru}/actions`, minimal('Resting', { secrets: ['SHOP_KEY'], enabled: false }))
    const page = await dashboard.open(t, `/gurus/${guru}/secrets`)
    await page
      .getByRole('row')
      .filter({ hasText: 'SHOP_KEY' })
      .getByRole('link', { name: 'Refund' })
      .first()
      .waitFor()
    await page.getByRole('button', { name: 'Delete SHOP_KEY' }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete SHOP_KEY' })
    await dialog.getByRole('listitem').filter({ hasText: 'Refund' }).waitFor()
    t.is(await dialog.getByRole('listitem').count(), 1)
    await isAccessible(t, page)
    await dialog.getByRole('button', { name: 'Delete secret' }).click()
    const outcome = page.getByRole('status').filter({ hasText: 'SHOP_KEY is deleted.' })
    await outcome.getByRole('link', { name: 'Refund' }).waitFor()
    t.is(await outcome.getByRole('link').count(), 1)
    t.deepEqual(await secretsOf(t, guru), [])
  },
)

test.serial('secrets can be read in the dark and on a phone', async (t) => {
  const { api } = t.context
  const guru = await t.context.newGuru()
  const allowed_hosts = [`${'a'.repeat(60)}.example.com`]
  await api.put(`/${guru}/secrets/${'S'.repeat(64)}`, { value: 'shop-key-1234', allowed_hosts })
  const page = await dashboard.open(t, `/gurus/${guru}/secrets`, { width: 375, colorScheme: 'dark' })
  await page
    .getByText(allowed_hosts[0] ?? '')
    .first()
    .waitFor()
  await isAccessible(t, page)
  t.true(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'))
})
