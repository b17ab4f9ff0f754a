/*
 * Names, outputs, answers and files that are full of markup and scripts, on every page that shows them: nothing of it
 * runs, nothing is loaded from elsewhere, and not even the pages' policy had to stop anything. Answers of a model are in
 * chat-stream.test.ts.
 */
import anyTest, { type ExecutionContext, type TestFn } from 'ava'
import type { Page } from 'playwright-core'
import { withDashboard } from '../support/dashboard.ts'
import { eventually } from '../support/eventually.ts'
import {
  hostileName,
  hostileSvg,
  hostileText,
  WHAT_COULD_RUN,
  type Witness,
  witnessOf,
} from '../support/hostile.ts'
import { HOSTILE_API, hostileScene, hostileService } from '../support/hostile-scene.ts'
import { minimal } from '../support/minimal-action.ts'
import type { StackContext } from '../support/shared-stack.ts'

const test = anyTest as TestFn<StackContext>

const dashboard = withDashboard(test, hostileService)

async function staysQuiet(t: ExecutionContext, page: Page, witness: Witness): Promise<void> {
  await page.waitForLoadState('networkidle')
  t.deepEqual(await page.evaluate(WHAT_COULD_RUN), [], page.url())
  t.deepEqual(witness, { executed: [], stopped: [], dialogs: [] }, page.url())
}

async function openWitnessed(t: ExecutionContext<StackContext>): Promise<{ page: Page; witness: Witness }> {
  const page = await dashboard.open(t, '/sign-in')
  return { page, witness: await witnessOf(page.context()) }
}

test.serial('the same texts do run where they are taken for markup, and that is noticed', async (t) => {
  const page = await dashboard.open(t, '/sign-in')
  const context = await page.context().browser()?.newContext({ baseURL: t.context.errand.url })
  if (!context) throw new Error('There is no browser.')
  t.teardown(() => context.close())
  const witness = await witnessOf(context)
  const bare = await context.newPage()
  await bare.goto('about:blank')
  await bare.setContent(`${hostileText('text')} ${hostileSvg('svg')}`)
  await bare.waitForLoadState('networkidle')
  t.true(witness.executed.filter((place) => place === 'text').length >= 4, witness.executed.join())
  t.true(witness.executed.includes('svg'))
  const unclicked = witness.executed.length
  await bare.getByText('a link').dispatchEvent('click')
  await eventually('the link to run', async () => witness.executed.length > unclicked)
  t.not((await bare.evaluate<string[]>(WHAT_COULD_RUN)).length, 0)

  // On a page of ours its policy stops them, and that is noticed, too.
  const executed = witness.executed.length
  await bare.goto('/sign-in')
  await bare.getByRole('heading').waitFor()
  await bare.evaluate(`document.body.innerHTML = ${JSON.stringify(hostileText('ours'))}`)
  await bare.waitForLoadState('networkidle')
  t.is(witness.executed.length, executed)
  t.true(
    witness.stopped.some((what) => what.startsWith('script-src')),
    witness.stopped.join('\n'),
  )
})

test.serial('no page runs what is in names, texts and outputs', async (t) => {
  const { guru, actions, session, runs } = await hostileScene(t.context)
  const { page, witness } = await openWitnessed(t)
  const pages = [
    ['actions', 'json <img'],
    ['actions/new', null],
    [`actions/${actions.files}`, null],
    ['runs', 'json <img'],
    ...Object.values(runs).map(({ id, action: { name } }) => [`runs/${id}`, name] as const),
    [`runs/${runs.files.id}`, 'stdout <img'],
    [`runs/${runs.files.id}`, 'stderr <img'],
    ['secrets', null],
    ['keys', 'key <img'],
    ['audit', 'key <img'],
    ['settings', 'guru <img'],
    ['chat', 'json <img'],
    [`chat/${session}`, 'answer'],
  ] as const
  for (const [path, shown] of pages) {
    await page.goto(`/gurus/${guru}/${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    if (shown) await page.getByText(shown).first().waitFor({ state: 'attached' })
    await staysQuiet(t, page, witness)
  }
})

test.serial('no answer runs what is in it, and its links lead to web pages only', async (t) => {
  const { page, witness } = await openWitnessed(t)
  const { guru } = await hostileScene(t.context)
  await page.goto(`/gurus/${guru}/chat`)
  for (const name of ['json', 'html', 'fails', 'files']) {
    const box = page.getByRole('textbox', { name: 'Your question' })
    await box.fill(`What is the ${name} status of order "7"? ${hostileName('asked')}`)
    await box.press('Enter')
    await page.getByRole('button', { name: 'Send' }).waitFor()
    await staysQuiet(t, page, witness)
  }
  t.true((await page.getByRole('log').getByRole('article', { name: 'Errand' }).count()) >= 4)
  await page.getByRole('log').getByRole('list', { name: 'Files' }).getByRole('img').first().waitFor()
  await staysQuiet(t, page, witness)
  for (const link of await page.getByRole('log').locator('.markdown a').all()) {
    t.regex((await link.getAttribute('href')) ?? '', /^(https?|mailto):/)
    t.is(await link.getAttribute('rel'), 'noopener noreferrer nofollow')
    t.is(await link.getAttribute('target'), '_blank')
  }
})

test.serial('what opens on a page, and what is brought in, runs nothing either', async (t) => {
  const { guru, actions } = await hostileScene(t.context)
  const { page, witness } = await openWitnessed(t)
  const at = (path: string) => page.goto(`/gurus/${guru}/${path}`)
  const quiet = () => staysQuiet(t, page, witness)
  const dialog = page.getByRole('dialog')
  const choose = async (item: string) => {
    await page.getByRole('button', { name: 'What can be done with json <img' }).click()
    await page.getByRole('menuitem', { name: item }).click()
    await dialog.getByText('json <img').first().waitFor()
    await quiet()
  }
  const importing = async (source: string) => {
    await at('actions')
    await page.getByRole('button', { name: 'Import' }).click()
    await page.getByRole('menuitem', { name: source }).click()
  }

  await at('actions')
  await choose('Trigger')
  await dialog.getByRole('textbox', { name: 'order' }).fill(hostileText('typed'))
  await dialog.getByRole('button', { name: 'Run now' }).click()
  await dialog.getByText('Succeeded').waitFor()
  await quiet()
  await page.keyboard.press('Escape')
  await choose('Delete')

  await importing('From a file')
  const file = [minimal(hostileName('imported')), minimal(hostileName('json'), { type: hostileText('type') })]
  await dialog.locator('input[type=file]').setInputFiles({
    name: 'a.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(file)),
  })
  await dialog.getByText('json <img').first().waitFor()
  await quiet()
  await importing('From an OpenAPI document')
  await dialog.getByRole('textbox', { name: 'OpenAPI document' }).fill(JSON.stringify(HOSTILE_API))
  await dialog.getByRole('button', { name: 'Find operations' }).click()
  await dialog.getByText('summary <img').first().waitFor()
  await quiet()
  await importing('From a curl command')
  await dialog
    .getByRole('textbox', { name: 'Curl command' })
    .fill(
      `curl 'https://shop.example.com/' -H 'x-a: ${hostileName('header')}' --unknown '<img src=x onerror=1>'`,
    )
  await dialog.getByRole('button', { name: 'Make a draft' }).click()
  await dialog
    .getByText('--unknown')
    .filter({ hasNot: page.locator('textarea') })
    .first()
    .waitFor()
  await quiet()

  await at(`actions/${actions.json}`)
  await page.getByRole('button', { name: 'Show changes of version 2' }).click()
  await page.getByRole('region', { name: 'Changes of version 2' }).getByText('changed <img').first().waitFor()
  await quiet()
  const panel = page.getByRole('region', { name: 'Test', exact: true })
  await panel.getByRole('textbox', { name: 'order' }).fill(hostileText('tested'))
  await panel.getByRole('button', { name: 'Run test' }).click()
  await page.getByRole('region', { name: 'Output' }).getByText('value <img').first().waitFor()
  await quiet()
  await page
    .getByRole('textbox', { name: 'Question' })
    .fill(`What is the json status of "${hostileName('tried')}"?`)
  await page.getByRole('button', { name: 'Try it' }).click()
  await page
    .getByText(/it would|would run/i)
    .first()
    .waitFor()
  await quiet()

  await at('secrets')
  await page.getByRole('button', { name: 'Delete SHOP_TOKEN' }).click()
  await dialog.getByText('json <img').first().waitFor()
  await quiet()
  await at('audit')
  await page
    .getByRole('button', { name: /^Show what changed: Action updated/ })
    .first()
    .click()
  await dialog.getByText('changed <img').first().waitFor()
  await quiet()
})

test.serial('a file that is opened at its address runs nothing in our origin', async (t) => {
  const { guru, runs } = await hostileScene(t.context)
  const { page } = await openWitnessed(t)
  const { artifacts } = runs.files
  t.is(artifacts.length, 3, JSON.stringify([artifacts, runs.files.warnings, runs.files.error]))
  const context = await page
    .context()
    .browser()
    ?.newContext({
      baseURL: t.context.errand.url,
      storageState: await page.context().storageState(),
    })
  if (!context) throw new Error('There is no browser.')
  t.teardown(() => context.close())
  const witness = await witnessOf(context)
  for (const { name } of artifacts) {
    const address = `/api/v1/${guru}/runs/${runs.files.id}/artifacts/${encodeURIComponent(name)}`
    const response = await context.request.get(address)
    t.is(response.status(), 200)
    const headers = response.headers()
    t.regex(headers['content-type'] ?? '', /^(image\/(png|svg\+xml)|application\/octet-stream)/)
    t.regex(headers['content-security-policy'] ?? '', /default-src 'none';.*sandbox$/)
    t.is(headers['x-content-type-options'], 'nosniff')
    t.regex(headers['content-disposition'] ?? '', name.endsWith('.html') ? /^attachment/ : /^inline/)
    const file = await context.newPage()
    // What is saved instead of shown leaves no page.
    await file
      .goto(address)
      .catch((error: Error) => t.regex(error.message, /Download is starting|ERR_ABORTED/))
    await file.waitForTimeout(300)
    await file.close()
  }
  t.deepEqual(witness.executed, [])
})
