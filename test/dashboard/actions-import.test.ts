// Bringing actions in, and the way from a template to a first answer, in a real browser.
import anyTest, { type TestFn } from 'ava'
import { loadTemplates } from '../../templates/catalogue.ts'
import { texts } from '../../web/src/texts/en/index.ts'
import { isAccessible, withDashboard } from '../support/dashboard.ts'
import { keptMutations } from '../support/kept-mutations.ts'
import { minimal } from '../support/minimal-action.ts'
import type { StackContext } from '../support/shared-stack.ts'

const test = anyTest as TestFn<StackContext>
const dashboard = withDashboard(test, (_call, response) => void response.end())

const namesOf = async (t: { context: StackContext }, guru: string) =>
  (await t.context.api.get<{ actions: { name: string }[] }>(`/${guru}/actions`)).actions.map(
    ({ name }) => name,
  )
const jsonFile = (content: unknown) => ({
  name: 'actions.json',
  mimeType: 'application/json',
  buffer: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)),
})
const open = async (t: Parameters<typeof dashboard.open>[0], guru: string, source: string) => {
  const page = await dashboard.open(t, `/gurus/${guru}/actions`)
  await page.getByRole('button', { name: 'Import' }).click()
  await page.getByRole('menuitem', { name: source }).click()
  return { page, dialog: page.getByRole('dialog') }
}

test.serial(
  'a file says what it will do before it is imported, and what is wrong with which action',
  async (t) => {
    const guru = await t.context.newGuru()
    await t.context.api.post(`/${guru}/actions`, minimal('Refund'))
    const { page, dialog } = await open(t, guru, 'From a file')
    const input = dialog.locator('input[type=file]')

    await input.setInputFiles(jsonFile('no JSON'))
    await dialog.getByText('This is not a JSON file.').waitFor()
    await input.setInputFiles(
      jsonFile([minimal('Fine'), minimal('Broken', { api_call: { url: 'ftp://x' } })]),
    )
    await dialog.getByText('Action 2, “Broken”: api_call.url must start with http:// or https://').waitFor()
    t.true(await dialog.getByRole('button', { name: 'Nothing to import' }).isDisabled())
    await isAccessible(t, page)

    // What the API gets is the file, not what a browser makes of it.
    const fine = JSON.stringify(minimal('Fine'))
    await input.setInputFiles(jsonFile(fine.replace('{', '{"name":"First",')))
    await dialog.getByText('The body has the key "name" twice in one object.').waitFor()
    await input.setInputFiles(jsonFile(fine.replace('{', '{"timeout_seconds":1e999,')))
    await dialog.getByText('is a number that is too large').waitFor()
    // Else a browser would not tell of the same file, mended.
    t.is(await input.inputValue(), '')

    await input.setInputFiles(
      jsonFile([minimal('Refund', { description: 'Anew' }), minimal('Parcel', { secrets: ['PARCEL_KEY'] })]),
    )
    await dialog.getByRole('alert').getByText('“Refund”').waitFor()
    await dialog.getByRole('radio', { name: 'Replace it' }).check()
    await dialog.getByRole('row').filter({ hasText: 'Refund' }).getByText('Replaced').waitFor()
    await dialog
      .getByRole('row')
      .filter({ hasText: 'Parcel' })
      .getByText('PARCEL_KEY does not exist')
      .waitFor()
    t.deepEqual(await namesOf(t, guru), ['Refund'])
    await isAccessible(t, page)
    await dialog.getByRole('button', { name: 'Import 2 actions' }).click()
    await dialog.getByText('Imported 2 actions.').waitFor()
    await dialog.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('link', { name: 'Parcel', exact: true }).waitFor()
    t.deepEqual(await namesOf(t, guru), ['Refund', 'Parcel'])
  },
)

test.serial('a curl command becomes a draft in the editor, without the keys that it has', async (t) => {
  const guru = await t.context.newGuru()
  const { page, dialog } = await open(t, guru, 'From a curl command')
  await dialog.getByRole('textbox', { name: 'Curl command' }).fill('wget https://api.example.com')
  await dialog.getByRole('button', { name: 'Make a draft' }).click()
  await dialog
    .getByRole('textbox', { name: 'Curl command' })
    .and(page.locator('[aria-invalid=true]'))
    .waitFor()
  await isAccessible(t, page)
  await dialog
    .getByRole('textbox', { name: 'Curl command' })
    .fill(
      'curl https://api.example.com/v1/orders/1042 -H "Authorization: Bearer sk_live_12345678901234567890"',
    )
  await dialog.getByRole('button', { name: 'Make a draft' }).click()
  const warning = await dialog.getByRole('alert').getByRole('listitem').first().innerText()
  await dialog.getByRole('button', { name: 'Open in the editor' }).click()
  await page.waitForURL(`**/gurus/${guru}/actions/new`)
  // It is needed most where the draft is looked over.
  await page.getByRole('alert').filter({ hasText: 'This is a draft' }).getByText(warning).waitFor()
  const state = JSON.stringify(await page.evaluate('history.state'))
  t.true(state.includes('api.example.com'))
  t.false(state.includes('sk_live_12345678901234567890'))
  await page.getByText('This is a draft').waitFor()
  t.false((await keptMutations(page)).includes('sk_live_12345678901234567890'))
  t.deepEqual(await namesOf(t, guru), [])
})

test.serial('of an OpenAPI document those operations are imported that are chosen', async (t) => {
  const guru = await t.context.newGuru()
  const get = (operationId: string) => ({
    get: { operationId, summary: operationId, responses: { 200: { description: 'OK' } } },
  })
  const document = {
    openapi: '3.1.0',
    info: { title: 'Shop', version: '1' },
    servers: [{ url: 'https://shop.example.com' }],
    paths: {
      '/orders': get('List orders'),
      '/refunds': get('List refunds'),
      '/parcels': get('List parcels'),
    },
  }
  const { page, dialog } = await open(t, guru, 'From an OpenAPI document')
  await dialog.getByRole('textbox', { name: 'OpenAPI document' }).fill('neither')
  await dialog.getByRole('button', { name: 'Find operations' }).click()
  await page.locator('textarea[aria-invalid=true]').waitFor()
  await dialog.locator('input[type=file]').setInputFiles(jsonFile(document))
  await dialog.getByText('3 operations').waitFor()
  await dialog.getByRole('checkbox', { name: 'List orders' }).check()
  await dialog.getByRole('searchbox', { name: 'Search operations' }).fill('parcels')
  await dialog.getByRole('checkbox', { name: 'List orders' }).waitFor({ state: 'detached' })
  await dialog.getByRole('checkbox', { name: 'List parcels' }).check()
  await dialog.getByText('2 actions chosen, room for 10').waitFor()
  await isAccessible(t, page)
  await dialog.getByRole('button', { name: 'Next' }).click()
  await dialog.getByRole('button', { name: 'Import 2 actions' }).click()
  await dialog.getByText('Imported 2 actions.').waitFor()
  t.deepEqual((await namesOf(t, guru)).toSorted(), ['List orders', 'List parcels'])
})

test.serial('who has no action is shown what one is, and led from a template to a question', async (t) => {
  const { api } = t.context
  const guru = await t.context.newGuru()
  const page = await dashboard.open(t, `/gurus/${guru}/actions`)
  await page.getByRole('heading', { name: 'Give your assistant its first action' }).waitFor()
  await isAccessible(t, page)
  await page.getByRole('link', { name: 'Use this template: Stock level' }).click()

  await page.getByRole('button', { name: 'Save and go on' }).click()
  await page.getByText('Fill this in: the action cannot run without it.').first().waitFor()
  await page.getByRole('textbox', { name: 'SHOPIFY_HOST' }).fill('127.0.0.1')
  await page.getByRole('textbox', { name: 'SHOPIFY_HOST' }).fill('acme.myshopify.com')
  await page.getByRole('textbox', { name: 'SHOPIFY_ACCESS_TOKEN', exact: true }).fill('abc')
  await isAccessible(t, page)
  await page.getByRole('button', { name: 'Save and go on' }).click()
  await page.getByText('must be false for a value of fewer than 4 characters').waitFor()
  await page.getByRole('textbox', { name: 'SHOPIFY_ACCESS_TOKEN', exact: true }).fill('token-of-the-shop')
  await page.getByRole('button', { name: 'Save and go on' }).click()

  await page.getByRole('button', { name: 'Run the test' }).waitFor()
  const { secrets } = await api.get<{ secrets: { name: string; mask: boolean; allowed_hosts: string[] }[] }>(
    `/${guru}/secrets`,
  )
  // The token goes to the shop that was named, and to no other.
  t.like(secrets, [
    { name: 'SHOPIFY_ACCESS_TOKEN', mask: true, allowed_hosts: ['acme.myshopify.com'] },
    { name: 'SHOPIFY_HOST', mask: false },
  ])
  t.is(await page.getByRole('textbox', { name: 'product' }).inputValue(), 'TEE-BLACK-M')
  await page.getByRole('button', { name: 'Run the test' }).click()
  // There is no such shop here: what went wrong is told, and one can go on.
  await page.getByText('That did not work yet.').waitFor()
  await page.getByRole('link', { name: 'See the whole run' }).waitFor()
  await isAccessible(t, page)
  await page.getByRole('textbox', { name: 'product' }).fill('TEE-WHITE-S')
  await page.getByRole('button', { name: 'Go on without a test' }).click()

  await page.getByRole('textbox', { name: 'Name of the action' }).fill('Stock')
  await page.getByRole('button', { name: 'Back', exact: true }).click()
  t.is(await page.getByRole('textbox', { name: 'product' }).inputValue(), 'TEE-WHITE-S')
  await page.getByText('That did not work yet.').waitFor()
  await page.getByRole('button', { name: 'Back', exact: true }).click()
  // A key that is sealed is not kept here.
  t.is(await page.getByRole('textbox', { name: 'SHOPIFY_ACCESS_TOKEN', exact: true }).inputValue(), '')
  await page.getByRole('button', { name: 'Save and go on' }).click()
  await page.getByRole('button', { name: 'Go on without a test' }).click()
  t.is(await page.getByRole('textbox', { name: 'Name of the action' }).inputValue(), 'Stock')
  await page.getByRole('button', { name: 'Save action' }).click()
  await page.getByText('“Stock” is saved and answers questions from now on.').waitFor()
  t.deepEqual(await namesOf(t, guru), ['Stock'])
  await isAccessible(t, page)
  // Once is enough.
  await page.getByRole('button', { name: 'Try it' }).click()
  await page.getByRole('button', { name: 'Go on without a test' }).click()
  await page.getByText('“Stock” is saved and answers questions from now on.').waitFor()
  t.is(await page.getByRole('button', { name: 'Save action' }).count(), 0)
  await page.getByRole('button', { name: 'Ask in the chat' }).click()
  await page.waitForURL(`**/gurus/${guru}/chat**`)
})

test.serial('a template does not go on where its keys could not be saved', async (t) => {
  const guru = await t.context.newGuru()
  const page = await dashboard.open(t, `/gurus/${guru}/actions?start=parcel-tracking`, { expects: /503/ })
  const key = page.getByRole('textbox', { name: 'SHIPPO_API_TOKEN', exact: true })
  await key.fill('shippo-token-1')
  const problem = { type: 'about:blank', title: 'Unavailable', status: 503, detail: 'The database is away.' }
  await page.route('**/secrets/**', (route) =>
    route.fulfill({ status: 503, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
  )
  await page.getByRole('button', { name: 'Save and go on' }).click()
  await page.getByRole('alert').getByText('The database is away.').waitFor()
  t.is(await key.inputValue(), 'shippo-token-1')
  await page.unroute('**/secrets/**')
  await page.getByRole('button', { name: 'Save and go on' }).click()
  await page.getByRole('button', { name: 'Run the test' }).waitFor()
})

test.serial('a template whose name is taken is saved under another', async (t) => {
  const guru = await t.context.newGuru()
  await t.context.api.post(`/${guru}/actions`, minimal('Incidents'))
  const page = await dashboard.open(t, `/gurus/${guru}/actions?start=incidents`, {
    width: 375,
    colorScheme: 'dark',
  })
  await page.getByRole('textbox', { name: 'STATUSPAGE_HOST' }).fill('status.example.com')
  t.true(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'))
  await isAccessible(t, page)
  await page.getByRole('button', { name: 'Save and go on' }).click()
  await page.getByRole('button', { name: 'Go on without a test' }).click()
  await page.getByRole('button', { name: 'Save action' }).click()
  await page
    .getByRole('textbox', { name: 'Name of the action' })
    .and(page.locator('[aria-invalid=true]'))
    .waitFor()
  await page.getByRole('textbox', { name: 'Name of the action' }).fill('Outages')
  await page.getByRole('button', { name: 'Save action' }).click()
  await page.getByText('“Outages” is saved').waitFor()
})

test.serial("each template's first question would run it, with all that it needs", async (t) => {
  const { api } = t.context
  const templates = loadTemplates()
  const guru = await t.context.newGuru({ action_limit: templates.length })
  for (const { secrets, action } of templates) {
    for (const { name } of secrets) await api.put(`/${guru}/secrets/${name}`, { value: 'not-a-real-value' })
    await api.post(`/${guru}/actions`, action)
  }
  for (const { slug, action } of templates) {
    const question = texts.start.questions[slug]
    t.truthy(question, slug)
    const { matches } = await api.post<{ matches: { action: { name: string }; missing: string[] }[] }>(
      `/${guru}/actions/match`,
      { question },
    )
    t.like(matches, [{ action: { name: action.name }, missing: [] }], slug)
  }
})
