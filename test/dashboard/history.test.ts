// The history and the page of a run, in a real browser over real runs.
import { readFile } from 'node:fs/promises'
import anyTest, { type ExecutionContext, type TestFn } from 'ava'
import type { Locator, Page } from 'playwright-core'
import { RUN_STATUSES, type Run } from '../../domain/run.ts'
import { isAccessible, withDashboard } from '../support/dashboard.ts'
import { eventually } from '../support/eventually.ts'
import type { StackContext } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>

/** Calls that are answered when a test says so. */
const held: (() => void)[] = []
const dashboard = withDashboard(test, (call, response) => {
  if (call.path.startsWith('/held')) held.push(() => sendJson(response, { done: true }))
  else sendJson(response, { login: 'octocat', path: call.path }, call.path.startsWith('/missing') ? 404 : 200)
})

const action = (name: string, url: string, more: Record<string, unknown> = {}) => ({
  name,
  trigger: `When the user asks for ${name}`,
  parameters: [
    { name: 'username', type: 'string', description: 'Whose', required: true },
    { name: 'pages', type: 'number', description: 'How many', required: false },
  ],
  type: 'api_call',
  api_call: { method: 'GET', url: `${url}/{username}` },
  ...more,
})

type Context = ExecutionContext<StackContext>

/** A guru with one action. */
async function withAction(t: Context, name: string, path: string, more: Record<string, unknown> = {}) {
  const guru = await t.context.newGuru()
  const { id } = await addAction(t, guru, name, path, more)
  return { guru, id }
}

const addAction = (t: Context, guru: string, name: string, path: string, more = {}) =>
  t.context.api.post<{ id: string }>(`/${guru}/actions`, action(name, `${t.context.target.url}${path}`, more))

const run = (t: Context, guru: string, id: string, username = 'octocat', wait = true) =>
  t.context.api.post<Run>(`/${guru}/actions/${id}/trigger?wait=${wait}`, { parameters: { username } })

/** Lists lag a little behind. */
const listed = (t: Context, guru: string, count: number) =>
  eventually(
    'runs to be listed',
    async () => (await t.context.api.get<{ runs: Run[] }>(`/${guru}/runs?limit=100`)).runs.length >= count,
  )

const rowOf = (page: Page, name: string) =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name }) })

test.serial('a history without runs says what will be there, and where to begin', async (t) => {
  const guru = await t.context.newGuru()
  const page = await dashboard.open(t, `/gurus/${guru}/runs`)
  await page.getByText('Nothing has run yet').waitFor()
  await page.getByText('No run has started in this time.').waitFor()
  await isAccessible(t, page)
  t.is(await page.getByRole('link', { name: 'Ask a question' }).getAttribute('href'), `/gurus/${guru}/chat`)
})

test.serial('filters select runs, stand in the address, and can be cleared', async (t) => {
  const { guru, id } = await withAction(t, 'Profile', '/users')
  const missing = await addAction(t, guru, 'Missing', '/missing')
  await run(t, guru, id)
  await run(t, guru, missing.id)
  await t.context.api.post(`/${guru}/actions/test`, {
    action: action('Tried', `${t.context.target.url}/users`),
    parameters: { username: 'a' },
  })
  await listed(t, guru, 3)
  const page = await dashboard.open(t, `/gurus/${guru}/runs`)
  const shows = async (...names: string[]) => {
    for (const name of ['Profile', 'Missing', 'Tried'])
      await rowOf(page, name).waitFor({ state: names.includes(name) ? 'visible' : 'detached' })
    t.pass()
  }
  await shows('Profile', 'Missing', 'Tried')

  await page.getByRole('combobox', { name: 'Status' }).selectOption('Failed')
  await shows('Missing')
  t.is(new URL(page.url()).search, '?status=failed')
  await page.getByRole('combobox', { name: 'Status' }).selectOption('Rejected')
  await page.getByText('No run matches these filters').waitFor()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await shows('Profile', 'Missing', 'Tried')

  await page.getByRole('combobox', { name: 'Started by' }).selectOption('Test')
  await shows('Tried')
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await page.getByRole('combobox', { name: 'Action' }).click()
  await page.getByRole('option', { name: 'Missing' }).click()
  await shows('Missing')
  await page.reload()
  await shows('Missing')
  const { search } = new URL(page.url())
  await rowOf(page, 'Missing').getByRole('link').click()
  await page.getByRole('main').getByRole('link', { name: 'History' }).click()
  await shows('Missing')
  t.is(new URL(page.url()).search, search, 'the way back leads to what was looked at')
  await page.getByRole('button', { name: 'Clear filters' }).click()

  const today = await page.evaluate(() => new Date().toLocaleDateString('sv'))
  await page.getByLabel('To').fill('2020-01-01')
  await shows()
  await page.getByLabel('To').fill(today)
  await shows('Profile', 'Missing', 'Tried')
  await page.getByLabel('From').fill(today)
  await shows('Profile', 'Missing', 'Tried')
  await page.getByText('1 day').waitFor()

  await page.getByLabel('To').fill('2020-01-01')
  await page.getByText('must be after from', { exact: true }).waitFor()
})

test.serial('a run appears, and ends, without a reload', async (t) => {
  const { guru, id } = await withAction(t, 'Slow report', '/held')
  const page = await dashboard.open(t, `/gurus/${guru}/runs`)
  await page.getByText('Nothing has run yet').waitFor()
  await run(t, guru, id, 'octocat', false)
  const row = rowOf(page, 'Slow report')
  await row.getByRole('cell', { name: 'Running' }).waitFor()
  await row.getByRole('cell', { name: 'so far' }).waitFor()
  await page.getByText('1 under way').waitFor()

  const runPage = await dashboard.open(t, `/gurus/${guru}/runs`)
  await rowOf(runPage, 'Slow report').getByRole('link').click()
  await runPage.getByRole('list', { name: 'Steps' }).getByText('under way').waitFor()
  t.is(await runPage.getByRole('region', { name: 'Output' }).count(), 0)

  await eventually('the call to arrive', async () => held.length > 0)
  for (const answer of held.splice(0)) answer()
  await row.getByRole('cell', { name: 'Succeeded' }).waitFor()
  await runPage.getByRole('region', { name: 'Output' }).first().waitFor()
  await runPage.getByRole('list', { name: 'Steps' }).getByText('done').first().waitFor()
  t.is(await runPage.getByRole('button', { name: 'Cancel run' }).count(), 0)
})

test.serial('a run that failed says in plain words what to do, and what the service answered', async (t) => {
  const { guru, id } = await withAction(t, 'Missing', '/missing')
  const { id: runId } = await run(t, guru, id)
  const page = await dashboard.open(t, `/gurus/${guru}/runs/${runId}`)
  const alert = page.getByRole('alert').filter({ hasText: 'The service refused the request' })
  await alert.getByText('404 Not Found').waitFor()
  await alert.getByText('What was asked for does not exist').waitFor()
  t.is(
    await alert.getByRole('link', { name: 'Open the action' }).getAttribute('href'),
    `/gurus/${guru}/actions/${id}`,
  )
  await page
    .getByRole('region', { name: 'Response of the service' })
    .getByText('404', { exact: true })
    .waitFor()
  await page.getByRole('region', { name: 'Parameters' }).getByText('octocat').waitFor()
  const temporal = await page.getByRole('link', { name: 'Open in Temporal UI' }).getAttribute('href')
  t.regex(temporal ?? '', new RegExp(`/workflows/${encodeURIComponent(runId)}/`))
  await isAccessible(t, page)
})

test.serial('a run can be cancelled, after a question', async (t) => {
  const { guru, id } = await withAction(t, 'Slow report', '/held')
  const { id: runId } = await run(t, guru, id, 'octocat', false)
  const page = await dashboard.open(t, `/gurus/${guru}/runs/${runId}`)
  await page.getByRole('button', { name: 'Cancel run' }).click()
  const dialog = page.getByRole('dialog', { name: 'Cancel this run?' })
  await dialog.getByRole('button', { name: 'Keep it running' }).waitFor()
  await dialog.getByRole('button', { name: 'Cancel run' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('Somebody stopped it').waitFor()
  await eventually(
    'the run to be cancelled',
    async () => (await t.context.api.get<Run>(`/${guru}/runs/${runId}`)).status === 'cancelled',
  )
  t.is(await page.getByRole('button', { name: 'Cancel run' }).count(), 0)
  for (const answer of held.splice(0)) answer()
})

test.serial('runs are approved and rejected with a comment, which then is told', async (t) => {
  const { guru, id } = await withAction(t, 'Delete account', '/users', { requires_approval: true })
  for (const [button, told, status] of [
    ['Approve', 'Approved by', 'succeeded'],
    ['Reject', 'Rejected by', 'rejected'],
  ] as const) {
    const { id: runId } = await run(t, guru, id, 'octocat', false)
    const page = await dashboard.open(t, `/gurus/${guru}/runs/${runId}`)
    await page.getByText('This run waits for your approval').waitFor()
    await isAccessible(t, page)
    await page.getByRole('textbox', { name: 'Comment' }).fill(`${button}: seen the ticket`)
    await page.getByRole('button', { name: button, exact: true }).click()
    const approval = page.getByRole('region', { name: 'Approval' })
    await approval.getByText(told).waitFor()
    await approval.getByText(`${button}: seen the ticket`).waitFor()
    await eventually(
      `the run to be ${status}`,
      async () => (await t.context.api.get<Run>(`/${guru}/runs/${runId}`)).status === status,
    )
  }
  await t.notThrowsAsync(listed(t, guru, 2))
})

test.serial('a rerun with changed parameters leads to the new run, and that back to the first', async (t) => {
  const { guru, id } = await withAction(t, 'Profile', '/users')
  const { id: first } = await run(t, guru, id)
  const page = await dashboard.open(t, `/gurus/${guru}/runs/${first}`)
  await page.getByRole('button', { name: 'Rerun' }).click()
  const dialog = page.getByRole('dialog', { name: 'Run it again' })
  await isAccessible(t, page)
  const username = dialog.getByRole('textbox', { name: 'username' })
  t.is(await username.inputValue(), 'octocat')
  await username.fill('')
  await dialog.getByRole('button', { name: 'Run again' }).click()
  await dialog.getByText('is required', { exact: true }).waitFor()
  await username.fill('hubot')
  await dialog.getByRole('textbox', { name: 'pages' }).fill('3')
  await dialog.getByRole('button', { name: 'Run again' }).click()
  await page.waitForURL((url) => url.pathname.includes('/runs/') && !url.pathname.endsWith(first))
  await page.getByRole('region', { name: 'Parameters' }).getByText('hubot').waitFor()
  const second = decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '')
  const { parameters, rerun_of } = await t.context.api.get<Run>(`/${guru}/runs/${second}`)
  t.deepEqual({ parameters, rerun_of }, { parameters: { username: 'hubot', pages: 3 }, rerun_of: first })
  await page.getByRole('link', { name: 'the original run' }).click()
  await page.waitForURL(`**/runs/${first}`)
})

test.serial('pictures are shown, other files can be saved, and hosts are named', async (t) => {
  const guru = await t.context.newGuru()
  const { target, api } = t.context
  const dot =
    'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEUlEQVR4nGP4z8AARGDiPwMAHfAD/aAzCYkAAAAASUVORK5CYII='
  const code = `import base64, sys, urllib.request
open('/tmp/out/dot.png', 'wb').write(base64.b64decode('${dot}'))
open('/tmp/out/sales.csv', 'w').write('a,b')
urllib.request.urlopen('${target.url}/users/x').read()
print('{"total":10}')
print('careful', file=sys.stderr)
`
  const draft = { name: 'Picture', trigger: 'When asked', type: 'python', python: { code } }
  const { id } = await api.post<Run>(`/${guru}/actions/test`, { action: draft, parameters: {} })
  const page = await dashboard.open(t, `/gurus/${guru}/runs/${id}`)
  const picture = page.getByRole('img', { name: /dot\.png/ })
  await picture.waitFor()
  await eventually('the picture to load', () =>
    picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth === 2),
  )
  const saving = page.waitForEvent('download')
  await page.getByRole('link', { name: /sales\.csv/ }).click()
  t.is(await readFile(await (await saving).path(), 'utf8'), 'a,b')
  await page.getByRole('row', { name: target.address }).waitFor()
  await page.getByText('"total": 10').waitFor()
  await page.getByText('careful').waitFor()
  await isAccessible(t, page)
})

test.serial('every status is told by a sign and a word, and the chart by a table too', async (t) => {
  const { guru, id } = await withAction(t, 'Profile', '/users')
  const missing = await addAction(t, guru, 'Missing', '/missing')
  for (const one of [id, id, missing.id]) await run(t, guru, one)
  await listed(t, guru, 3)
  const page = await dashboard.open(t, `/gurus/${guru}/runs`)
  await page.getByRole('img', { name: '3 runs, 2 of them succeeded.' }).waitFor()
  t.is(
    await page.getByRole('combobox', { name: 'Status' }).getByRole('option').count(),
    RUN_STATUSES.length + 1,
  )
  const signs = await Promise.all(
    ['Profile', 'Missing'].map((name) =>
      rowOf(page, name)
        .first()
        .getByRole('cell')
        .first()
        .locator('svg path')
        .evaluateAll((parts) => parts.length),
    ),
  )
  t.true(signs.every((parts) => parts > 0) && new Set(signs).size === 2)
  await page.getByRole('button', { name: 'Show as table' }).click()
  const table = page.getByRole('table', { name: 'Runs by when they started' })
  t.deepEqual(await table.getByRole('columnheader').allTextContents(), ['When', 'Succeeded', 'Failed', 'All'])
  t.deepEqual(await table.getByRole('row').last().getByRole('cell').allTextContents(), ['2', '1', '3'])
  await page.getByText('Half of them at most').waitFor()
  const widthOf = async (one: Locator) => (await one.boundingBox())?.width ?? 0
  t.true((await widthOf(table)) > 0.9 * (await widthOf(page.getByRole('region', { name: 'Last 7 days' }))))
})

test.serial('a history is saved as a spreadsheet, whose texts are no formulas, and as JSON', async (t) => {
  const { guru, id } = await withAction(t, '=1+1, "quoted"', '/users')
  await run(t, guru, id)
  await listed(t, guru, 1)
  const page = await dashboard.open(t, `/gurus/${guru}/runs`)
  const save = async (name: string) => {
    await page.getByRole('button', { name: 'Export' }).click()
    const saving = page.waitForEvent('download')
    await page.getByRole('menuitem', { name }).click()
    return await readFile(await (await saving).path(), 'utf8')
  }
  const [heading, row] = (await save('Spreadsheet')).split('\r\n')
  t.regex(heading ?? '', /^\uFEFFRun,Action,Version,Status,/)
  t.true(row?.includes(`,"'=1+1, ""quoted""",1,Succeeded,By hand,`), row)
  await page.getByText('1 run exported').waitFor()
  t.is((JSON.parse(await save('JSON')) as Run).action.name, '=1+1, "quoted"')
})

test.serial('many runs come in pages, forward to the end and back', async (t) => {
  const { guru, id } = await withAction(t, 'Profile', '/users')
  const RUNS = 100
  const names = Array.from({ length: RUNS }, (_, at) => `user-${at}`)
  for (let at = 0; at < RUNS; at += 20)
    await Promise.all(names.slice(at, at + 20).map((name) => run(t, guru, id, name, false)))
  await eventually(
    'all runs to end',
    async () => {
      const { totals } = await t.context.api.get<{ totals: Record<string, number> }>(
        `/${guru}/runs/stats?buckets=1&from=${new Date(Date.now() - 3_600_000 + Math.random() * 1e5).toISOString()}`,
      )
      return totals.succeeded === RUNS
    },
    120_000,
  )
  const page = await dashboard.open(t, `/gurus/${guru}/runs`)
  const seen = new Set<string>()
  const read = async (number: number, rows: number) => {
    await page.getByText(`Page ${number}`, { exact: true }).waitFor()
    await page
      .locator('table:not([aria-busy=true]) tbody tr')
      .nth(rows - 1)
      .waitFor()
    const links = page.locator('tbody').getByRole('link')
    t.is(await links.count(), rows)
    for (const link of await links.all()) seen.add((await link.getAttribute('href')) ?? '')
  }
  await read(1, 50)
  await page.getByRole('button', { name: 'Older' }).click()
  await read(2, 50)
  await page.getByRole('button', { name: 'Older' }).click()
  await page.getByText('There are no older runs').waitFor()
  t.is(seen.size, RUNS)
  t.true(await page.getByRole('button', { name: 'Older' }).isDisabled())
  await page.getByRole('button', { name: 'Newer' }).click()
  await read(2, 50)
  await page.getByRole('button', { name: 'Latest runs' }).click()
  await read(1, 50)
  t.is(seen.size, RUNS)
})

test.serial('both pages can be read in either colour scheme and on a phone', async (t) => {
  const { guru, id } = await withAction(t, 'Profile', '/users')
  const approval = await addAction(t, guru, 'Delete account', '/users', { requires_approval: true })
  const { id: runId } = await run(t, guru, id)
  await run(t, guru, approval.id, 'octocat', false)
  await listed(t, guru, 2)
  for (const options of [{ colorScheme: 'light' }, { colorScheme: 'dark' }, { width: 375 }] as const)
    for (const path of ['runs', `runs/${runId}`]) {
      const page = await dashboard.open(t, `/gurus/${guru}/${path}`, options)
      await page.getByText('Succeeded').filter({ visible: true }).first().waitFor()
      if (path === 'runs') await page.getByText('Half of them at most').waitFor()
      await isAccessible(t, page)
      t.true(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'))
    }
})

test.serial('a run that is not there is said to be none', async (t) => {
  const guru = await t.context.newGuru()
  const page = await dashboard.open(t, `/gurus/${guru}/runs/acme.manual.nothing`)
  await page.getByRole('heading', { name: 'There is no such run' }).waitFor()
  await page.getByRole('link', { name: 'To the history' }).click()
  await page.waitForURL(`**/gurus/${guru}/runs`)
  await page.goto(`/gurus/${guru}/actions/nothing`)
  await page.getByRole('heading', { name: 'There is no such action' }).waitFor()
  await page.getByRole('link', { name: 'To all actions' }).click()
  await page.waitForURL(`**/gurus/${guru}/actions`)
  t.pass()
})
