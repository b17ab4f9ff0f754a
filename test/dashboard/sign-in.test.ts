// Getting in and out of the dashboard, in a real browser.
import anyTest, { type TestFn } from 'ava'
import type { Locator, Page } from 'playwright-core'
import { isAccessible, withDashboard } from '../support/dashboard.ts'
import type { StackContext } from '../support/shared-stack.ts'

const test = anyTest as TestFn<StackContext>
const dashboard = withDashboard(test, (_call, response) => void response.end())
/** Waits until the field has the focus. */
const focused = (page: Page, field: Locator) => field.and(page.locator(':focus')).waitFor()

test.serial(
  'who is not signed in is asked for a key, and comes to the page that was asked for',
  async (t) => {
    const guru = await t.context.newGuru({ name: 'Acme support' })
    const page = await dashboard.open(t, `/gurus/${guru}/runs`, { key: null })
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await isAccessible(t, page)
    await page.getByRole('main').getByText('Errand', { exact: true }).waitFor()
    await focused(page, page.getByRole('textbox', { name: 'Key' }))
    await page.getByRole('textbox', { name: 'Key' }).fill('wrong')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').waitFor()
    await page.getByRole('textbox', { name: 'Key' }).fill(t.context.errand.adminKey)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(`**/gurus/${guru}/runs`)
    await page.getByRole('heading', { level: 1 }).waitFor()
  },
)

test.serial('a link signs in once, and its token does not stay in the address', async (t) => {
  const { api, errand } = t.context
  await t.context.newGuru()
  const { token } = await api.post<{ token: string }>('/auth/sign-in-tokens')
  const page = await dashboard.open(t, `/sign-in#token=${token}`, { key: null })
  await page.waitForURL('**/actions')
  t.is(
    (await page.context().cookies(errand.url)).filter(
      ({ httpOnly, sameSite }) => httpOnly && sameSite === 'Strict',
    ).length,
    1,
  )

  const again = await dashboard.open(t, `/sign-in#token=${token}`, { key: null })
  await again.getByText('has been used already').waitFor()
  t.false(again.url().includes(token))
})

test.serial('a link that could not be tried is not used up, and is tried again', async (t) => {
  const { api } = t.context
  await t.context.newGuru()
  const { token } = await api.post<{ token: string }>('/auth/sign-in-tokens')
  const page = await dashboard.open(t, '/sign-in', { key: null, expects: /ERR_FAILED/ })
  await page.route('**/auth/session', (route) => route.abort())
  await page.evaluate(`location.hash = ${JSON.stringify(`#token=${token}`)}`)
  await page.getByText('Errand cannot be reached').waitFor()
  t.is(await page.getByText('has been used already').count(), 0)
  t.false(page.url().includes(token))
  await page.unroute('**/auth/session')
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.waitForURL('**/actions')
})

test.serial('signing out ends the session', async (t) => {
  const guru = await t.context.newGuru()
  const page = await dashboard.open(t, `/gurus/${guru}/actions`)
  const [cookie] = await page.context().cookies()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  t.deepEqual(await page.context().cookies(), [])
  const response = await fetch(`${t.context.errand.url}/api/v1/me`, {
    headers: { cookie: `${cookie?.name}=${cookie?.value}` },
  })
  t.is(response.status, 401)
})

for (const next of [
  '//elsewhere.invalid/',
  '/.//elsewhere.invalid/',
  '/x/..//elsewhere.invalid/',
  '/\\elsewhere.invalid/',
  'http://elsewhere.invalid/',
  'javascript:location="http://elsewhere.invalid/"',
  'http://[',
])
  test.serial(`who signs in with the way on '${next}' stays here`, async (t) => {
    await t.context.newGuru()
    const page = await dashboard.open(t, `/sign-in?${new URLSearchParams({ next })}`, { key: null })
    await page.getByRole('textbox', { name: 'Key' }).fill(t.context.errand.adminKey)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL((url) => url.pathname !== '/sign-in')
    t.is(new URL(page.url()).origin, t.context.errand.url)
  })

test.serial('a link that is opened where one is asked for a key signs in, too', async (t) => {
  const { api } = t.context
  await t.context.newGuru()
  const { token } = await api.post<{ token: string }>('/auth/sign-in-tokens')
  const page = await dashboard.open(t, '/sign-in', { key: null })
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.evaluate(`location.hash = ${JSON.stringify(`#token=${token}`)}`)
  await page.waitForURL('**/actions')
  t.false(page.url().includes(token))
})

test.serial('who is signed out meanwhile loses nothing, and goes on after signing in again', async (t) => {
  const { api, errand } = t.context
  const guru = await t.context.newGuru({ name: 'Before' })
  const page = await dashboard.open(t, `/gurus/${guru}/settings`)
  await page.getByRole('textbox', { name: 'Description' }).fill('typed by hand')
  await page.context().clearCookies()
  await page.getByRole('button', { name: 'Save' }).click()
  const notice = page.getByText('You are signed out')
  await notice.waitFor()
  await isAccessible(t, page, 'signed out')
  t.is(await page.getByRole('textbox', { name: 'Description' }).inputValue(), 'typed by hand')

  const opening = page.context().waitForEvent('page')
  await page.getByRole('link', { name: 'sign in in another tab' }).click()
  const another = await opening
  await another.getByRole('textbox', { name: 'Key' }).fill(errand.adminKey)
  await another.getByRole('button', { name: 'Sign in' }).click()
  await another.waitForURL(`**/gurus/${guru}/settings`)
  await another.close()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('The settings are saved.').first().waitFor()
  t.like(await api.get(`/gurus/${guru}`), { description: 'typed by hand' })
})

test.serial('an admin makes a guru and comes to its actions', async (t) => {
  const page = await dashboard.open(t, '/gurus')
  await page.getByRole('heading', { name: 'Create a guru' }).waitFor()
  await isAccessible(t, page)
  await focused(page, page.getByRole('textbox', { name: 'Name', exact: true }))
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Acme Süd')
  t.is(await page.getByRole('textbox', { name: 'Short name' }).inputValue(), 'acme-sud')
  await page.getByRole('button', { name: 'Create guru' }).click()
  await page.waitForURL('**/gurus/acme-sud/actions')
  await page.getByRole('button', { name: 'Acme Süd' }).waitFor()

  await page.goto('/gurus')
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Another')
  await page.getByRole('textbox', { name: 'Short name' }).fill('acme-sud')
  await page.getByRole('button', { name: 'Create guru' }).click()
  await page.getByRole('alert').waitFor()
  await page.getByRole('textbox', { name: 'Short name' }).fill('No name')
  await page.getByRole('button', { name: 'Create guru' }).click()
  await page.locator('[aria-invalid="true"]').waitFor()
  t.is(await page.getByRole('alert').count(), 0)
  await page.getByRole('link', { name: 'Back' }).click()
  await page.waitForURL('**/gurus/acme-sud/actions')
})

test.serial('what is under no page is said to be none, and what is no page is a problem', async (t) => {
  const guru = await t.context.newGuru()
  const page = await dashboard.open(t, `/gurus/${guru}/nothing`)
  await page.getByRole('heading', { name: 'There is no such page' }).waitFor()
  await page.goto('/gurus/nobodys/actions')
  await page.getByRole('heading', { name: 'There is no such guru' }).waitFor()
  const response = await page.goto('/nothing')
  t.is(response?.status(), 404)
  await page.getByRole('heading', { name: 'There is no such page' }).waitFor()
  await page.getByRole('link', { name: 'To the start' }).click()
  await page.waitForURL('**/gurus/*/actions')

  const typeOf = async (path: string, accept: string) => {
    const { status, headers } = await fetch(`${t.context.errand.url}${path}`, { headers: { accept } })
    t.is(status, 404, path)
    return headers.get('content-type')?.split(';')[0]
  }
  const PROBLEM = 'application/problem+json'
  t.is(await typeOf('/nothing', 'text/html,*/*;q=0.8'), 'text/html')
  for (const accept of ['*/*', 'application/json']) t.is(await typeOf('/nothing', accept), PROBLEM)
  for (const path of ['/api/nothing', '/assets/nothing.js', '/healthz/nothing'])
    t.is(await typeOf(path, 'text/html'), PROBLEM, path)
  t.is((await fetch(`${t.context.errand.url}/assets/../index.html`)).status, 404)
})
