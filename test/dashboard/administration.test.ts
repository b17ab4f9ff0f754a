// Keys, audit log and settings of a guru, in a real browser.
import { setTimeout as delay } from 'node:timers/promises'
import anyTest, { type TestFn } from 'ava'
import { isAccessible, withDashboard } from '../support/dashboard.ts'
import { eventually } from '../support/eventually.ts'
import { keptMutations } from '../support/kept-mutations.ts'
import type { StackContext } from '../support/shared-stack.ts'

const test = anyTest as TestFn<StackContext>
const dashboard = withDashboard(test, (_call, response) => void response.end())

test.serial('a key is made, shown once, works, and is refused once it is revoked', async (t) => {
  const { api, errand } = t.context
  const guru = await t.context.newGuru()
  const page = await dashboard.open(t, `/gurus/${guru}/keys`)
  await page.getByRole('heading', { name: 'No keys yet' }).waitFor()
  await page.getByRole('button', { name: 'New key' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Help centre')
  await page.getByRole('radio', { name: /^Manage/ }).check()
  await page.getByRole('button', { name: 'Create key' }).click()
  const key = await page.getByRole('textbox', { name: 'Key', exact: true }).inputValue()
  t.regex(key, /^errand_/)
  await page.getByRole('button', { name: 'Copy' }).click()
  await page.getByRole('button', { name: 'Copied', exact: true }).waitFor()
  t.is(await page.evaluate('navigator.clipboard.readText()'), key)
  await isAccessible(t, page, 'a key that was made')
  await page.getByRole('button', { name: 'I have copied it' }).click()
  await page.getByRole('row', { name: /Help centre/ }).waitFor()
  t.false((await page.content()).includes(key))
  t.false((await keptMutations(page)).includes(key))

  const me = () => fetch(`${errand.url}/api/v1/me`, { headers: { 'x-api-key': key } })
  t.is((await me()).status, 200)
  await page.getByRole('button', { name: 'Revoke Help centre' }).click()
  await page.getByRole('button', { name: 'Revoke key' }).click()
  await page.getByText('opens nothing any more').waitFor()
  t.is((await me()).status, 401)
  t.deepEqual(await api.get(`/gurus/${guru}/keys`), { keys: [] })
})

test.serial('neither while a key is made nor once it is shown does Escape close the dialog', async (t) => {
  const guru = await t.context.newGuru()
  const page = await dashboard.open(t, `/gurus/${guru}/keys`)
  const answer = Promise.withResolvers<void>()
  await page.route('**/keys', async (route) => {
    if (route.request().method() === 'POST') await answer.promise
    await route.continue()
  })
  await page.getByRole('button', { name: 'New key' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Help centre')
  const asked = page.waitForRequest((request) => request.method() === 'POST')
  await page.getByRole('button', { name: 'Create key' }).click()
  await asked
  await page.keyboard.press('Escape')
  t.true(await page.getByRole('button', { name: 'Cancel' }).isDisabled())
  answer.resolve()
  const key = page.getByRole('textbox', { name: 'Key', exact: true })
  await key.waitFor()
  await page.keyboard.press('Escape')
  // Long enough for a dialog to close.
  await delay(500)
  t.true(await key.isVisible())
  t.is(await page.getByRole('dialog').getByRole('button', { name: 'Close' }).count(), 0)
  await page.getByRole('button', { name: 'I have copied it' }).click()
  await key.waitFor({ state: 'detached' })
})

test.serial('a name that is no name is said at its field', async (t) => {
  const guru = await t.context.newGuru()
  const page = await dashboard.open(t, `/gurus/${guru}/keys`)
  await page.getByRole('button', { name: 'New key' }).click()
  const name = page.getByRole('textbox', { name: 'Name' })
  await name.fill('x'.repeat(300))
  await page.getByRole('button', { name: 'Create key' }).click()
  await page.locator('[aria-invalid="true"]').waitFor()
  t.is(await name.getAttribute('aria-invalid'), 'true')
})

test.serial('the audit log tells who changed what, with before and after, and is filtered', async (t) => {
  const { api } = t.context
  const guru = await t.context.newGuru()
  await api.put(`/${guru}/secrets/TOKEN`, { value: 'a-value-nobody-sees' })
  for (let count = 0; count < 60; count++)
    await api.put(`/${guru}/secrets/OTHER`, { value: `value ${count}` })
  const page = await dashboard.open(t, `/gurus/${guru}/audit`)
  const rows = page.getByRole('row')
  await rows.nth(50).waitFor()
  t.is(await rows.count(), 51)
  await page.getByRole('button', { name: 'Show older ones' }).click()
  await rows.nth(61).waitFor()
  await page.getByRole('button', { name: /TOKEN/ }).click()
  await page.getByRole('region', { name: 'After' }).waitFor()
  t.false((await page.content()).includes('a-value-nobody-sees'))
  await isAccessible(t, page, 'what changed')
  await page.keyboard.press('Escape')

  await page.getByRole('combobox', { name: 'What was done' }).fill('secret created')
  await page.getByRole('option', { name: 'Secret created' }).click()
  await page
    .getByRole('row', { name: /Secret updated/ })
    .first()
    .waitFor({ state: 'detached' })
  await rows.nth(2).waitFor()
  t.is(await rows.count(), 3)
  await page.getByRole('textbox', { name: 'By whom' }).fill('nobody of that name')
  await page.getByRole('heading', { name: 'Nothing fits' }).waitFor()
})

test.serial('saving settings leaves alone what somebody else has changed meanwhile', async (t) => {
  const { api } = t.context
  const guru = await t.context.newGuru({ name: 'Before', instructions: 'Be brief.' })
  const page = await dashboard.open(t, `/gurus/${guru}/settings`)
  const name = page.getByRole('textbox', { name: 'Name' })
  await name.waitFor()
  const pii = { enabled: true, detect: ['email'] }
  await api.request('PATCH', `/gurus/${guru}`, { pii, instructions: 'Be kind.' })
  await name.fill('Afterwards')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('The settings are saved.').first().waitFor()
  t.like(await api.get(`/gurus/${guru}`), { name: 'Afterwards', instructions: 'Be kind.', pii })
  t.is(await page.getByRole('textbox', { name: 'Instructions' }).inputValue(), 'Be kind.')
  t.true(await page.getByRole('button', { name: 'Save' }).isDisabled())
})

test.serial('what cannot be saved offline is said at once, and is not done by itself later', async (t) => {
  const { api } = t.context
  const guru = await t.context.newGuru({ name: 'Before' })
  const page = await dashboard.open(t, `/gurus/${guru}/settings`, {
    expects: /ERR_INTERNET_DISCONNECTED|dynamically imported module/,
  })
  await page.getByRole('textbox', { name: 'Name' }).fill('Afterwards')
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Errand cannot be reached').waitFor()
  await page.context().setOffline(false)
  await page.waitForLoadState('networkidle')
  t.like(await api.get(`/gurus/${guru}`), { name: 'Before' })
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('The settings are saved.').first().waitFor()
  t.like(await api.get(`/gurus/${guru}`), { name: 'Afterwards' })

  await page.context().setOffline(true)
  await page.getByRole('link', { name: 'Audit log' }).click()
  await page.getByText('Errand cannot be reached, or was updated').waitFor()
  t.is(await page.getByRole('link', { name: 'Settings' }).count(), 1, 'the way to all else stays')
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Load the page again' }).click()
  await page.getByRole('heading', { name: 'Audit log' }).waitFor()
})

test.serial('the admin sees what concerns no single guru, and nobody else is offered it', async (t) => {
  const { api } = t.context
  const guru = await t.context.newGuru()
  const page = await dashboard.open(t, `/gurus/${guru}/audit`)
  await page.getByText('Whole installation').click()
  const row = page.getByRole('row', { name: /Guru created/ }).filter({ hasText: guru })
  await row.waitFor()
  await isAccessible(t, page, 'the audit log of the installation')

  const { key } = await api.post<{ key: string }>(`/gurus/${guru}/keys`, { name: 'lead', role: 'manage' })
  const managing = await dashboard.open(t, `/gurus/${guru}/audit`, { key })
  await managing.getByRole('heading', { level: 1, name: 'Audit log' }).waitFor()
  t.is(await managing.getByText('Whole installation').count(), 0)
})

test.serial('settings are changed, wrong ones are said at their fields', async (t) => {
  const { api } = t.context
  const guru = await t.context.newGuru({ name: 'Before' })
  const page = await dashboard.open(t, `/gurus/${guru}/settings`)
  await page.getByText('the built-in engine, without a language model').waitFor()
  await page.getByRole('textbox', { name: 'Name' }).fill('Afterwards')
  await page.getByRole('textbox', { name: 'Instructions' }).fill('Speak for Acme.')
  await page.getByRole('switch', { name: /Replace personal data/ }).check({ force: true })
  await page.getByRole('button', { name: 'Add a pattern' }).click()
  await page.getByRole('textbox', { name: 'Label' }).fill('small letters')
  await page.getByRole('textbox', { name: 'Regular expression' }).fill('(')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.locator('[aria-invalid="true"]').first().waitFor()
  t.is(await page.locator('[aria-invalid="true"]').first().getAttribute('aria-label'), 'Label')
  await page.getByRole('textbox', { name: 'Label' }).fill('EMPLOYEE')
  await page.getByRole('textbox', { name: 'Regular expression' }).fill('E-\\d{6}')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('The settings are saved.').waitFor()
  const saved = await api.get<{ name: string; instructions: string; pii: object }>(`/gurus/${guru}`)
  t.is(saved.name, 'Afterwards')
  t.is(saved.instructions, 'Speak for Acme.')
  t.deepEqual(saved.pii, {
    enabled: true,
    detect: ['email', 'phone', 'card', 'iban'],
    patterns: [{ label: 'EMPLOYEE', regex: 'E-\\d{6}' }],
  })
})

test.serial('who manages a guru reads its settings, and sees no keys', async (t) => {
  const { api } = t.context
  const guru = await t.context.newGuru({ name: 'Of others' })
  const { key } = await api.post<{ key: string }>(`/gurus/${guru}/keys`, { name: 'lead', role: 'manage' })
  const page = await dashboard.open(t, `/gurus/${guru}/settings`, { key })
  await page.getByText('Only an admin can change these settings.').waitFor()
  t.true(await page.getByRole('textbox', { name: 'Name' }).isDisabled())
  t.is(await page.getByRole('link', { name: 'Keys' }).count(), 0)
  t.is(await page.getByRole('button', { name: 'Delete guru' }).count(), 0)
  await page.goto(`/gurus/${guru}/keys`)
  await page.getByText('This needs the admin key').waitFor()
  t.is(await page.getByRole('main').getByRole('button').count(), 0)
})

test.serial('a guru is deleted once its short name was typed', async (t) => {
  const { api } = t.context
  const guru = await t.context.newGuru()
  const page = await dashboard.open(t, `/gurus/${guru}/settings`)
  await page.getByRole('button', { name: 'Delete guru' }).click()
  const confirm = page.getByRole('button', { name: 'Delete for good' })
  t.true(await confirm.isDisabled())
  await page.getByRole('textbox', { name: `Type ${guru} to confirm` }).fill(guru)
  await confirm.click()
  await page.waitForURL((url) => !url.pathname.includes(`/${guru}/`))
  t.is((await api.request('GET', `/gurus/${guru}`)).status, 404)
})

for (const colorScheme of ['light', 'dark'] as const)
  test.serial(`nothing keeps people out, and nothing is wider than a phone (${colorScheme})`, async (t) => {
    const { api } = t.context
    const guru = await t.context.newGuru()
    await api.post(`/gurus/${guru}/keys`, { name: 'Widget', role: 'chat' })
    for (const name of ['keys', 'audit', 'settings']) {
      const page = await dashboard.open(t, `/gurus/${guru}/${name}`, { colorScheme, width: 375, height: 812 })
      await page.getByRole('heading', { level: 1 }).waitFor()
      // Several parts of a page may be on their way.
      await eventually(
        'all of it',
        async () => (await page.getByRole('img', { name: 'Loading' }).count()) === 0,
      )
      await isAccessible(t, page)
      t.true(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), name)
      await page.setViewportSize({ width: 1280, height: 900 })
      await isAccessible(t, page)
      await page.close()
    }
  })
