// Trying an action out before it is saved, what the editor says about code and templates, and the way back to what an
// action was, in a real browser.
import anyTest, { type TestFn } from 'ava'
import { refundAction } from '../support/actions.ts'
import { writeCode } from '../support/code-field.ts'
import { isAccessible, withDashboard } from '../support/dashboard.ts'
import { minimal } from '../support/minimal-action.ts'
import type { StackContext } from '../support/shared-stack.ts'

const test = anyTest as TestFn<StackContext>
const dashboard = withDashboard(test, (_call, response) => void response.end('{}'))

const TOKEN = 'shop-token-8812'

async function guruWithAction(context: StackContext, action: Record<string, unknown>) {
  const guru = await context.newGuru()
  await context.api.put(`/${guru}/secrets/SHOP_TOKEN`, { value: TOKEN })
  const { id } = await context.api.post<{ id: string }>(`/${guru}/actions`, action)
  return { guru, id, path: `/gurus/${guru}/actions/${id}` }
}

const slow = (code: string) => ({
  ...refundAction,
  parameters: [],
  python: { code: `import os, time\ntime.sleep(5)\n${code}` },
})

test.serial('a test shows its steps as they happen, and its output with the secret masked', async (t) => {
  const { path } = await guruWithAction(
    t.context,
    slow("open('/tmp/out/notes.txt', 'w').write('a')\nprint('signed with', os.environ['SHOP_TOKEN'])\n"),
  )
  const page = await dashboard.open(t, path)
  await page.getByRole('button', { name: 'Run test' }).press('Enter')
  const result = page.getByRole('region', { name: 'Result of the test' })
  await result.getByText('Running', { exact: true }).waitFor()
  await result.getByRole('list', { name: 'Steps' }).getByText('Run the action').waitFor()
  await result.getByText('Succeeded', { exact: true }).waitFor()
  t.is(await result.getByRole('region', { name: 'Output' }).innerText(), 'signed with ***SHOP_TOKEN***\n')
  t.false((await page.content()).includes(TOKEN))
  t.is(await result.getByRole('link', { name: 'Save notes.txt' }).count(), 1)
  await isAccessible(t, page)
})

test.serial('a test that runs is cancelled', async (t) => {
  const { path } = await guruWithAction(t.context, slow('time.sleep(20)\n'))
  const page = await dashboard.open(t, path, { colorScheme: 'dark' })
  await page.getByRole('button', { name: 'Run test' }).click()
  const result = page.getByRole('region', { name: 'Result of the test' })
  await result.getByRole('button', { name: 'Cancel' }).click()
  await result.getByText('Cancelled', { exact: true }).waitFor()
  await isAccessible(t, page)
})

test.serial('a value that a test lacks is asked for at its field', async (t) => {
  const { path } = await guruWithAction(t.context, refundAction)
  const page = await dashboard.open(t, path, { width: 375 })
  await page.getByRole('button', { name: 'Run test' }).click()
  const panel = page.getByRole('region', { name: 'Test', exact: true })
  const value = panel.getByRole('textbox', { name: 'order_id' })
  await panel.getByText('is required', { exact: true }).waitFor()
  t.is(await value.getAttribute('aria-invalid'), 'true')
  t.is(await panel.getByRole('alert').count(), 0, 'it is said once')
  t.true(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'))
  await value.fill('0x412')
  await panel.getByText('Enter a number, such as 12').waitFor()
  await panel.getByRole('button', { name: 'Run test' }).click()
  await value.fill('1042.0')
  await value.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('region', { name: 'Output' }).getByText('"order": 1042').waitFor()
})

test.serial('forbidden code is marked at its line until the line is changed', async (t) => {
  const { path } = await guruWithAction(t.context, { ...refundAction, parameters: [] })
  const page = await dashboard.open(t, path)
  await writeCode(page, 'Code', 'import os\n\nos.system("ls")\n')
  await page.getByRole('button', { name: 'Run test' }).click()
  const found = page.getByRole('list', { name: 'What to correct' })
  await found.getByText('os.system is not available here').waitFor()
  t.is(await page.locator('.cm-lintRange-error').innerText(), 'os.system("ls")')
  await isAccessible(t, page)
  // To the line, by the keyboard.
  await found.getByRole('button', { name: 'Line 3' }).press('Enter')
  await page.keyboard.press('Shift+End')
  await page.keyboard.type('print(1)')
  await found.waitFor({ state: 'detached' })
})

test.serial('a placeholder that nothing stands behind is underlined, and names are offered', async (t) => {
  const { path } = await guruWithAction(
    t.context,
    minimal('the order', {
      parameters: [{ name: 'order_id', type: 'number', description: 'The number of the order' }],
    }),
  )
  const page = await dashboard.open(t, path)
  await writeCode(page, 'URL', 'https://api.example.com/{ordre_id}/')
  await page.getByText('{ordre_id} is neither a parameter nor a secret.').first().waitFor()
  t.is(await page.locator('.cm-lintRange-error').innerText(), '{ordre_id}')
  await isAccessible(t, page)

  await writeCode(page, 'URL', 'https://api.example.com/')
  await page.keyboard.type('{ord')
  await page.getByRole('option', { name: 'order_id' }).waitFor()
  // The list takes no key in its first moment, so that none is meant for the text.
  await page.waitForTimeout(200)
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'URL' }).getByText('{order_id}').waitFor()
  t.is(await page.locator('.cm-lintRange-error').count(), 0)
})

test.serial('what a version changed is shown line by line, and an older one is restored', async (t) => {
  const { api } = t.context
  const { guru, id, path } = await guruWithAction(t.context, { ...refundAction, parameters: [] })
  await api.put(`/${guru}/actions/${id}`, {
    ...refundAction,
    parameters: [],
    python: { code: 'import os\nprint(os.environ["SHOP_TOKEN"])\n' },
    trigger: 'When the user asks for money back',
  })
  const page = await dashboard.open(t, path, { colorScheme: 'dark' })
  await page.getByRole('button', { name: 'Show changes of version 2' }).press('Enter')
  const changes = page.getByRole('region', { name: 'Changes of version 2' })
  await changes.locator('del', { hasText: 'When the user asks where the refund' }).waitFor()
  await changes.locator('ins', { hasText: 'When the user asks for money back' }).waitFor()
  await isAccessible(t, page)
  await page.getByRole('button', { name: 'Restore version 1' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Restore', exact: true }).click()
  await page.getByText('Version 1 is current again.').waitFor()
  await page.getByRole('button', { name: 'Show changes of version 3' }).waitFor()
  const restored = await api.get<{ trigger: string; version: number }>(`/${guru}/actions/${id}`)
  t.like(restored, { trigger: refundAction.trigger, version: 3 })
})
