// From nothing to an answered question, with nothing but the dashboard: the link that the start prints, a first guru,
// a template's keys, its test, and a question, against a real service over TLS.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import anyTest, { type TestFn } from 'ava'
import { makeCertificates } from '../sandbox/support/certificates.ts'
import { isAccessible, withDashboard } from '../support/dashboard.ts'
import type { StackContext } from '../support/shared-stack.ts'
import { sendJson, startTarget } from '../support/target-server.ts'

const KEY = 'key-of-the-product-api-7'
const { ca, ...certificate } = makeCertificates(['127.0.0.1'])
const folder = mkdtempSync(join(tmpdir(), 'errand-first-run-'))
writeFileSync(join(folder, 'ca.pem'), ca)

const product = await startTarget(({ headers }, response) => {
  if (headers.authorization !== `Bearer ${KEY}`) return sendJson(response, { error: 'not you' }, 401)
  sendJson(response, {
    // A service that tells its caller's key back.
    seen_key: headers.authorization,
    data: [{ feature: 'audit_log', enabled: true, limit: 365, used: 12 }],
  })
}, certificate)

const test = anyTest as TestFn<StackContext>
const dashboard = withDashboard(test, (_call, response) => void response.end(), {
  ERRAND_EGRESS_ALLOW: product.address,
  NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
})
test.after.always(async () => {
  await product.close()
  rmSync(folder, { recursive: true, force: true })
})

test.serial(
  'from the printed link to an answer and on to a report each morning, with nothing to read elsewhere',
  async (t) => {
    const { errand, api } = t.context
    const [link] = errand.output().match(/http:\S+\/sign-in#token=\S+/) ?? []
    t.truthy(link, errand.output())
    const page = await dashboard.open(t, new URL(link ?? '').href.replace(errand.url, ''), { key: null })

    await page.getByRole('heading', { name: 'Create a guru' }).waitFor()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Acme support')
    await page.getByRole('button', { name: 'Create guru' }).click()
    await page.getByRole('heading', { name: 'Give your assistant its first action' }).waitFor()
    await page.getByRole('link', { name: 'Use this template: Entitlements' }).click()

    await page.getByRole('textbox', { name: 'PRODUCT_API_HOST' }).fill(product.address)
    await page.getByRole('textbox', { name: 'PRODUCT_API_KEY', exact: true }).fill(KEY)
    // The key goes to the host that was named, and to no other.
    await page.getByRole('group').getByText('127.0.0.1', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Save and go on' }).click()

    await page.getByRole('button', { name: 'Run the test' }).click()
    await page.getByText('It works. Go on to save it.').waitFor()
    await page.getByText('audit_log').first().waitFor()
    t.false((await page.content()).includes(KEY))
    t.true((await page.content()).includes('***PRODUCT_API_KEY***'))
    await isAccessible(t, page, 'a test that worked')
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('button', { name: 'Save action' }).click()
    await page.getByText('“Entitlements” is saved and answers questions from now on.').waitFor()
    await page.getByRole('button', { name: 'Ask in the chat' }).click()

    const answer = page.getByRole('log').getByRole('article', { name: 'Errand' })
    await answer
      .getByText(/audit_log/)
      .first()
      .waitFor()
    await answer.getByText('Entitlements').first().waitFor()
    await page.waitForURL('**/gurus/acme-support/chat/*')
    t.false((await page.content()).includes(KEY))
    t.deepEqual(
      product.calls.map(({ path }) => path),
      Array(2).fill('/v1/customers/acme-corp/entitlements?limit=100'),
    )

    // Asked once: neither a reload nor the way back asks again.
    await page.reload()
    await answer
      .getByText(/audit_log/)
      .first()
      .waitFor()
    await page.goBack()
    await page.getByRole('heading', { level: 1, name: 'Set up “Entitlements”' }).waitFor()
    await page.goForward()
    await answer
      .getByText(/audit_log/)
      .first()
      .waitFor()
    t.is(product.calls.length, 2)

    // And on to a report each morning.
    await page.getByRole('navigation').getByRole('link', { name: 'Actions', exact: true }).click()
    await page.getByRole('link', { name: 'Entitlements', exact: true }).click()
    await page.getByRole('button', { name: /^Schedule/ }).click()
    await page.getByRole('switch', { name: 'Run it on a schedule' }).click()
    await page.getByRole('combobox', { name: 'How often' }).selectOption('Monday to Friday')
    await page
      .getByRole('group', { name: 'Values for scheduled runs' })
      .getByRole('textbox', { name: 'customer' })
      .fill('acme-corp')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('All changes are saved').waitFor()
    await page.getByRole('navigation').getByRole('link', { name: 'Actions', exact: true }).click()
    await page
      .getByText(/At 09:00, Monday through Friday/)
      .first()
      .waitFor({ state: 'attached' })
    const { actions } = await api.get<{ actions: { id: string }[] }>('/acme-support/actions')
    const schedule = await api.get<{ state: string; next_runs: string[] }>(
      `/acme-support/actions/${actions[0]?.id}/schedule`,
    )
    t.is(schedule.state, 'active')
    t.is(schedule.next_runs.length, 10)
  },
)
